"""/empfang/oeffnen: what somebody booked themselves, opened at the desk with number and name; that is written down."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.links import open_short_link
from booking.desk import finding
from booking.errors import NotFound
from booking.ids import typed_code
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.guessing import count_code_try, count_wrong_code
from booking.web.language import gettext as _
from booking.web.pages.desk.today import DESK
from booking.web.pages.desk.way_back import leave_the_desk

LONGEST = 100

pages = Blueprint("desk_opening", __name__)


@pages.post("/empfang/oeffnen")
@allow(*DESK)
def open_it() -> AnyResponse:
    sent = {name: value[:LONGEST] for name, value in typed(request.form, "code", "name").items()}
    code = typed_code(sent["code"])
    try:
        count_code_try(code)
        token = _link(code, sent["name"])
    except TooManyRequests:
        return error_page(429)
    except NotFound:
        try:
            count_wrong_code(code)
        except TooManyRequests:
            return error_page(429)
        return page("desk/not_found.html", 422, wanted="", **sent, errors={"name": _unknown()})
    leave_the_desk()
    return see(f"/t/{token}")


def _link(code: str, name: str) -> str:
    """A link to the appointment for half an hour. Raises NotFound, whichever of the two was wrong."""
    now, vault = runtime().clock.now(), runtime().vault
    with runtime().database.writing() as database:
        found = finding.open_with_name(database, vault, signed_in(), code, name, now=now)
        return open_short_link(database, found, now=now)


def _unknown() -> str:
    return _("Zu dieser Nummer und diesem Namen finden wir keinen Termin. Bitte fragen Sie nach.")
