"""Erasing: a person goes with every permitted copy, in one transaction across the slices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities
from booking.accounts.models import Person
from booking.appointments.booking import KEEP_DRAFT, let_go
from booking.appointments.models import Appointment, Status
from booking.events import PersonErased
from booking.notifications import tidying
from booking.scheduling.walltime import wall_day
from booking.todos import opening as todos

BATCH = 100


def erase_person(session: Session, person_id: str, *, now: datetime) -> None:
    """Delete the person, their links and the sealed mails; the appointment stays, without a person.

    Erasing somebody who is gone already changes nothing. Kept files of the demonstration are
    deleted after the commit, by `tidying.sweep`.
    """
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        return
    tidying.forget_person(session, person_id)
    todos.forget_person(session, person_id, now=now)
    for appointment_id in session.scalars(select(Appointment.id).where(Appointment.person_id == person_id)):
        capabilities.revoke_all(session, appointment_id)
        tidying.forget_appointment(session, appointment_id)
    session.execute(update(Appointment).where(Appointment.person_id == person_id).values(person_id=None))
    session.delete(person)
    session.flush()
    outbox.record(session, PersonErased(person_id=person_id), now=now)


def erase_due(session: Session, *, now: datetime) -> int:
    """Erase everybody whose date has come, and half-filled forms a day after their hold; says how many."""
    forgotten = _forget_drafts(session, now)
    today = wall_day(now)
    due = session.scalars(
        select(Person.id).where(Person.erase_on <= today).order_by(Person.id).limit(BATCH)
    ).all()
    for person_id in due:
        erase_person(session, person_id, now=now)
    return forgotten + len(due)


def _forget_drafts(session: Session, now: datetime) -> int:
    drafts = session.scalars(
        select(Appointment)
        .where(Appointment.status == Status.HELD, Appointment.hold_expires_at <= now - KEEP_DRAFT)
        .order_by(Appointment.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for draft in drafts:
        capabilities.revoke_all(session, draft.id)
        let_go(session, draft)
    return len(drafts)
