"""Who looks after whose account: admins after all, leads after the advisers of their own provider (product rule 7)."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, select, true
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Account, Role
from booking.db import lock
from booking.errors import DomainError, NotFound

Statement = TypeVar("Statement", bound=Select[Any])

PEOPLE_LOCK = -31
IN_CHARGE = (Role.ADMIN, Role.LEAD)


class NotInCharge(DomainError):
    """Whoever asks may not do that, or not any more: somebody took the right away in the meantime."""

    code = "not-in-charge"


def roles_to_give(actor: Actor) -> tuple[Role, ...]:
    """The roles that the actor may give somebody."""
    if actor.role == Role.ADMIN:
        return tuple(Role)
    return (Role.ADVISER,) if actor.role == Role.LEAD else ()


def visible(statement: Statement, actor: Actor) -> Statement:
    """The statement, cut down to the accounts that the actor looks after."""
    return statement.where(_looked_after_by(actor))


def by_id(session: Session, actor: Actor, account_id: int) -> Account:
    """One account that the actor looks after. Raises NotFound, foreign and not there alike."""
    found = session.scalar(visible(select(Account).where(Account.id == account_id), actor))
    if found is None:
        raise NotFound("account")
    return found


def looks_after(session: Session, actor: Actor, account_id: int) -> bool:
    """Whether the actor looks after the account."""
    return session.scalar(visible(select(Account.id).where(Account.id == account_id), actor)) is not None


def take_charge(session: Session, actor: Actor) -> Actor:
    """The actor as they stand now; until the transaction ends nobody else changes what somebody may do.

    So of two admins who shut each other out at the same moment, the second is none any more. Raises NotInCharge.
    """
    lock(session, [PEOPLE_LOCK])
    statement = select(Account).where(Account.id == actor.account_id)
    account = session.scalar(statement.execution_options(populate_existing=True))
    if account is None or not account.is_in_use or account.role not in IN_CHARGE:
        raise NotInCharge
    return Actor.of(account)


def taken_in_hand(session: Session, actor: Actor, account_id: int) -> tuple[Actor, Account]:
    """The actor and the account to change, both as they stand now. Raises NotInCharge, NotFound."""
    now_acting = take_charge(session, actor)
    statement = visible(select(Account).where(Account.id == account_id), now_acting)
    statement = statement.with_for_update(of=Account).execution_options(populate_existing=True)
    account = session.scalar(statement)
    if account is None:
        raise NotFound("account")
    return now_acting, account


def _looked_after_by(actor: Actor) -> ColumnElement[bool]:
    if actor.role == Role.ADMIN:
        return true()
    if actor.role == Role.LEAD and actor.provider_id is not None:
        return and_(Account.role == Role.ADVISER, Account.provider_id == actor.provider_id)
    return false()
