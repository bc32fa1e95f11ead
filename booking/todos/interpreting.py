"""Interpreters: whoever wishes one gets a to-do with a deadline, which follows the appointment.

Its subject says into which languages and when, "ar 2026-11-24 09:00" ("gsg" is German Sign Language, "other" is
to be asked, times are those of the wall clock), and nothing of person or offer. Once nobody needs an interpreter
any more, it says nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment
from booking.events import AppointmentPlaced, PersonCorrected
from booking.house.rooms import INTERPRETER, SIGN_LANGUAGE
from booking.house.workdays import noon_of_working_day
from booking.i18n import SOURCE
from booking.outbox import Happened
from booking.scheduling.walltime import day_bounds, to_wall
from booking.todos.models import Kind, Todo
from booking.todos.opening import NOT_NEEDED, Job, open_todo
from booking.todos.working import tell
from booking.vault import Vault

GERMAN_SIGN_LANGUAGE = "gsg"
ANOTHER_LANGUAGE = "other"
WORKING_DAYS = 2
AT_LEAST_BEFORE = timedelta(hours=2)


class InterpreterRequests:
    """The reactions to whatever happens to an appointment."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def follow(self, session: Session, happened: Happened) -> None:
        """Open, change or end the to-do, as the appointment and its needs are now; any number of times."""
        event = happened.event
        assert isinstance(event, AppointmentPlaced | PersonCorrected)
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None:
            return
        there = _todos_of(session, appointment)
        subject = self._subject(appointment)
        if not subject:
            _end(session, there, happened.at)
        elif subject not in {todo.subject for todo in there}:
            self._ask(session, appointment, subject, happened.at, there)

    def _ask(
        self, session: Session, appointment: Appointment, subject: str, now: datetime, there: list[Todo]
    ) -> None:
        """Whoever looks for an interpreter already goes on with the new date; who found one begins again."""
        due_at = _due_at(session, appointment, now)
        still_open = next((todo for todo in there if todo.is_open), None)
        if still_open is not None:
            still_open.subject, still_open.due_at = subject, due_at
            return
        job = Job(
            kind=Kind.INTERPRETER,
            key=f"interpreter:{appointment.id}:{len(there)}",
            due_at=due_at,
            provider_id=appointment.provider_id,
            person_id=appointment.person_id,
            appointment_id=appointment.id,
            subject=subject,
        )
        open_todo(session, self.vault, job, now=now)

    def _subject(self, appointment: Appointment) -> str:
        """What is wished for an appointment that is still to come; empty when nothing is."""
        if not appointment.is_coming or appointment.asleep_by is not None or appointment.person is None:
            return ""
        contact = contact_of(appointment.person, self.vault)
        wished = [_into(contact)] if INTERPRETER in contact.needs else []
        wished += [GERMAN_SIGN_LANGUAGE] if SIGN_LANGUAGE in contact.needs else []
        return f"{'+'.join(wished)} {to_wall(appointment.starts_at):%Y-%m-%d %H:%M}" if wished else ""


def forget_wishes(session: Session, *, today: date) -> int:
    """The day after an appointment nobody looks for an interpreter, or may still read who needed one."""
    over = (
        select(Todo)
        .join(Appointment, Appointment.id == Todo.appointment_id)
        .where(Todo.kind == Kind.INTERPRETER, Todo.subject != "")
        .where(Appointment.ends_at < day_bounds(today).start)
    )
    found = list(session.scalars(over))
    _end(session, found, day_bounds(today).start)
    return len(found)


def _into(contact: Contact) -> str:
    """The language that was chosen, else the one of the pages; whoever reads German is asked on the phone."""
    written = contact.language.partition("-")[0]
    return contact.interpreting or (written if written != SOURCE else ANOTHER_LANGUAGE)


def _todos_of(session: Session, appointment: Appointment) -> list[Todo]:
    mine = (Todo.appointment_id == appointment.id, Todo.kind == Kind.INTERPRETER)
    return list(session.scalars(select(Todo).where(*mine)))


def _end(session: Session, todos: list[Todo], now: datetime) -> None:
    for todo in todos:
        if todo.is_open:
            todo.finish(now, NOT_NEEDED)
            tell(session, todo, now=now)
        todo.subject = ""


def _due_at(session: Session, appointment: Appointment, now: datetime) -> datetime:
    """Noon two working days from now, but before the appointment."""
    noon = noon_of_working_day(session, now, days=WORKING_DAYS)
    return max(now, min(noon, appointment.starts_at - AT_LEAST_BEFORE))
