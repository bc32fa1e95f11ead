"""/einstellungen/anliegen: what residents choose from on the first page; also put in order."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.i18n import Told, sentence
from booking.offers.models import Concern
from booking.offers.sorting import add_concern, heading_for_change, move_concern
from booking.offers.wording import Heading
from booking.web.access import allow, runtime
from booking.web.forms.concerns import FIELDS, HeadingForm
from booking.web.forms.monitor import page_number
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.concerns import home_context
from booking.web.pages.settings.heading_dropping import HeadingDropping
from booking.web.pages.settings.heading_kind import NEWS, ONE, Kind
from booking.web.pages.settings.heading_words import HeadingWords
from booking.web.pages.settings.headings import Headings
from booking.web.views.concerns import ConcernView
from booking.web.views.listing import page_address

HOME = "/einstellungen/anliegen"
DOWN = "runter"

pages = Blueprint("settings_concerns", __name__)


@pages.post(f"{HOME}/{ONE}/reihenfolge")
@allow(Role.ADMIN)
def move(heading_id: int) -> AnyResponse:
    up = typed(request.form, "step")["step"] != DOWN
    with runtime().database.writing() as database:
        concern = heading_for_change(database, Concern, heading_id)
        move_concern(database, concern, up=up, now=runtime().clock.now())
    session[NEWS] = _("Die Reihenfolge ist geändert.")
    return see(page_address(HOME, "", page_number(request.form)))


def preview(
    database: Session, concern: Heading | None, code: str, form: HeadingForm, bar: dict[str, Any]
) -> Response:
    """The first page with the concern as it was typed; a new one is the last on it."""
    context = home_context(database, "")
    slug = concern.slug if isinstance(concern, Concern) else ""
    pictogram = form.pictogram or (concern.pictogram if isinstance(concern, Concern) else "")
    shown = ConcernView(slug, pictogram, Told(form.title, code), Told(form.example, code))
    tiles = [shown if each.slug == slug else each for each in context["concerns"]]
    return page(
        "concerns/home.html",
        **{**context, "concerns": tiles if concern is not None else [*tiles, shown]},
        preview=bar,
    )


KIND = Kind(
    table=Concern,
    home=HOME,
    list_page="settings/concerns.html",
    form_page="settings/concern.html",
    fields=FIELDS,
    add=add_concern,
    preview=preview,
    added=sentence("Das Anliegen ist angelegt."),
    changed=sentence("Das Anliegen ist geändert."),
    deleted=sentence("Das Anliegen ist gelöscht."),
    overtaken=sentence("Das Anliegen hat sich inzwischen geändert."),
    untitled=sentence("Bitte schreiben Sie, wie das Anliegen heißt."),
    taken=sentence("Ein Anliegen mit diesem Namen gibt es schon."),
)
Headings(KIND).open_doors(pages)
HeadingWords(KIND).open_doors(pages)
HeadingDropping(KIND).open_doors(pages)
