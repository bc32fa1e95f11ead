"""To one's appointment without a link: with the number on the slip and the name one gave."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request, session
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.finding import by_code_and_name
from booking.appointments.links import open_short_link
from booking.errors import NotFound
from booking.ids import CODE_LENGTH, typed_code
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.forms.details import Details, name_fault
from booking.web.forms.reading import typed
from booking.web.frame import see
from booking.web.guessing import count_code_try, count_wrong_code, forget_code_tries
from booking.web.language import gettext as _
from booking.web.pages.appointments.ended import Kept, code_page
from booking.web.pages.appointments.leaving import BY_CODE
from booking.web.pages.appointments.my_data import typed_before
from booking.web.the_house import house_now

TRY_AGAIN = "900"

pages = Blueprint("code", __name__)


@pages.get("/code")
@allow()
def ask() -> Response:
    return code_page({"code": "", "name": ""}, {}, Kept())


@pages.app_context_processor
def came_by_code() -> dict[str, Callable[[], bool]]:
    """For the pages behind a link: whether this browser came with a code, so that others may use it too."""
    return {"came_by_code": lambda: BY_CODE in session}


@pages.post("/code")
@allow()
def find() -> AnyResponse:
    sent, kept = typed(request.form, "code", "name"), Kept.read(request.form)
    errors = _faults(sent)
    if errors:
        return code_page(sent, errors, kept)
    code = typed_code(sent["code"])
    try:
        count_code_try(code)
        token = _opened(code, sent["name"])
    except TooManyRequests:
        return _too_often()
    except NotFound:
        return _not_found(sent, code, kept)
    forget_code_tries(code)
    if kept.fields:
        return typed_before(token, Details.typed(kept.as_sent()))
    return see(f"/t/{token}")


def _opened(code: str, name: str) -> str:
    """A link to the appointment for half an hour. Raises NotFound, whichever of the two was wrong."""
    now = runtime().clock.now()
    with runtime().database.writing() as database:
        found = by_code_and_name(database, runtime().vault, code, name, now=now)
        session[BY_CODE] = found.id
        return open_short_link(database, found, now=now)


def _not_found(sent: dict[str, str], code: str, kept: Kept) -> Response:
    try:
        count_wrong_code(code)
    except TooManyRequests:
        return _too_often()
    return code_page(sent, {"code": _unknown()}, kept)


def _too_often() -> Response:
    """What to do when nobody may guess any more: a person at the telephone finds the appointment."""
    response = error_page(
        429,
        title=_("Bitte rufen Sie uns an"),
        text=_("Hier wurden gerade sehr viele Nummern versucht. Deshalb machen wir eine kurze Pause."),
        hint=_(
            "Am Telefon finden wir Ihren Termin mit Ihnen: %(phone)s. Oder versuchen Sie es in 15 Minuten wieder.",
            phone=house_now().phone,
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
