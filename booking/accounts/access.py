"""Who may see what: the actor, and the one place where the query layer is cut down to a tenant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, false

from booking.accounts.models import Account, Role

Statement = TypeVar("Statement", bound=Select[Any])

HOUSE_ROLES = frozenset({Role.STAFF, Role.ADMIN})
PROVIDER_ROLES = frozenset({Role.ADVISER, Role.LEAD})


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, by browser or by token."""

    account_id: int
    name: str
    role: Role
    provider_id: int | None
    provider_name: str | None

    @classmethod
    def of(cls, account: Account) -> Actor:
        provider = account.provider
        name = provider.name if provider else None
        return cls(account.id, account.name, Role(account.role), account.provider_id, name)


class Tenanted(Protocol):
    """A table whose rows belong to one provider."""

    provider_id: Any


def within_tenant(statement: Statement, table: type[Tenanted], actor: Actor) -> Statement:
    """The statement, cut down to the rows with residents' data that the actor may see (product rule 7).

    Advisers and leads see their own provider's. Everybody else sees none: the house's staff work
    with times and rooms, never through this door.
    """
    return statement.where(_own(table, actor))


def _own(table: type[Tenanted], actor: Actor) -> ColumnElement[bool]:
    if actor.role in PROVIDER_ROLES and actor.provider_id is not None:
        allowed: ColumnElement[bool] = table.provider_id == actor.provider_id
        return allowed
    return false()
