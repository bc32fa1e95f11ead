"""Opening a to-do, once, and closing those that have lost their reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.db import lock
from booking.ids import random_id
from booking.todos.events import TodoOpened, TodoWorkedOn
from booking.todos.keeping import KEEP_PERSON
from booking.todos.models import Kind, Todo
from booking.todos.texts import write_text
from booking.vault import Vault

NOT_NEEDED, MISSED = "not_needed", "missed"


@dataclass(frozen=True, kw_only=True)
class Job:
    """What somebody has to do. `key` names its cause, so that it is opened once; nobody typed `subject`."""

    kind: Kind
    key: str
    due_at: datetime
    final_at: datetime | None = None
    provider_id: int | None = None
    person_id: str | None = None
    appointment_id: str | None = None
    waiting_id: str | None = None
    subject: str = ""
    text: str = ""


def open_todo(session: Session, vault: Vault, job: Job, *, now: datetime) -> Todo:
    """Put it on the list; what is there already under its key stays as it is."""
    known = find_todo(session, job.key)
    if known is not None:
        return known
    todo = Todo(
        id=random_id(),
        kind=job.kind,
        dedup_key=job.key,
        created_at=now,
        due_at=job.due_at,
        provider_id=job.provider_id,
        final_at=job.final_at,
        person_id=job.person_id,
        appointment_id=job.appointment_id,
        waiting_id=job.waiting_id,
        subject=job.subject,
    )
    if job.text:
        write_text(todo, vault, job.text)
    session.add(todo)
    session.flush()
    outbox.record(session, TodoOpened(todo_id=todo.id), now=now)
    return todo


def find_todo(session: Session, key: str) -> Todo | None:
    """The to-do that was opened under this key, or None; whoever else asks for it now waits for this transaction."""
    lock(session, [int(sha256(key.encode()).hexdigest()[:15], 16) - 2**61])
    return session.scalar(select(Todo).where(Todo.dedup_key == key))


def drop_todo(session: Session, key: str, *, now: datetime) -> None:
    """Nobody needs it any more; what is done already, or was never opened, stays as it is."""
    todo = session.scalar(select(Todo).where(Todo.dedup_key == key, Todo.done_at.is_(None)))
    if todo is not None:
        todo.finish(now, NOT_NEEDED)
        outbox.record(session, TodoWorkedOn(todo_id=todo.id), now=now)


def forget_person(session: Session, person_id: str, *, now: datetime) -> None:
    """The person is erased: what was to do for them is over, what they wrote is gone.

    Whoever asked for something and had no answer in time was let down, and the list says so.
    """
    mine = Todo.person_id == person_id
    still_open = and_(mine, Todo.done_at.is_(None))
    too_late = and_(still_open, Todo.kind.in_(KEEP_PERSON), Todo.due_at <= now)
    session.execute(update(Todo).where(too_late).values(done_at=now, outcome=MISSED))
    session.execute(update(Todo).where(still_open).values(done_at=now, outcome=NOT_NEEDED))
    session.execute(update(Todo).where(mine, Todo.kind == Kind.BARRIER).values(subject=""))
    session.execute(update(Todo).where(mine).values(person_id=None, sealed=None))
