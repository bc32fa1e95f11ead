"""A person is erased: their entry ends, what is held for them goes to the next, their links are gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.appointments.models import Appointment
from booking.waiting.answering import let_time_go
from booking.waiting.models import WaitingEntry


def forget_person(session: Session, person_id: str, *, now: datetime) -> None:
    """Take the person out of the list; the row stays for the counts, without anybody."""
    mine = (
        select(WaitingEntry)
        .where(WaitingEntry.person_id == person_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    for entry in session.scalars(mine).all():
        let_time_go(session, entry, "erased", now=now)
        if entry.is_on_the_list:
            entry.end(now)
        entry.person_id = None
        capabilities.revoke_all(session, entry.id)
    session.flush()


def held_for_somebody() -> ColumnElement[bool]:
    """A condition on appointments: a time offered to somebody on the list, and no half-filled form."""
    return exists().where(WaitingEntry.appointment_id == Appointment.id)
