"""Somebody turns to the house: a call-back, a report of a barrier, a question about one's own data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import people
from booking.accounts.models import Person
from booking.accounts.people import Contact
from booking.ids import random_id
from booking.todos.events import BarrierReported, CallBackAsked, DataAsked, TodoEvent
from booking.todos.keeping import erase_unanswered
from booking.todos.models import Kind, Todo
from booking.todos.opening import Job, find_todo, open_todo
from booking.todos.texts import Proof, write_text
from booking.vault import Vault

ASKED: dict[Kind, type[TodoEvent]] = {
    Kind.CALL_BACK: CallBackAsked,
    Kind.BARRIER: BarrierReported,
    Kind.DATA: DataAsked,
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody sent. `key` is the form's own, so that sending it twice asks once; without a contact
    nobody is answered. `subject` is a word of ours; whatever people type is `text` or `page`.
    """

    kind: Kind
    key: str
    due_at: datetime
    contact: Contact | None = None
    final_at: datetime | None = None
    provider_id: int | None = None
    subject: str = ""
    text: str = ""
    page: str = ""
    proof: Proof = Proof.NONE


def ask(session: Session, vault: Vault, wish: Wish, *, now: datetime) -> Todo:
    """Put it on the list. Sent again, corrected, it is the same to-do with the same deadline, as written last."""
    key = f"{wish.kind}:{wish.key}"
    todo = find_todo(session, key)
    if todo is not None and todo.is_open:
        _bring_up_to_date(session, vault, todo, wish)
    else:
        again = f"{key}:{random_id()}" if todo is not None else key
        todo = _open(session, vault, wish, again, now)
    outbox.record(session, _event(todo), now=now)
    return todo


def _open(session: Session, vault: Vault, wish: Wish, key: str, now: datetime) -> Todo:
    person = _remember(session, vault, wish, wish.final_at or wish.due_at) if wish.contact else None
    session.flush()
    job = Job(
        kind=wish.kind,
        key=key,
        due_at=wish.due_at,
        final_at=wish.final_at,
        provider_id=wish.provider_id,
        person_id=person.id if person else None,
        subject=wish.subject,
    )
    todo = open_todo(session, vault, job, now=now)
    _write(todo, vault, wish)
    return todo


def _bring_up_to_date(session: Session, vault: Vault, todo: Todo, wish: Wish) -> None:
    if todo.person is not None:
        people.correct(todo.person, vault, wish.contact or Contact())
        todo.person.provider_id = wish.provider_id
    elif wish.contact is not None:
        person = _remember(session, vault, wish, todo.final_at or todo.due_at)
        session.flush()
        todo.person_id = person.id
    if todo.provider_id != wish.provider_id:
        todo.provider_id = wish.provider_id
        todo.take(None)
    todo.subject = wish.subject
    _write(todo, vault, wish)


def _write(todo: Todo, vault: Vault, wish: Wish) -> None:
    write_text(todo, vault, wish.text, page=wish.page, proof=wish.proof)


def _remember(session: Session, vault: Vault, wish: Wish, ends: datetime) -> Person:
    """The person, kept as if the to-do ended as late as it may; finishing it sets the true day."""
    assert wish.contact is not None
    erase_on = erase_unanswered(wish.kind, ends)
    return people.remember(session, vault, wish.contact, provider_id=wish.provider_id, erase_on=erase_on)


def _event(todo: Todo) -> TodoEvent:
    return ASKED[Kind(todo.kind)](todo_id=todo.id)
