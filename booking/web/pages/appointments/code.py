"""To one's appointment without a link: with the number on the slip and the name one gave."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import capabilities
from booking.accounts.capabilities import MANAGE
from booking.appointments.finding import by_code_and_name
from booking.errors import NotFound
from booking.house.address import HOUSE
from booking.ids import CODE_LENGTH, typed_code
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.forms.details import name_fault
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.guessing import count_code_try, count_wrong_code, forget_code_tries
from booking.web.language import gettext as _

OPEN_FOR = timedelta(minutes=30)
TRY_AGAIN = "900"

pages = Blueprint("code", __name__)


@pages.get("/code")
@allow()
def ask() -> Response:
    return _form({"code": "", "name": ""}, {})


@pages.post("/code")
@allow()
def find() -> AnyResponse:
    sent = typed(request.form, "code", "name")
    errors = _faults(sent)
    if errors:
        return _form(sent, errors)
    code = typed_code(sent["code"])
    try:
        count_code_try(code)
        token = _opened(code, sent["name"])
    except TooManyRequests:
        return _too_often()
    except NotFound:
        return _not_found(sent, code)
    forget_code_tries(code)
    return see(f"/t/{token}")


def _opened(code: str, name: str) -> str:
    """A link to the appointment for half an hour. Raises NotFound, whichever of the two was wrong."""
    now = runtime().clock.now()
    with runtime().database.writing() as session:
        found = by_code_and_name(session, runtime().vault, code, name, now=now)
        return capabilities.mint(
            session,
            purpose=MANAGE,
            subject=found.id,
            now=now,
            expires_at=min(now + OPEN_FOR, found.manageable_until()),
        )


def _not_found(sent: dict[str, str], code: str) -> Response:
    try:
        count_wrong_code(code)
    except TooManyRequests:
        return _too_often()
    return _form(sent, {"code": _unknown()})


def _too_often() -> Response:
    """What to do when nobody may guess any more: a person at the telephone finds the appointment."""
    response = error_page(
        429,
        title=_("Bitte rufen Sie uns an"),
        text=_("Hier wurden gerade sehr viele Nummern versucht. Deshalb machen wir eine kurze Pause."),
        hint=_(
            "Am Telefon finden wir Ihren Termin mit Ihnen: %(phone)s. Oder versuchen Sie es in 15 Minuten wieder.",
            phone=HOUSE.phone,
        ),
    )
    response.headers["Retry-After"] = TRY_AGAIN
    return response


def _faults(sent: dict[str, str]) -> dict[str, str]:
    errors = {}
    code = typed_code(sent["code"])
    if not code:
        errors["code"] = _("Bitte schreiben Sie Ihre Nummer. Sie steht auf Ihrem Zettel oder in der E-Mail.")
    elif len(code) != CODE_LENGTH or not code.isascii():
        errors["code"] = _unknown()
    if name_fault(sent["name"]):
        errors["name"] = _("Bitte schreiben Sie den Namen so wie bei der Buchung.")
    return errors


def _unknown() -> str:
    return _("Diese Nummer kennen wir nicht. Bitte prüfen Sie Buchstaben und Zahlen oder rufen Sie uns an.")


def _form(form: dict[str, str], errors: dict[str, str]) -> Response:
    return page("appointments/code.html", 422 if errors else 200, form=form, errors=errors)
