"""Working on to-dos: take, hand over, read whom to call, try again, finish; each harmless when done twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import Actor
from booking.accounts.models import Reading
from booking.accounts.people import Contact, contact_of
from booking.errors import NotAllowedNow, NotFound
from booking.todos.events import TodoWorkedOn
from booking.todos.keeping import KEEP_PERSON, erase_after
from booking.todos.models import Kind, Todo
from booking.todos.seeing import colleagues, contact_for
from booking.vault import Vault

WHY = "todo"


def take(todo: Todo, actor: Actor, *, seen_owner: int | None) -> None:
    """The actor's from now on. Raises NotAllowedNow when somebody else took it since the actor looked."""
    if todo.owner_id == actor.account_id:
        return
    if todo.owner_id != seen_owner:
        raise NotAllowedNow("take", "taken")
    todo.take(actor.account_id)


def give_back(todo: Todo, actor: Actor) -> None:
    """Everybody's again; what somebody else has stays theirs."""
    if todo.owner_id == actor.account_id:
        todo.take(None)


def hand_over(session: Session, todo: Todo, actor: Actor, account_id: int) -> None:
    """A colleague's from now on. Raises NotFound for who is none."""
    if account_id not in {each.id for each in colleagues(session, actor)}:
        raise NotFound("colleague")
    todo.take(account_id)


def read_contact(
    session: Session, vault: Vault, todo: Todo, actor: Actor, *, now: datetime
) -> Contact | None:
    """Whom to reach and how; that it was read is written down (rule L-66). None for nobody, or erased."""
    if todo.person is None:
        return None
    session.add(Reading(account_id=actor.account_id, person_id=todo.person.id, why=WHY, at=now))
    return contact_for(actor, todo, contact_of(todo.person, vault))


def try_again(todo: Todo, *, due_at: datetime) -> None:
    """Nobody was reached: it is due again then, though never after its last day."""
    last = todo.final_at
    todo.postpone(min(due_at, last) if last is not None else due_at)


def finish(todo: Todo, outcome: str, *, now: datetime) -> None:
    """It is done; from now on the time runs after which its person is erased."""
    if todo.done_at is not None and todo.outcome == outcome:
        return
    todo.finish(now, outcome)
    kind = Kind(todo.kind)
    if todo.person is not None and kind in KEEP_PERSON:
        todo.person.erase_on = erase_after(kind, now)


def tell(session: Session, todo: Todo, *, now: datetime) -> None:
    """Whoever looks at the list sees it as it is now."""
    outbox.record(session, TodoWorkedOn(todo_id=todo.id), now=now)
