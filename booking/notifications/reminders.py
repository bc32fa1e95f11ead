"""Reminders: due times as rows, planned and dropped with the appointment, fired once when they are due."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.db import lock
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved, RemindersSwitched
from booking.notifications.models import Reminder
from booking.notifications.residents import ResidentMails
from booking.outbox import Happened
from booking.scheduling.walltime import at_wall, same_wall_time_days_before, wall_day

log = logging.getLogger(__name__)

REMINDER_LOCK = -2
BATCH = 200
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
    """Reaction to a booking or a move: new reminders for this sequence, the older ones are dropped."""
    event = happened.event
    assert isinstance(event, AppointmentBooked | AppointmentMoved)
    _drop(session, event.appointment_id)
    appointment = session.get(Appointment, event.appointment_id)
    if appointment is not None and appointment.reminders_on:
        _plan(session, event.appointment_id, event.sequence, event.starts_at, happened.at)


def drop(session: Session, happened: Happened) -> None:
    """Reaction to a cancellation."""
    event = happened.event
    assert isinstance(event, AppointmentCancelled)
    _drop(session, event.appointment_id)


def switch(session: Session, happened: Happened) -> None:
    """Reaction to the resident's wish: waiting ones are dropped, or those still to come are planned again."""
    event = happened.event
    assert isinstance(event, RemindersSwitched)
    _drop(session, event.appointment_id)
    appointment = session.get(Appointment, event.appointment_id)
    if event.on and appointment is not None and appointment.is_coming:
        _plan(session, appointment.id, appointment.sequence, appointment.starts_at, happened.at)


def fire_due_reminders(session: Session, mails: ResidentMails, *, now: datetime) -> int:
    """Plan the mails of all reminders that are due and still of use; says how many mails that were.

    One at a time: others wait and find nothing to do. After a long pause an appointment gets one
    reminder, the latest.
    """
    lock(session, [REMINDER_LOCK])
    due = session.scalars(
        select(Reminder)
        .where(Reminder.state == State.WAITING, Reminder.due_at <= now)
        .order_by(Reminder.due_at, Reminder.id)
        .limit(BATCH)
    ).all()
    latest = {reminder.appointment_id: reminder for reminder in due}
    for reminder in due:
        reminder.state = _alone(session, mails, reminder, latest[reminder.appointment_id], now)
    return sum(reminder.state == State.DONE for reminder in due)


def waiting(session: Session, appointment_id: str) -> Sequence[datetime]:
    """When the reminders still to come are due, for the page of the appointment."""
    return session.scalars(
        select(Reminder.due_at)
        .where(Reminder.appointment_id == appointment_id, Reminder.state == State.WAITING)
        .order_by(Reminder.due_at)
    ).all()


def _alone(
    session: Session, mails: ResidentMails, reminder: Reminder, latest: Reminder, now: datetime
) -> State:
    """`_fire` in a savepoint: one that cannot be written does not stop the others."""
    try:
        with session.begin_nested():
            return _fire(session, mails, reminder, latest, now)
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the others go out)
        log.error("reminder %s failed: %s", reminder.id, type(error).__name__)  # noqa: TRY400 (may quote a person)
        return State.FAILED


def _fire(
    session: Session, mails: ResidentMails, reminder: Reminder, latest: Reminder, now: datetime
) -> State:
    if reminder.valid_until <= now or reminder is not latest:
        return State.OUTDATED
    appointment = session.get(Appointment, reminder.appointment_id)
    if (
        appointment is None
        or not appointment.is_coming
        or not appointment.reminders_on
        or appointment.sequence != reminder.sequence
    ):
        return State.DROPPED
    mails.remind(session, appointment, key=f"reminder|{reminder.id}", now=now)
    return State.DONE


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
