"""To one's appointment without a link: with the number on the slip and the name one gave."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import capabilities
from booking.accounts.capabilities import MANAGE
from booking.appointments.finding import by_code_and_name
from booking.errors import NotFound
from booking.ids import CODE_LENGTH, typed_code
from booking.web.access import allow, runtime
from booking.web.forms.details import name_fault
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.limits import CODE, CODE_NETWORK, count, network

OPEN_FOR = timedelta(minutes=30)

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
    count(CODE_NETWORK, network())
    count(CODE, typed_code(sent["code"]))
    now = runtime().clock.now()
    try:
        with runtime().database.writing() as session:
            found = by_code_and_name(session, runtime().vault, sent["code"], sent["name"], now=now)
            token = capabilities.mint(
                session,
                purpose=MANAGE,
                subject=found.id,
                now=now,
                expires_at=min(now + OPEN_FOR, found.manageable_until()),
            )
    except NotFound:
        return _form(sent, {"code": _unknown()})
    return see(f"/t/{token}")


def _faults(sent: dict[str, str]) -> dict[str, str]:
    errors = {}
    code = typed_code(sent["code"])
    if not code:
        errors["code"] = _("Bitte schreiben Sie Ihre Nummer. Sie steht auf Ihrem Zettel oder in der E-Mail.")
    elif len(code) != CODE_LENGTH or not code.isascii() or not code.isalnum():
        errors["code"] = _unknown()
    if name_fault(sent["name"]):
        errors["name"] = _("Bitte schreiben Sie den Namen so wie bei der Buchung.")
    return errors


def _unknown() -> str:
    return _("Diese Nummer kennen wir nicht. Bitte prüfen Sie Buchstaben und Zahlen oder rufen Sie uns an.")


def _form(form: dict[str, str], errors: dict[str, str]) -> Response:
    return page("appointments/code.html", 422 if errors else 200, form=form, errors=errors)
