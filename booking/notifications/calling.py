"""Nobody comes in vain: what the house changed is told on the phone to those who gave no e-mail address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.events import AppointmentCancelled, AppointmentMoved
from booking.house.workdays import noon_of_working_day
from booking.outbox import Happened
from booking.todos.models import Kind, Todo
from booking.todos.opening import NOT_NEEDED, Job, open_todo
from booking.vault import Vault

HOUSE_TEAM = "house"
BEFORE_IT = timedelta(hours=1)


@dataclass(frozen=True)
class CallsOfTheHouse:
    """The reaction to an appointment that was moved or cancelled."""

    vault: Vault

    def follow(self, session: Session, happened: Happened) -> None:
        """One open call at most for an appointment: about what the house did last, until somebody else changes it.

        Only for who has a phone and no e-mail; to who gave neither nobody can tell anything.
        """
        event = happened.event
        assert isinstance(event, AppointmentMoved | AppointmentCancelled)
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None:
            return
        key = f"call|{happened.id}"
        _drop_older(session, appointment, key, happened.at)
        if event.by == HOUSE_TEAM and self._only_by_phone(appointment):
            job = Job(
                kind=Kind.CALL,
                key=key,
                due_at=_due(session, event, happened.at),
                provider_id=appointment.provider_id,
                person_id=appointment.person_id,
                appointment_id=appointment.id,
            )
            open_todo(session, self.vault, job, now=happened.at)

    def _only_by_phone(self, appointment: Appointment) -> bool:
        if appointment.person is None:
            return False
        contact = contact_of(appointment.person, self.vault)
        return bool(contact.phone) and not contact.email


def _drop_older(session: Session, appointment: Appointment, key: str, now: datetime) -> None:
    older = (
        select(Todo)
        .where(Todo.appointment_id == appointment.id, Todo.kind == Kind.CALL)
        .where(Todo.done_at.is_(None), Todo.dedup_key != key)
    )
    for todo in session.scalars(older):
        todo.finish(now, NOT_NEEDED)


def _due(session: Session, event: AppointmentMoved | AppointmentCancelled, now: datetime) -> datetime:
    """Noon of the next working day, but before they set out, also to the time they knew; never in the past."""
    known = event.previous_starts_at if isinstance(event, AppointmentMoved) else event.starts_at
    return max(now, min(noon_of_working_day(session, now), min(known, event.starts_at) - BEFORE_IT))
