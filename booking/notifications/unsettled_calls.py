"""Who gave no e-mail address is called when an appointment cannot take place, and answers on the phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.disruptions.answering import choices_of
from booking.disruptions.events import AppointmentUnsettled, AppointmentWoken, ReplacementSettled
from booking.disruptions.models import Replacement
from booking.notifications.calling import BEFORE_IT, call, due_before, end_calls
from booking.notifications.unreachable import note
from booking.outbox import Happened
from booking.todos.models import Kind, Todo
from booking.todos.opening import NOT_NEEDED, drop_todo, open_todo
from booking.todos.reaching import OTHER_TIMES
from booking.vault import Vault

KEY = "unsettled|"


@dataclass(frozen=True)
class CallsAboutOffers:
    """The reactions that put a call on the list, and take it off."""

    vault: Vault

    def open(self, session: Session, happened: Happened) -> None:
        """A call, due before the old time, and while all times are held; without a phone number a note for the desk."""
        event = happened.event
        assert isinstance(event, AppointmentUnsettled)
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None or appointment.person is None:
            return
        untils = _untils(session, event, happened.at)
        if not untils:  # every time is gone already: what follows from that has its own call
            return
        contact, key = contact_of(appointment.person, self.vault), offer_key(event.replacement_id)
        end_calls(session, appointment, but_for=key, now=happened.at)
        if contact.email:
            return
        if contact.phone:
            latest = min([event.starts_at, *untils]) - BEFORE_IT
            job = call(appointment, key, due_before(session, latest, happened.at), subject=OTHER_TIMES)
        else:
            job = note(appointment, key, event.starts_at, now=happened.at)
        open_todo(session, self.vault, job, now=happened.at)

    def drop(self, session: Session, happened: Happened) -> None:
        """It is answered, whoever did it, or over; what follows from that has its own call."""
        event = happened.event
        assert isinstance(event, ReplacementSettled)
        drop_todo(session, offer_key(event.replacement_id), now=happened.at)

    def wake(self, session: Session, happened: Happened) -> None:
        """Who was called already is called again: it takes place after all."""
        event = happened.event
        assert isinstance(event, AppointmentWoken)
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None or not appointment.is_coming or not self._was_called(session, appointment):
            return
        due_at = due_before(session, event.starts_at - BEFORE_IT, happened.at)
        open_todo(session, self.vault, call(appointment, f"call|{happened.id}", due_at), now=happened.at)

    def _was_called(self, session: Session, appointment: Appointment) -> bool:
        """Whether somebody told them of the last offer, and can call them again."""
        if appointment.person is None or not contact_of(appointment.person, self.vault).phone:
            return False
        last = session.scalar(
            select(Todo)
            .where(Todo.appointment_id == appointment.id, Todo.kind == Kind.CALL)
            .where(Todo.dedup_key.startswith(KEY))
            .order_by(Todo.created_at.desc(), Todo.id)
            .limit(1)
        )
        return last is not None and last.outcome not in (None, NOT_NEEDED)


def _untils(session: Session, event: AppointmentUnsettled, now: datetime) -> list[datetime]:
    """Until when each of the times is held, and the last moment to answer; nothing when none is held any more."""
    replacement = session.get(Replacement, event.replacement_id)
    held = choices_of(session, replacement, now) if replacement is not None else []
    if not held:
        return []
    return [event.answer_by, *(each.hold_expires_at for each in held if each.hold_expires_at is not None)]


def offer_key(replacement_id: str) -> str:
    """The name of the to-do about the times that one replacement holds."""
    return f"{KEY}{replacement_id}"
