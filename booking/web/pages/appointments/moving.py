"""Another time for an appointment: the same UID, the same number, the old time free at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.changes import move
from booking.appointments.correcting import correct
from booking.appointments.links import open_link_like
from booking.appointments.models import Appointment
from booking.errors import NotAllowedNow, NotFound, NumberNeeded, Overlap, SlotTaken, SlotUnknown
from booking.web.access import allow, runtime
from booking.web.caps import count_move
from booking.web.errors import error_page
from booking.web.forms.contact_faults import phone_fault
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
    sent = typed(request.form, "slot", "phone")
    start = instant_of(sent["slot"])
    if start is None:
        return error_page(400)
    if sent["phone"] and phone_fault(sent["phone"]):
        return _ask_number(token, start, sent["phone"])
    with runtime().database.reading() as session:
        appointment_id = opened(session, token).id
    count_move(appointment_id)
    desk = runtime().desk()
    try:
        with runtime().database.writing() as session:
            appointment = opened(session, token, for_change=True)
            wanted = TimeFilter.read(session, appointment.offer, request.form)
            if sent["phone"]:
                _write_down(session, appointment, sent["phone"], token)
            move(session, desk, appointment, start, adviser_id=wanted.adviser_id, only=wanted.only)
            # The old link ends a day after the old date; the new one lives as long as the new date needs,
            # unless it came from code and name.
            token = open_link_like(session, appointment, token=token, of=appointment, now=desk.now)
    except NotAllowedNow:
        return see(f"/t/{token}")
    except NumberNeeded:
        return _ask_number(token, start, error="phone" in request.form)
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


def _ask_number(token: str, start: datetime, phone: str = "", *, error: bool = True) -> Response:
    """Somebody is called at that time: the number is asked for here, and nothing else is lost."""
    with runtime().database.reading() as session:
        appointment = opened(session, token)
        wanted = TimeFilter.read(session, appointment.offer, request.form)
        return page(
            "appointments/number.html",
            422,
            moving=ticket_of(appointment, token),
            start=start,
            number=phone,
            errors={"phone": phone_fault(phone)} if error else {},
            hidden={"slot": typed(request.form, "slot")["slot"], **wanted.query},
        )


def _write_down(session: Session, appointment: Appointment, phone: str, token: str) -> None:
    contact = replace(known_contact(appointment), phone=phone)
    correct(session, runtime().desk(), appointment, contact, token=token)


def _wanted(session: Session, appointment: Appointment) -> TimeFilter:
    """What was chosen; at first what was chosen for the time before."""
    if any(name in request.values for name in FIELDS):
        return TimeFilter.read(session, appointment.offer, request.values)
    return TimeFilter.behind(appointment)


def _can_move(appointment: Appointment) -> bool:
    return appointment.is_coming and not appointment.is_over(runtime().clock.now())
