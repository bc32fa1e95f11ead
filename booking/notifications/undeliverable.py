"""A mail that will not arrive, or not in time, becomes a to-do: somebody tells the person (product rule 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from booking.accounts.models import Person
from booking.accounts.people import contact_of
from booking.appointments.models import Appointment, Status
from booking.events import MailUndeliverable
from booking.house.workdays import noon_of_working_day
from booking.notifications.models import Delivery
from booking.notifications.todos import KINDS as ABOUT_A_REQUEST
from booking.notifications.todos import goes_to
from booking.outbox import Happened
from booking.todos.keeping import KEEP_PERSON
from booking.todos.models import Kind, Todo
from booking.todos.opening import NOT_NEEDED, Job, open_todo
from booking.todos.reaching import NO_PHONE, Way, way_of
from booking.vault import Vault
from booking.waiting.models import ON_THE_LIST, WaitingEntry

# A reminder alone is no reason to call, nor is the question whether an address is right, nor a link asked for.
UNSETTLED = "unsettled"
ABOUT_AN_APPOINTMENT = ("confirmation", "moved", "cancelled", UNSETTLED, "woken")
ABOUT_THE_LIST = ("waiting_joined", "waiting_offer")
HOUSE_TEAM = "house"
BEFORE_IT = timedelta(hours=1)


@dataclass(frozen=True)
class CallInstead:
    """The reaction to a mail that failed, came back or was outdated before it could leave; and its foresight."""

    vault: Vault

    def follow(self, session: Session, happened: Happened) -> None:
        """Open a to-do while the news still matters; one at a time for each appointment, entry or request."""
        event = happened.event
        assert isinstance(event, MailUndeliverable)
        delivery = session.get(Delivery, event.delivery_id)
        if delivery is not None and not _is_told(session, delivery):
            self._open(session, delivery, f"mail|{delivery.id}", happened.at)

    def in_time(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """Open it already while the mail is still tried; doing it again changes nothing."""
        self._open(session, delivery, late_key(delivery.id), now)

    def by_hand(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """Somebody wants it, where none was opened by itself; doing it again changes nothing."""
        self._open(session, delivery, hand_key(delivery.id), now)

    def _open(self, session: Session, delivery: Delivery, key: str, now: datetime) -> None:
        if delivery.person_id is None:
            return
        if delivery.kind in ABOUT_AN_APPOINTMENT:
            self._about_appointment(session, delivery, key, now)
        elif delivery.kind in ABOUT_THE_LIST:
            self._about_entry(session, delivery, key, now)
        elif delivery.kind in ABOUT_A_REQUEST.values():
            self._about_request(session, delivery, key, now)

    def _about_appointment(self, session: Session, delivery: Delivery, key: str, now: datetime) -> None:
        appointment = session.get(Appointment, delivery.appointment_id or "")
        if appointment is None or not _still_matters(appointment, delivery, now):
            return
        if _is_open(session, Todo.appointment_id == appointment.id):
            return
        latest = appointment.starts_at - BEFORE_IT
        if delivery.kind == UNSETTLED:  # whoever is called has to answer until then
            latest = min(latest, delivery.valid_until)
        job = Job(
            kind=Kind.MAIL,
            key=key,
            due_at=_due(session, latest, now),
            provider_id=appointment.provider_id,
            person_id=delivery.person_id,
            appointment_id=appointment.id,
            subject=self._subject(session, delivery.person_id),
        )
        open_todo(session, self.vault, job, now=now)

    def _about_entry(self, session: Session, delivery: Delivery, key: str, now: datetime) -> None:
        entry = session.scalar(
            select(WaitingEntry)
            .where(WaitingEntry.person_id == delivery.person_id, WaitingEntry.state.in_(ON_THE_LIST))
            .limit(1)
        )
        if entry is None or _is_open(session, Todo.waiting_id == entry.id):
            return
        job = Job(
            kind=Kind.MAIL,
            key=key,
            due_at=_due(session, entry.answer_by, now),
            provider_id=entry.provider_id,
            person_id=delivery.person_id,
            waiting_id=entry.id,
            subject=self._subject(session, delivery.person_id),
        )
        open_todo(session, self.vault, job, now=now)

    def _about_request(self, session: Session, delivery: Delivery, key: str, now: datetime) -> None:
        """Not after the address was corrected, nor for a call-back that is waiting: they are called anyway."""
        asked = session.scalar(
            select(Todo).where(Todo.person_id == delivery.person_id, Todo.kind.in_(KEEP_PERSON)).limit(1)
        )
        if asked is None or asked.person is None or not goes_to(delivery, asked.person):
            return
        called = asked.kind == Kind.CALL_BACK and asked.is_open and way_of(asked, self.vault) == Way.PHONE
        if called or _is_open(session, Todo.person_id == asked.person_id):
            return
        job = Job(
            kind=Kind.MAIL,
            key=key,
            due_at=_due(session, None, now),
            provider_id=asked.provider_id,
            person_id=asked.person_id,
            subject=self._subject(session, asked.person_id),
        )
        open_todo(session, self.vault, job, now=now)

    def _subject(self, session: Session, person_id: str | None) -> str:
        """NO_PHONE where nobody can call, else nothing."""
        person = session.get(Person, person_id) if person_id else None
        return "" if person is not None and contact_of(person, self.vault).phone else NO_PHONE


def late_key(delivery_id: int) -> str:
    """The key of the to-do about a mail that is still tried."""
    return f"late|{delivery_id}"


def hand_key(delivery_id: int) -> str:
    """The key of the to-do that somebody opened about a mail."""
    return f"hand|{delivery_id}"


def todo_about(session: Session, delivery: Delivery) -> Todo | None:
    """The to-do about this mail: its own, else the open one about the same person and matter; None where none is."""
    own = select(Todo).where(
        Todo.dedup_key.in_((f"mail|{delivery.id}", late_key(delivery.id), hand_key(delivery.id)))
    )
    same = select(Todo).where(
        Todo.kind == Kind.MAIL, Todo.done_at.is_(None), Todo.person_id == delivery.person_id
    )
    if delivery.appointment_id is not None:
        same = same.where(Todo.appointment_id == delivery.appointment_id)
    found = session.scalar(own.order_by(Todo.created_at.desc()).limit(1))
    if found is None and delivery.person_id is not None:
        found = session.scalar(same.limit(1))
    return found


def _is_told(session: Session, delivery: Delivery) -> bool:
    """Whether somebody has told the person already, while the mail was still tried."""
    early = session.scalar(select(Todo).where(Todo.dedup_key == late_key(delivery.id)))
    return early is not None and early.outcome not in (None, NOT_NEEDED)


def _still_matters(appointment: Appointment, delivery: Delivery, now: datetime) -> bool:
    """Whether the person may still come at the wrong time, or come in vain, or answer what is offered."""
    if delivery.kind == UNSETTLED:
        return appointment.asleep_by is not None and appointment.is_coming and delivery.valid_until > now
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
