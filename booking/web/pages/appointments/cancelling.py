"""Cancelling one's appointment, after being asked once; doing it twice is harmless."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments import changes
from booking.appointments.models import Appointment
from booking.disruptions.answering import ReplacementOver, decline, open_replacement
from booking.errors import NotAllowedNow, NotFound
from booking.web.access import allow, runtime
from booking.web.caps import count_cancel
from booking.web.frame import page, see
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import CANCELLED, RESIDENT, opened, tell, ticket_of
from booking.web.views.replacements import unsettled_view

pages = Blueprint("appointment_cancelling", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>/absagen")
@allow()
def ask(token: str) -> AnyResponse:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        appointment = opened(database, token)
        if not appointment.is_coming or appointment.is_over(now):
            return see(f"/t/{token}")
        return page(
            "appointments/cancel.html",
            appointment=ticket_of(appointment, token),
            unsettled=unsettled_view(database, appointment, now=now),
        )


@pages.post("/t/<token:token>/absagen")
@allow()
def cancel(token: str) -> AnyResponse:
    with runtime().database.reading() as database:
        appointment_id = opened(database, token).id
    count_cancel(appointment_id)
    try:
        with runtime().database.writing() as database:
            _cancel(database, opened(database, token, for_change=True))
    except (NotAllowedNow, ReplacementOver):
        return see(
            f"/t/{token}"
        )  # it began meanwhile, or was cancelled because nobody answered; its page says so
    tell(CANCELLED)
    return see(f"/t/{token}")


def _cancel(database: Session, appointment: Appointment) -> None:
    """Cancel it; where other times are held for it, that is the answer to them."""
    desk, replacement = runtime().desk(), open_replacement(database, appointment)
    if replacement is not None:
        decline(database, desk, replacement, by=RESIDENT)
    else:
        changes.cancel(database, appointment, by=RESIDENT, now=desk.now)
