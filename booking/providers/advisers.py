"""Advisers: their public name, their languages and the account that sees their week; they come, end and come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, func, select, true, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.accounts.charge import NotInCharge, take_charge
from booking.accounts.events import AdviserChanged
from booking.accounts.managing import ProviderOver
from booking.accounts.models import Account, Provider, Role
from booking.accounts.slugs import slug_from
from booking.appointments.hours import add_adviser
from booking.errors import DomainError, NotFound
from booking.occupancy.claims import lock_resources
from booking.offers.models import Adviser
from booking.providers.promises import AdviserPromises, promises_of_adviser

Statement = TypeVar("Statement", bound=Select[Any])


class StillExpected(DomainError):
    """Somebody expects the adviser still."""

    code = "still-expected"

    def __init__(self, promises: AdviserPromises) -> None:
        super().__init__("adviser")
        self.promises = promises


class AccountTaken(DomainError):
    """The account is not one of the provider's people, or another adviser's already."""

    code = "account-taken"


@dataclass(frozen=True)
class Facts:
    """How the public knows an adviser; without languages those of each offer hold."""

    name: str
    languages: tuple[str, ...] = ()
    account_id: int | None = None

    @classmethod
    def of(cls, adviser: Adviser) -> Facts:
        return cls(adviser.name, tuple(filter(None, adviser.languages.split(","))), adviser.account_id)


def visible(statement: Statement, actor: Actor) -> Statement:
    """The statement, cut down to the advisers that the actor looks after: admins all, leads those of their provider."""
    return statement.where(_looked_after_by(actor))


def adviser_by_id(session: Session, actor: Actor, adviser_id: int) -> Adviser:
    """One adviser that the actor looks after. Raises NotFound, foreign and not there alike."""
    found = session.scalar(visible(select(Adviser).where(Adviser.id == adviser_id), actor))
    if found is None:
        raise NotFound("adviser")
    return found


def adviser_for_change(session: Session, actor: Actor, adviser_id: int) -> Adviser:
    """The adviser as they are now; until the transaction ends nobody else changes one. Raises NotInCharge, NotFound."""
    return adviser_by_id(session, take_charge(session, actor), adviser_id)


def count_advisers(session: Session, actor: Actor) -> int:
    """How many advise whom the actor looks after."""
    statement = visible(select(func.count()).select_from(Adviser), actor)
    return session.scalar(statement.where(Adviser.retired_at.is_(None))) or 0


def accounts_to_choose(session: Session, provider_id: int, *, for_adviser: int | None) -> Sequence[Account]:
    """Accounts of the provider's people that are no other adviser's, by name; invited ones as well."""
    taken = select(Adviser.account_id).where(
        Adviser.account_id.is_not(None), Adviser.id != (for_adviser or 0)
    )
    return (
        session.scalars(
            select(Account)
            .where(Account.provider_id == provider_id, Account.role.in_(PROVIDER_ROLES))
            .where(Account.disabled_at.is_(None), Account.id.not_in(taken))
            .order_by(Account.name, Account.id)
        )
        .unique()
        .all()
    )


def employ(session: Session, actor: Actor, provider_id: int, facts: Facts, *, now: datetime) -> Adviser:
    """A new adviser of the provider. Raises NotInCharge, ProviderOver, AccountTaken."""
    _in_charge_of(session, actor, provider_id)
    open_ = select(Provider.id).where(Provider.id == provider_id, Provider.retired_at.is_(None))
    if session.scalar(open_) is None:
        raise ProviderOver
    _refuse_taken(session, facts, provider_id, None)
    slug = slug_from(facts.name, otherwise="beratung", is_taken=lambda slug: _has_slug(session, slug))
    adviser = add_adviser(
        session, slug=slug, name=facts.name, provider_id=provider_id, account_id=facts.account_id
    )
    adviser.languages = ",".join(facts.languages)
    outbox.record(session, AdviserChanged(adviser_id=adviser.id, what="added"), now=now)
    return adviser


def change_adviser(session: Session, actor: Actor, adviser: Adviser, facts: Facts, *, now: datetime) -> None:
    """Another name, other languages, another account. Raises NotInCharge, AccountTaken."""
    _in_charge_of(session, actor, adviser.provider_id)
    if Facts.of(adviser) == facts:
        return
    _refuse_taken(session, facts, adviser.provider_id, adviser.id)
    adviser.name, adviser.languages = facts.name, ",".join(facts.languages)
    adviser.account_id = facts.account_id
    outbox.record(session, AdviserChanged(adviser_id=adviser.id, what="facts"), now=now)


def end_adviser(session: Session, actor: Actor, adviser: Adviser, *, now: datetime) -> None:
    """The adviser is offered nowhere any more. Harmless when that is so. Raises NotInCharge, StillExpected.

    Under the lock that opening a Sprechstunde takes: one that is opened meanwhile is counted, or refused.
    """
    _in_charge_of(session, actor, adviser.provider_id)
    lock_resources(session, [adviser.resource_id])
    session.refresh(adviser)
    if adviser.retired_at is not None:
        return
    promises = promises_of_adviser(session, adviser.id, now=now)
    if promises.any:
        raise StillExpected(promises)
    adviser.retired_at = now
    outbox.record(session, AdviserChanged(adviser_id=adviser.id, what="retired"), now=now)


def bring_adviser_back(session: Session, actor: Actor, adviser: Adviser, *, now: datetime) -> None:
    """The adviser may open Sprechstunden again. Raises NotInCharge, ProviderOver."""
    _in_charge_of(session, actor, adviser.provider_id)
    if adviser.retired_at is None:
        return
    provider = session.get_one(Provider, adviser.provider_id, populate_existing=True)
    if provider.retired_at is not None:
        raise ProviderOver
    adviser.retired_at = None
    outbox.record(session, AdviserChanged(adviser_id=adviser.id, what="back"), now=now)


def part_from_strangers(session: Session, account: Account) -> None:
    """An account that went to another provider, or is no adviser any more, sees no adviser's week from before."""
    foreign = Adviser.provider_id != (account.provider_id or 0)
    own = update(Adviser).where(Adviser.account_id == account.id, foreign)
    session.execute(own.values(account_id=None))


def _in_charge_of(session: Session, actor: Actor, provider_id: int) -> None:
    acting = take_charge(session, actor)
    if acting.role != Role.ADMIN and acting.provider_id != provider_id:
        raise NotInCharge


def _refuse_taken(session: Session, facts: Facts, provider_id: int, adviser_id: int | None) -> None:
    if facts.account_id is None:
        return
    free = {each.id for each in accounts_to_choose(session, provider_id, for_adviser=adviser_id)}
    kept = adviser_id is not None and session.get_one(Adviser, adviser_id).account_id == facts.account_id
    if facts.account_id not in free and not kept:
        raise AccountTaken


def _has_slug(session: Session, slug: str) -> bool:
    return session.scalar(select(Adviser.id).where(Adviser.slug == slug)) is not None


def _looked_after_by(actor: Actor) -> ColumnElement[bool]:
    if actor.role == Role.ADMIN:
        return true()
    if actor.role == Role.LEAD and actor.provider_id is not None:
        return Adviser.provider_id == actor.provider_id
    return false()
