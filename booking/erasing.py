"""Erasing: a person goes with every permitted copy, in one transaction across the slices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities
from booking.accounts.models import Person
from booking.appointments import changes
from booking.appointments.booking import KEEP_DRAFT, let_go
from booking.appointments.models import STILL_TO_COME, UNFINISHED, Appointment, Status
from booking.events import PersonErased
from booking.notifications import tidying
from booking.occupancy import release
from booking.scheduling.walltime import wall_day
from booking.todos import opening as todos
from booking.waiting import forgetting as waiting

BATCH = 100


def erase_person(session: Session, person_id: str, *, now: datetime) -> None:
    """Delete the person, their links and the sealed mails; the appointment stays, without a person.

    Erasing somebody who is gone already changes nothing. Kept files of the demonstration are
    deleted after the commit, by `tidying.sweep`.
    """
    waiting.forget_person(session, person_id, now=now)  # first: its locks come before the person's
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


def cancel_and_erase(session: Session, person_id: str, *, by: str, now: datetime) -> None:
    """Cancel what is still to come of this person, then erase them at once; no mail tells them any more."""
    coming = (
        select(Appointment)
        .where(Appointment.person_id == person_id, Appointment.starts_at > now)
        .where(Appointment.status.in_((*STILL_TO_COME, Status.PENDING)))
        .order_by(Appointment.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    for appointment in session.scalars(coming).all():
        if appointment.is_coming:
            changes.cancel(session, appointment, by=by, now=now)
        else:
            release(session, appointment.owner)  # never confirmed: its row goes like an unfinished hold
    session.flush()
    erase_person(session, person_id, now=now)


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
        .where(Appointment.status.in_(UNFINISHED), Appointment.hold_expires_at <= now - KEEP_DRAFT)
        .where(~waiting.held_for_somebody())
        .order_by(Appointment.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for draft in drafts:
        capabilities.revoke_all(session, draft.id)
        if draft.person_id is not None:
            tidying.forget_person(session, draft.person_id)
        tidying.forget_draft(session, draft.id)
        let_go(session, draft)
    return len(drafts)
