"""Reminders: due times as rows, planned, dropped and planned again with the appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.disruptions.events import AppointmentUnsettled, AppointmentWoken
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved, RemindersSwitched
from booking.notifications.models import Reminder
from booking.outbox import Happened
from booking.scheduling.walltime import at_wall, same_wall_time_days_before, wall_day

DAYS_BEFORE = 2
MORNING = 7


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"
    OUTDATED = "outdated"
    FAILED = "failed"


def due_times(starts_at: datetime) -> dict[str, datetime]:
    """When reminders of an appointment are due: the same wall time two days before, and 7:00 on the day."""
    return {
        "two_days": same_wall_time_days_before(starts_at, DAYS_BEFORE),
        "same_day": at_wall(wall_day(starts_at), MORNING),
    }


def plan(session: Session, happened: Happened) -> None:
    """Reaction to a booking, a move or a waking: new reminders for this sequence, the older ones are dropped."""
    event = happened.event
    assert isinstance(event, AppointmentBooked | AppointmentMoved | AppointmentWoken)
    _drop(session, event.appointment_id)
    appointment = session.get(Appointment, event.appointment_id)
    if appointment is not None and appointment.reminders_on:
        _plan(session, event.appointment_id, event.sequence, event.starts_at, happened.at)


def drop(session: Session, happened: Happened) -> None:
    """Reaction to a cancellation, or to what keeps it from taking place as it stands."""
    event = happened.event
    assert isinstance(event, AppointmentCancelled | AppointmentUnsettled)
    _drop(session, event.appointment_id)


def switch(session: Session, happened: Happened) -> None:
    """Reaction to the resident's wish: waiting ones are dropped, or those still to come are planned again."""
    event = happened.event
    assert isinstance(event, RemindersSwitched)
    _drop(session, event.appointment_id)
    appointment = session.get(Appointment, event.appointment_id)
    if event.on and appointment is not None and appointment.is_coming and appointment.asleep_by is None:
        _plan(session, appointment.id, appointment.sequence, appointment.starts_at, happened.at)


def waiting(session: Session, appointment_id: str) -> Sequence[datetime]:
    """When the reminders still to come are due, for the page of the appointment."""
    return session.scalars(
        select(Reminder.due_at)
        .where(Reminder.appointment_id == appointment_id, Reminder.state == State.WAITING)
        .order_by(Reminder.due_at)
    ).all()


def _plan(session: Session, appointment_id: str, sequence: int, starts_at: datetime, after: datetime) -> None:
    """Rows for the reminders due after this moment; a row that was dropped waits again."""
    rows = select(Reminder).where(Reminder.appointment_id == appointment_id, Reminder.sequence == sequence)
    existing = {row.kind: row for row in session.scalars(rows)}
    for kind, due_at in due_times(starts_at).items():
        if not after < due_at < starts_at:
            continue
        if kind not in existing:
            session.add(
                Reminder(
                    appointment_id=appointment_id,
                    kind=kind,
                    sequence=sequence,
                    due_at=due_at,
                    valid_until=starts_at,
                )
            )
        elif existing[kind].state == State.DROPPED:
            existing[kind].state = State.WAITING
    session.flush()


def _drop(session: Session, appointment_id: str) -> None:
    session.execute(
        update(Reminder)
        .where(Reminder.appointment_id == appointment_id, Reminder.state == State.WAITING)
        .values(state=State.DROPPED)
    )
