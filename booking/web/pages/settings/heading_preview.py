"""What somebody typed about a concern or topic, looked at as residents will see it; nothing is stored."""

from __future__ import annotations

from flask import Response, request
from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.offers.wording import Heading
from booking.web.forms.concerns import HeadingForm
from booking.web.forms.seen import SEEN, seen_in
from booking.web.language import gettext as _
from booking.web.language import speaking
from booking.web.pages.settings.heading_kind import Kind
from booking.web.views.headings import is_guide


def can_preview(kind: Kind, heading: Heading | None) -> bool:
    """Whether there is a page that shows it; the guide's door says the same in every house."""
    return kind.preview is not None and not is_guide(heading)


def preview_page(
    database: Session, kind: Kind, heading: Heading | None, code: str, form: HeadingForm
) -> Response:
    """The real page in the language that was written; the bar above it stays German. None: a new one."""
    if kind.preview is None or not can_preview(kind, heading):
        raise NotFound("preview")
    bar = {
        "title": _("Vorschau: So sehen Ratsuchende die Seite."),
        "text": _("Noch ist nichts gespeichert."),
        "save": _("Texte speichern"),
        "back": _("Weiter schreiben"),
        "action": f"{kind.home}/neu" if heading is None else kind.url(heading, code),
        "hidden": {**form.values(), SEEN: seen_in(request.form)},
    }
    with speaking(code):
        return kind.preview(database, heading, code, form, bar)
