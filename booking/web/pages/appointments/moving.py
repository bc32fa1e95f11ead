"""Another time for an appointment: the same UID, the same number, the old time free at once."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.changes import move
from booking.appointments.links import open_link_like
from booking.appointments.models import Appointment
from booking.errors import NotAllowedNow, NotFound, Overlap, SlotTaken, SlotUnknown
from booking.web.access import allow, runtime
from booking.web.caps import count_move
from booking.web.errors import error_page
from booking.web.forms.reading import instant_of, typed
from booking.web.forms.time_filter import FIELDS, TimeFilter
from booking.web.frame import page, see
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import MOVED, known_contact, opened, tell, ticket_of
from booking.web.views.free_times import free_times
from booking.web.wishes import wish_of

pages = Blueprint("moving", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>/verschieben")
@allow()
def choose(token: str) -> AnyResponse:
    with runtime().database.reading() as session:
        appointment = opened(session, token)
        if not _can_move(appointment):
            return see(f"/t/{token}")
        return _list(session, appointment, token)


@pages.post("/t/<token:token>/verschieben")
@allow()
def change(token: str) -> AnyResponse:
    start = instant_of(typed(request.form, "slot")["slot"])
    if start is None:
        return error_page(400)
    with runtime().database.reading() as session:
        appointment_id = opened(session, token).id
    count_move(appointment_id)
    desk = runtime().desk()
    try:
        with runtime().database.writing() as session:
            appointment = opened(session, token, for_change=True)
            wanted = TimeFilter.read(session, appointment.offer, request.form)
            move(session, desk, appointment, start, adviser_id=wanted.adviser_id, only=wanted.only)
            # The old link ends a day after the old date; the new one lives as long as the new date needs,
            # unless it came from code and name.
            token = open_link_like(session, appointment, token=token, of=appointment, now=desk.now)
    except NotAllowedNow:
        return see(f"/t/{token}")
    except (SlotTaken, SlotUnknown, Overlap):
        with runtime().database.reading() as session:
            return _list(session, opened(session, token), token, taken=True)
    tell(MOVED)
    return see(f"/t/{token}")


def _list(session: Session, appointment: Appointment, token: str, *, taken: bool = False) -> Response:
    context = free_times(
        session,
        wish_of(appointment, known_contact(appointment)),
        _wanted(session, appointment),
        request.args,
        f"/t/{token}/verschieben",
        now=runtime().clock.now(),
    )
    return page(
        "appointments/slots.html",
        409 if taken else 200,
        taken=taken,
        moving=ticket_of(appointment, token),
        **context,
    )


def _wanted(session: Session, appointment: Appointment) -> TimeFilter:
    """What was chosen; at first what was chosen for the time before."""
    if any(name in request.values for name in FIELDS):
        return TimeFilter.read(session, appointment.offer, request.values)
    return TimeFilter.behind(appointment)


def _can_move(appointment: Appointment) -> bool:
    return appointment.is_coming and not appointment.is_over(runtime().clock.now())
