"""Answers to those who asked: an interim note, the answer to a report, word that a data request is answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.errors import NotAllowedNow
from booking.todos.events import BarrierAnswered, BarrierDelayed, DataAnswered
from booking.todos.models import Kind, Todo
from booking.todos.texts import answer_of, write_answer
from booking.todos.working import finish
from booking.vault import Vault

ANSWERED = "answered"
COLLECT, POSTED, TOLD = "collect", "posted", "told"
DATA_ANSWERS = (COLLECT, POSTED, TOLD)


def delay(session: Session, todo: Todo, *, now: datetime) -> None:
    """Tell whoever reported a barrier that the answer takes longer; once."""
    _only(todo, Kind.BARRIER)
    if todo.interim_at is not None:
        return
    todo.note_interim(now)
    outbox.record(session, BarrierDelayed(todo_id=todo.id), now=now)


def answer_barrier(session: Session, vault: Vault, todo: Todo, answer: str, *, now: datetime) -> None:
    """Keep the answer and close the report; whoever gave an address gets it as a mail.

    Raises NotAllowedNow when it ended otherwise, or with another answer.
    """
    _only(todo, Kind.BARRIER)
    if todo.outcome == ANSWERED and answer_of(todo, vault) == answer:
        return
    _still_open(todo)
    write_answer(todo, vault, answer)
    finish(todo, ANSWERED, now=now)
    outbox.record(session, BarrierAnswered(todo_id=todo.id), now=now)


def answer_data(session: Session, todo: Todo, how: str, *, now: datetime) -> None:
    """Close a data request; the mail about it says how the answer comes, never what it says.

    Raises NotAllowedNow when it ended otherwise.
    """
    _only(todo, Kind.DATA)
    if todo.outcome == how:
        return
    _still_open(todo)
    finish(todo, how, now=now)
    outbox.record(session, DataAnswered(todo_id=todo.id), now=now)


def _still_open(todo: Todo) -> None:
    if not todo.is_open:
        raise NotAllowedNow("answer", "done")


def _only(todo: Todo, kind: Kind) -> None:
    if todo.kind != kind:
        raise NotAllowedNow(kind, todo.kind)
