"""What an offer does not wait for: residents who move or cancel by themselves, dates that go elsewhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment, ConsultationHours
from booking.disruptions.answering import close, is_waited_for, lock_with_holds, open_for
from booking.disruptions.models import Replacement, State
from booking.events import AppointmentCancelled, AppointmentMoved, ReservationChanged
from booking.outbox import Happened
from booking.reservations.models import Occurrence


def follow(session: Session, happened: Happened) -> None:
    """Reaction to a move or a cancellation: what was offered is not needed any more."""
    event = happened.event
    assert isinstance(event, AppointmentMoved | AppointmentCancelled)
    appointment = session.get(Appointment, event.appointment_id)
    if appointment is not None:
        settle_overtaken(session, appointment, happened.at)


def follow_cause(session: Session, happened: Happened) -> None:
    """Reaction to a date that moved while it slept: an offer goes on because of what keeps its appointment asleep now."""
    event = happened.event
    assert isinstance(event, ReservationChanged)
    statement = (
        select(Replacement)
        .join(Replacement.appointment)
        .join(Appointment.hours)
        .join(Occurrence, Occurrence.id == ConsultationHours.occurrence_id)
        .where(Occurrence.reservation_id == event.reservation_id, Replacement.state == State.OPEN)
        .where(Appointment.asleep_by.is_not(None), Appointment.asleep_by != Replacement.cause)
    )
    found = session.scalars(statement).all()
    if not found:
        return
    lock_with_holds(session, found)
    for each in found:
        session.refresh(each.appointment)
        cause = each.appointment.asleep_by
        if each.is_open and cause is not None and is_waited_for(session, each, each.appointment):
            each.cause = cause


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
