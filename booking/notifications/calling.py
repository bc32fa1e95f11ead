"""Nobody comes in vain: what the house changed is told on the phone to those who gave no e-mail address.

Who gave no phone number either is told at the desk (unreachable).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment
from booking.events import AppointmentCancelled, AppointmentMoved
from booking.house.workdays import noon_of_working_day
from booking.notifications.unreachable import note
from booking.outbox import Happened
from booking.todos.models import Kind, Todo
from booking.todos.opening import NOT_NEEDED, Job, open_todo
from booking.todos.working import tell
from booking.vault import Vault

HOUSE_TEAM = "house"
BEFORE_IT = timedelta(hours=1)


@dataclass(frozen=True)
class CallsOfTheHouse:
    """The reaction to an appointment that was moved or cancelled."""

    vault: Vault

    def follow(self, session: Session, happened: Happened) -> None:
        """One open call at most for an appointment: about what the house did last, until somebody else changes it."""
        event = happened.event
        assert isinstance(event, AppointmentMoved | AppointmentCancelled)
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None:
            return
        key = f"call|{happened.id}"
        end_calls(session, appointment, but_for=key, now=happened.at)
        if event.by == HOUSE_TEAM and appointment.person is not None:
            self._tell(session, event, appointment, key, happened.at)

    def _tell(
        self,
        session: Session,
        event: AppointmentMoved | AppointmentCancelled,
        appointment: Appointment,
        key: str,
        now: datetime,
    ) -> None:
        contact = contact_of(appointment.person, self.vault) if appointment.person else Contact()
        if contact.email:
            return
        if contact.phone:
            job = call(appointment, key, _due(session, event, now))
        else:
            job = note(appointment, key, _known_start(event), now=now)
        open_todo(session, self.vault, job, now=now)


def call(appointment: Appointment, key: str, due_at: datetime, *, subject: str = "") -> Job:
    """Somebody has to call about this appointment until then."""
    return Job(
        kind=Kind.CALL,
        key=key,
        due_at=due_at,
        provider_id=appointment.provider_id,
        person_id=appointment.person_id,
        appointment_id=appointment.id,
        subject=subject,
    )


def end_calls(session: Session, appointment: Appointment, *, but_for: str, now: datetime) -> None:
    """Nobody needs to make the calls about this appointment that are still open."""
    older = (
        select(Todo)
        .where(Todo.appointment_id == appointment.id, Todo.kind == Kind.CALL)
        .where(Todo.done_at.is_(None), Todo.dedup_key != but_for)
    )
    for todo in session.scalars(older):
        todo.finish(now, NOT_NEEDED)
        tell(session, todo, now=now)


def due_before(session: Session, latest: datetime, now: datetime) -> datetime:
    """Noon of the next working day, but not after `latest`; never in the past."""
    return max(now, min(noon_of_working_day(session, now), latest))


def _due(session: Session, event: AppointmentMoved | AppointmentCancelled, now: datetime) -> datetime:
    """Before they set out, also to the time they knew."""
    return due_before(session, min(_known_start(event), event.starts_at) - BEFORE_IT, now)


def _known_start(event: AppointmentMoved | AppointmentCancelled) -> datetime:
    return event.previous_starts_at if isinstance(event, AppointmentMoved) else event.starts_at
