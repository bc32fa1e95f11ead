"""Residents who do not wait for the offer: they move or cancel the appointment by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.disruptions.answering import close, is_waited_for, lock_with_holds, open_for
from booking.disruptions.models import State
from booking.events import AppointmentCancelled, AppointmentMoved
from booking.outbox import Happened


def follow(session: Session, happened: Happened) -> None:
    """Reaction to a move or a cancellation: what was offered is not needed any more."""
    event = happened.event
    assert isinstance(event, AppointmentMoved | AppointmentCancelled)
    appointment = session.get(Appointment, event.appointment_id)
    if appointment is not None:
        settle_overtaken(session, appointment, happened.at)


def settle_overtaken(session: Session, appointment: Appointment, now: datetime) -> None:
    """Give the held times back, but for the offer it still waits for. Doing it twice changes nothing."""
    found = open_for(session, [appointment.id])
    if not found:
        return
    lock_with_holds(session, found)
    session.refresh(appointment)
    for each in found:
        if each.is_open and not is_waited_for(session, each, appointment):
            close(session, each, State.OVERTAKEN, now=now)
