"""Providers: added and changed; that they end is decided where their obligations are known (booking.providers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import Actor
from booking.accounts.charge import NotInCharge, take_charge
from booking.accounts.events import ProviderChanged
from booking.accounts.models import Provider, Role
from booking.accounts.slugs import slug_from
from booking.errors import DomainError, NotFound

PRIVACY_LAWS = ("DSGVO", "DSG-EKD")


class NameTaken(DomainError):
    """Another provider has this name."""

    code = "name-taken"


@dataclass(frozen=True)
class Facts:
    """What a provider is: its name, the law it keeps data under, and whether the house may call for it."""

    name: str
    privacy_law: str = PRIVACY_LAWS[0]
    house_calls: bool = False

    @classmethod
    def of(cls, provider: Provider) -> Facts:
        return cls(provider.name, provider.privacy_law, provider.house_calls)


def provider_by_id(session: Session, provider_id: int) -> Provider:
    """Raises NotFound."""
    found = session.get(Provider, provider_id)
    if found is None:
        raise NotFound("provider")
    return found


def provider_for_change(session: Session, actor: Actor, provider_id: int) -> Provider:
    """The provider as it is now; until the transaction ends nobody else changes one. Raises NotInCharge, NotFound."""
    _must_be_admin(session, actor)
    statement = select(Provider).where(Provider.id == provider_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("provider")
    return found


def count_providers(session: Session) -> int:
    """How many there are that have not ended."""
    return session.scalar(select(func.count()).where(Provider.retired_at.is_(None))) or 0


def add_provider(session: Session, actor: Actor, facts: Facts, *, now: datetime) -> Provider:
    """A new provider; its slug comes from its name and never changes. Raises NotInCharge, NameTaken.

    Nobody else adds one meanwhile: a button that is pressed twice makes one, and the second time says so.
    """
    _must_be_admin(session, actor)
    _refuse_taken(session, facts.name, but_for=None)
    slug = slug_from(facts.name, otherwise="anbieter", is_taken=lambda slug: _has_slug(session, slug))
    provider = Provider(
        slug=slug, name=facts.name, privacy_law=facts.privacy_law, house_calls=facts.house_calls
    )
    session.add(provider)
    session.flush()
    outbox.record(session, ProviderChanged(provider_id=provider.id, what="added"), now=now)
    return provider


def change_provider(session: Session, provider: Provider, facts: Facts, *, now: datetime) -> None:
    """Other facts, told from now on; for one that `provider_for_change` gave. Raises NameTaken."""
    if Facts.of(provider) == facts:
        return
    _refuse_taken(session, facts.name, but_for=provider.id)
    provider.name, provider.privacy_law = facts.name, facts.privacy_law
    provider.house_calls = facts.house_calls
    outbox.record(session, ProviderChanged(provider_id=provider.id, what="facts"), now=now)


def _must_be_admin(session: Session, actor: Actor) -> None:
    if take_charge(session, actor).role != Role.ADMIN:
        raise NotInCharge


def _refuse_taken(session: Session, name: str, *, but_for: int | None) -> None:
    rows = session.execute(select(Provider.id, Provider.name)).all()
    if any(row.name.casefold() == name.casefold() and row.id != but_for for row in rows):
        raise NameTaken


def _has_slug(session: Session, slug: str) -> bool:
    return session.scalar(select(Provider.id).where(Provider.slug == slug)) is not None
