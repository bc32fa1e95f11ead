"""A mail that will not arrive becomes a to-do: somebody tells the person on the phone (product rule 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment, Status
from booking.events import MailUndeliverable
from booking.house.workdays import noon_of_working_day
from booking.notifications.models import Delivery
from booking.outbox import Happened
from booking.todos.models import Kind, Todo
from booking.todos.opening import Job, open_todo
from booking.vault import Vault
from booking.waiting.models import ON_THE_LIST, WaitingEntry

# A reminder alone is no reason to call, nor is the question whether an address is right, nor a link asked for.
ABOUT_AN_APPOINTMENT = ("confirmation", "moved", "cancelled")
ABOUT_THE_LIST = ("waiting_joined", "waiting_offer")
HOUSE_TEAM = "house"
BEFORE_IT = timedelta(hours=1)


@dataclass(frozen=True)
class CallInstead:
    """The reaction to a mail that failed or came back."""

    vault: Vault

    def follow(self, session: Session, happened: Happened) -> None:
        """Open a to-do while the news still matters; one at a time for each appointment or entry."""
        event = happened.event
        assert isinstance(event, MailUndeliverable)
        delivery = session.get(Delivery, event.delivery_id)
        if delivery is None or delivery.person_id is None:
            return
        if delivery.kind in ABOUT_AN_APPOINTMENT:
            self._about_appointment(session, delivery, happened.at)
        elif delivery.kind in ABOUT_THE_LIST:
            self._about_entry(session, delivery, happened.at)

    def _about_appointment(self, session: Session, delivery: Delivery, now: datetime) -> None:
        appointment = session.get(Appointment, delivery.appointment_id or "")
        if appointment is None or not _still_matters(appointment, delivery, now):
            return
        if _is_open(session, Todo.appointment_id == appointment.id):
            return
        job = Job(
            kind=Kind.MAIL,
            key=f"mail|{delivery.id}",
            due_at=_due(session, appointment.starts_at - BEFORE_IT, now),
            provider_id=appointment.provider_id,
            person_id=delivery.person_id,
            appointment_id=appointment.id,
        )
        open_todo(session, self.vault, job, now=now)

    def _about_entry(self, session: Session, delivery: Delivery, now: datetime) -> None:
        entry = session.scalar(
            select(WaitingEntry)
            .where(WaitingEntry.person_id == delivery.person_id, WaitingEntry.state.in_(ON_THE_LIST))
            .limit(1)
        )
        if entry is None or _is_open(session, Todo.waiting_id == entry.id):
            return
        job = Job(
            kind=Kind.MAIL,
            key=f"mail|{delivery.id}",
            due_at=_due(session, entry.answer_by, now),
            provider_id=entry.provider_id,
            person_id=delivery.person_id,
            waiting_id=entry.id,
        )
        open_todo(session, self.vault, job, now=now)


def _still_matters(appointment: Appointment, delivery: Delivery, now: datetime) -> bool:
    """Whether the person may still come at the wrong time, or come in vain."""
    if appointment.starts_at <= now:
        return False
    if appointment.status == Status.CANCELLED:
        return delivery.kind == "cancelled" and appointment.cancelled_by == HOUSE_TEAM
    return appointment.is_coming


def _is_open(session: Session, about: ColumnElement[bool]) -> bool:
    """Whether somebody has to call about it anyway."""
    same = select(Todo.id).where(Todo.kind == Kind.MAIL, Todo.done_at.is_(None), about).limit(1)
    return session.scalar(same) is not None


def _due(session: Session, latest: datetime | None, now: datetime) -> datetime:
    """Noon of the next working day, or before it is too late; never in the past."""
    noon = noon_of_working_day(session, now)
    return max(now, min(noon, latest)) if latest is not None else noon
