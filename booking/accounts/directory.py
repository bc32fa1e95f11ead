"""The list of people: searched and paged, only those whom the reader looks after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.charge import visible
from booking.accounts.models import Account, Provider

PER_PAGE = 25


@dataclass(frozen=True)
class Found:
    """One page of accounts by name; `total` is of all pages, `number` counts from 1."""

    people: Sequence[Account]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def find(session: Session, actor: Actor, *, words: str = "", page: int = 1) -> Found:
    """Those in whose name, address or provider each of the words stands; behind the last page comes the last again.

    A house has some hundred accounts: they are compared here, as the databases disagree about "Ö" and "ö".
    """
    wanted = words.casefold().split()
    rows = session.scalars(visible(select(Account), actor)).unique().all()
    hits = [each for each in rows if all(word in _told(each) for word in wanted)]
    hits.sort(key=lambda each: (each.name.casefold(), each.email))
    number = max(1, min(page, -(-len(hits) // PER_PAGE)))
    return Found(hits[(number - 1) * PER_PAGE : number * PER_PAGE], len(hits), number)


def count(session: Session, actor: Actor) -> int:
    """How many people the actor looks after who can sign in."""
    statement = visible(select(func.count()).select_from(Account), actor)
    return session.scalar(statement.where(Account.is_in_use)) or 0


def open_providers(session: Session, actor: Actor) -> Sequence[Provider]:
    """The providers that the actor may give somebody, by name: those that have not ended, a lead's own."""
    statement = select(Provider).where(Provider.retired_at.is_(None)).order_by(Provider.name)
    if actor.provider_id is not None:
        statement = statement.where(Provider.id == actor.provider_id)
    return session.scalars(statement).all()


def _told(account: Account) -> str:
    provider = account.provider.name if account.provider else ""
    return f"{account.name} {account.email} {provider}".casefold()
