"""How long to-dos, what belongs to them, and the log of readings are kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from booking.accounts.models import Reading
from booking.scheduling.walltime import wall_day
from booking.todos.models import Kind, Todo

# Days after the end; only these kinds have a person of their own, the others' goes with the appointment.
KEEP_PERSON = {Kind.CALL_BACK: 14, Kind.BARRIER: 183, Kind.DATA: 30}
# Art. 12 (3) GDPR: an answer may take two months more, and nobody can answer about data of somebody erased.
MAY_TAKE_LONGER = {Kind.DATA: timedelta(days=61)}
KEEP_TEXT = timedelta(days=183)
KEEP_DONE = timedelta(days=365)
KEEP_READINGS = timedelta(days=365)


def erase_after(kind: Kind, ended: datetime) -> date:
    """When the person of a to-do of this kind goes, if it ends at that moment."""
    return wall_day(ended) + timedelta(days=KEEP_PERSON[kind])


def erase_unanswered(kind: Kind, due: datetime) -> date:
    """When the person of an open to-do goes although nobody did anything; late enough to do it after all."""
    return erase_after(kind, due + MAY_TAKE_LONGER.get(kind, timedelta(0)))


def tidy(session: Session, *, now: datetime) -> None:
    """Wipe what was written half a year after the end; forget to-dos and readings after a year."""
    old = Todo.done_at <= now - KEEP_TEXT
    session.execute(update(Todo).where(old, Todo.sealed.is_not(None)).values(sealed=None))
    session.execute(update(Todo).where(old, Todo.kind == Kind.BARRIER, Todo.subject != "").values(subject=""))
    session.execute(delete(Todo).where(Todo.done_at <= now - KEEP_DONE))
    session.execute(delete(Reading).where(Reading.at <= now - KEEP_READINGS))
