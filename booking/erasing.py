"""Erasing: a person goes with every permitted copy, in one transaction across the slices."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities
from booking.accounts.models import Person
from booking.appointments import changes
from booking.appointments.booking import KEEP_DRAFT, let_go
from booking.appointments.models import STILL_TO_COME, UNFINISHED, Appointment, Status
from booking.db import Database
from booking.disruptions.models import Replacement
from booking.disruptions.models import State as OfferState
from booking.events import PersonErased
from booking.notifications import tidying
from booking.occupancy import release
from booking.scheduling.walltime import wall_day
from booking.todos import opening as todos
from booking.waiting import forgetting as waiting

log = logging.getLogger(__name__)

BATCH = 100
TO_HEAR_OF_IT = timedelta(days=1)  # after an offer ran out: who did not answer is told by then


def erase_person(session: Session, person_id: str, *, now: datetime) -> None:
    """Delete the person, their links and the sealed mails; the appointment stays, without a person.

    Erasing somebody who is gone already changes nothing. Kept files of the demonstration are
    deleted after the commit, by `tidying.sweep`.
    """
    waiting.forget_person(session, person_id, now=now)  # first: its locks come before the person's
    _lock_appointments(session, person_id)  # next: whoever changes one locks its person after it
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


def erase_due(database: Database, *, now: datetime) -> int:
    """Erase everybody whose date has come, and half-filled forms a day after their hold; says how many.

    At most a hundred of each, one transaction for each: who cannot be erased does not keep the others.
    """
    with database.reading() as session:
        drafts, people = _old_drafts(session, now), _due_people(session, now)
    steps: list[tuple[str, Callable[[Session], bool]]] = [
        *(("form", partial(_forget_draft, draft_id=draft_id, now=now)) for draft_id in drafts),
        *(("person", partial(_erase_due_person, person_id=person_id, now=now)) for person_id in people),
    ]
    return sum(_by_itself(database, what, erase) for what, erase in steps)


def _by_itself(database: Database, what: str, erase: Callable[[Session], bool]) -> bool:
    try:
        with database.writing() as session:
            return erase(session)
    except Exception as error:  # noqa: BLE001 (the others must not wait for it)
        log.error("erasing a %s: %s", what, type(error).__name__)  # noqa: TRY400 (the message may quote a person)
        return False


def _due_people(session: Session, now: datetime) -> Sequence[str]:
    latest_first = (Person.erase_on.desc(), Person.id)  # who could not be erased for days comes last
    due = select(Person.id).where(Person.erase_on <= wall_day(now), Person.id.not_in(_asked(now)))
    due = due.order_by(*latest_first)
    return session.scalars(due.limit(BATCH)).all()


def _erase_due_person(session: Session, *, person_id: str, now: datetime) -> bool:
    """False when their date was put off meanwhile, they were just asked something, or they are gone."""
    person = session.get(Person, person_id)
    if person is None or person.erase_on > wall_day(now):
        return False
    if session.scalar(_asked(now).where(Appointment.person_id == person_id).limit(1)) is not None:
        return False
    erase_person(session, person_id, now=now)
    return True


def _asked(now: datetime) -> Select[str | None]:
    """Whose appointment cannot take place as it stands, and who may still choose another time.

    Where the house keeps data for a day only, that may be longer.
    """
    return (
        select(Appointment.person_id)
        .join(Replacement, Replacement.appointment_id == Appointment.id)
        .where(Appointment.person_id.is_not(None))
        .where(Replacement.state == OfferState.OPEN, Replacement.answer_by > now - TO_HEAR_OF_IT)
    )


def _old_drafts(session: Session, now: datetime) -> Sequence[str]:
    latest_first = (Appointment.hold_expires_at.desc(), Appointment.id)
    old = select(Appointment.id).where(_is_old_draft(now)).order_by(*latest_first)
    return session.scalars(old.limit(BATCH)).all()


def _forget_draft(session: Session, *, draft_id: str, now: datetime) -> bool:
    """False when somebody is at it, or it is none any more."""
    locked = select(Appointment).where(Appointment.id == draft_id, _is_old_draft(now))
    draft = session.scalar(locked.with_for_update(skip_locked=True))
    if draft is None:
        return False
    capabilities.revoke_all(session, draft.id)
    if draft.person_id is not None:
        tidying.forget_person(session, draft.person_id)
    tidying.forget_draft(session, draft.id)
    let_go(session, draft)
    return True


def _is_old_draft(now: datetime) -> ColumnElement[bool]:
    return and_(
        Appointment.status.in_(UNFINISHED),
        Appointment.hold_expires_at <= now - KEEP_DRAFT,
        ~waiting.held_for_somebody(),
    )


def _lock_appointments(session: Session, person_id: str) -> None:
    mine = select(Appointment.id).where(Appointment.person_id == person_id).order_by(Appointment.id)
    session.execute(mine.with_for_update(key_share=True)).all()
