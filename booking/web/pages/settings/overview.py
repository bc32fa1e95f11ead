"""/einstellungen: everything that can be set, each section for the roles that may open it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from booking.accounts.models import Role
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.settings.sections import sections_for

HOME = "/einstellungen"

pages = Blueprint("settings", __name__)


@dataclass(frozen=True)
class Card:
    """A section as the page shows it; `count` may be empty."""

    title: str
    url: str
    text: str
    count: str


@pages.get(HOME)
@allow(Role.STAFF, Role.ADMIN, Role.LEAD)
def look() -> Response:
    actor = signed_in()
    with runtime().database.reading() as database:
        cards = [
            Card(_(each.title), each.path, _(each.sentence), each.count(database, actor) or "")
            for each in sections_for(actor)
        ]
    return page("settings/overview.html", cards=cards)
