"""Errors as pages: what happened, that nothing is lost, what to do; never a stack trace, never a blank page."""

from __future__ import annotations

import sys
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmpty
from werkzeug.exceptions import HTTPException, Unauthorized

from booking.accounts.charge import NotInCharge
from booking.appointments.carrying_out import AdviserBusy
from booking.appointments.guests import GuestsChanged
from booking.errors import (
    Busy,
    DomainError,
    NotAllowedNow,
    NotFound,
    NumberNeeded,
    Overlap,
    SlotTaken,
    SlotUnknown,
)
from booking.reservations.courses import CannotShift
from booking.reservations.deciding import DatesTaken, NothingLeft
from booking.reservations.reserving import ProviderEnded
from booking.scheduling.recurrence import BadRule
from booking.scheduling.walltime import NonexistentTime
from booking.web.forgery import SAFE_METHODS, is_for_programs
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.problems import problem_response
from booking.web.the_house import ask_nobody

STATUS_OF: dict[type[DomainError], int] = {
    NotFound: 404,
    NotInCharge: 403,
    SlotTaken: 409,
    SlotUnknown: 409,
    NumberNeeded: 422,
    NotAllowedNow: 409,
    Overlap: 409,
    DatesTaken: 409,
    ProviderEnded: 409,
    GuestsChanged: 409,
    AdviserBusy: 409,
    NothingLeft: 422,
    CannotShift: 422,
    Busy: 503,
}
KEPT_HEADERS = frozenset({"Allow", "Retry-After"})
RETRY_AFTER = {429: "60", 503: "5"}


def register(app: Flask) -> None:
    """Every error of a page becomes a page."""
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(Unauthorized, _not_signed_in)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(DomainError, _not_possible)
    app.register_error_handler(BadRule, _not_possible)
    app.register_error_handler(NonexistentTime, _not_possible)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolEmpty, _database_away)


def error_page(
    status: int, *, title: str | None = None, text: str | None = None, hint: str | None = None
) -> Response:
    """The page for a status; it needs no database."""
    response = page("errors/error.html", status, code=status, title=title, text=text, hint=hint)
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[status]
    return response


def unknown_link() -> Response:
    """For a manage link that opens nothing, or nothing any more."""
    return page("appointments/unknown_link.html", 404)


def _forged(_error: CSRFError) -> Response:
    return error_page(
        400,
        title=_("Bitte laden Sie die Seite neu"),
        text=_("Die Seite war zu lange offen, oder Ihr Browser erlaubt keine Cookies."),
        hint=_("Gehen Sie zurück und laden Sie die Seite neu. Dann senden Sie Ihre Angaben noch einmal ab."),
    )


def _not_signed_in(_error: Unauthorized) -> Response:
    if request.method not in SAFE_METHODS:
        return see("/anmelden")
    return see(f"/anmelden?weiter={quote(request.path, safe='')}")


def _refused(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if is_for_programs():
        return problem_response(error)
    response = error_page(error.code)
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            response.headers[name] = value
    return response


def _not_possible(error: DomainError | BadRule | NonexistentTime) -> Response:
    if is_for_programs():
        return problem_response(error)
    status = STATUS_OF.get(type(error), 422) if isinstance(error, DomainError) else 422
    return error_page(status)


def _database_away(_error: Exception) -> Response:
    current_app.log_exception(sys.exc_info())
    ask_nobody()
    return error_page(503)
