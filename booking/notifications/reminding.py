"""Reminding: mails of the reminders that are due, each once, whoever asks and however late."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.db import lock
from booking.notifications.models import Reminder
from booking.notifications.reminders import State
from booking.notifications.residents import ResidentMails

log = logging.getLogger(__name__)

REMINDER_LOCK = -2
BATCH = 200


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


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether any reminder is due; a look without a lock."""
    due = select(Reminder.id).where(Reminder.state == State.WAITING, Reminder.due_at <= now).limit(1)
    return session.scalar(due) is not None


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
        or appointment.asleep_by is not None
        or not appointment.reminders_on
        or appointment.sequence != reminder.sequence
    ):
        return State.DROPPED
    mails.remind(session, appointment, key=f"reminder|{reminder.id}", now=now)
    return State.DONE
