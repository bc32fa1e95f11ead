"""Which to-dos somebody may see, and with them whose contact data: the one place that decides (product rule 7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.accounts.models import Account, Provider
from booking.accounts.people import Contact
from booking.appointments.models import Appointment, CameBy
from booking.errors import NotFound
from booking.todos.models import Kind, Todo

Statement = TypeVar("Statement", bound=Select[Any])

CALLS = (Kind.CALL, Kind.MAIL)  # what the house may do for a provider
TAKEN_DOWN = (CameBy.PHONE, CameBy.DESK)


def visible(statement: Statement, actor: Actor) -> Statement:
    """The statement, cut down to the to-dos that the actor may see.

    Advisers and leads: their own provider's. The house: its own, and the calls of providers that let the house
    call, or about what the desk took down. Everybody else: none.
    """
    return statement.where(_seen_by(actor))


def by_id(session: Session, actor: Actor, todo_id: str, *, for_change: bool = False) -> Todo:
    """One to-do that the actor may see. Raises NotFound, foreign or not there alike."""
    statement = visible(select(Todo).where(Todo.id == todo_id), actor)
    if for_change:
        statement = statement.with_for_update(of=Todo)
    found = session.scalar(statement)
    if found is None:
        raise NotFound("to-do")
    return found


def house_sees(session: Session, todo: Todo) -> bool:
    """Whether it is on the house's list, its own or with its provider's."""
    return session.scalar(select(Todo.id).where(Todo.id == todo.id, _of_the_house())) is not None


def called_by_house(session: Session, appointment_ids: Collection[str]) -> frozenset[str]:
    """About which of these appointments the house calls; about the others only their provider does."""
    statement = select(Appointment.id).where(
        Appointment.id.in_(appointment_ids),
        or_(_let_the_house_call(Appointment.provider_id), _taken_at_desk()),
    )
    return frozenset(session.scalars(statement)) if appointment_ids else frozenset()


def contact_for(actor: Actor, todo: Todo, contact: Contact) -> Contact:
    """What of a contact the actor may read: all of one's own; the house, calling for a provider, what a call needs."""
    if actor.role not in HOUSE_ROLES or todo.provider_id is None:
        return contact
    return Contact(
        name=contact.name,
        phone=contact.phone,
        phone_hours=contact.phone_hours,
        leave_message=contact.leave_message,
        language=contact.language,
    )


def colleagues(session: Session, actor: Actor) -> Sequence[Account]:
    """To whom the actor may hand over: who works on the same side and can sign in, by name; never the actor."""
    roles = HOUSE_ROLES if actor.role in HOUSE_ROLES else PROVIDER_ROLES
    same_side = Account.provider_id == actor.provider_id if actor.role in PROVIDER_ROLES else _house()
    return session.scalars(
        select(Account)
        .where(Account.role.in_(roles), Account.is_in_use, same_side, Account.id != actor.account_id)
        .order_by(Account.name, Account.id)
    ).all()


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if actor.role in PROVIDER_ROLES and actor.provider_id is not None:
        return Todo.provider_id == actor.provider_id
    return _of_the_house() if actor.role in HOUSE_ROLES else false()


def _of_the_house() -> ColumnElement[bool]:
    taken_down = Todo.appointment_id.in_(select(Appointment.id).where(_taken_at_desk()))
    may_call = or_(_let_the_house_call(Todo.provider_id), taken_down)
    return or_(Todo.provider_id.is_(None), and_(Todo.kind.in_(CALLS), may_call))


def _let_the_house_call(provider_id: Any) -> ColumnElement[bool]:
    """The provider agreed that the house calls its residents."""
    agreed: ColumnElement[bool] = provider_id.in_(select(Provider.id).where(Provider.house_calls))
    return agreed


def _taken_at_desk() -> ColumnElement[bool]:
    """Somebody of the house took it down, on the phone or at the desk: they know the name already."""
    by_house = Appointment.taken_by.in_(select(Account.id).where(_house()))
    return and_(Appointment.came_by.in_(TAKEN_DOWN), by_house)


def _house() -> ColumnElement[bool]:
    return Account.role.in_(HOUSE_ROLES)
