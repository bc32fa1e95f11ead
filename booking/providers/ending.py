"""A provider ends once it has promised nothing any more, and may come back.

Nothing can be promised in between: an account of its own takes charge of people first, as ending does, and whoever
reserves for it holds its row (`reserving.reserve`) until the reservation is there to be counted.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import Actor
from booking.accounts.events import ProviderChanged
from booking.accounts.providers import provider_for_change
from booking.errors import DomainError
from booking.offers.models import Adviser
from booking.providers.promises import Promises, promises_of


class StillPromised(DomainError):
    """The provider has promised things that are still to come."""

    code = "still-promised"

    def __init__(self, promises: Promises) -> None:
        super().__init__("provider")
        self.promises = promises


def end_provider(session: Session, actor: Actor, provider_id: int, *, now: datetime) -> None:
    """It reserves and offers nothing any more; its advisers end with it. Harmless when it has ended.

    Raises NotInCharge, NotFound, StillPromised.
    """
    provider = provider_for_change(session, actor, provider_id)
    if provider.retired_at is not None:
        return
    promises = promises_of(session, provider_id, now=now)
    if promises.any:
        raise StillPromised(promises)
    provider.retired_at = now
    own = update(Adviser).where(Adviser.provider_id == provider_id, Adviser.retired_at.is_(None))
    session.execute(own.values(retired_at=now))
    outbox.record(session, ProviderChanged(provider_id=provider_id, what="retired"), now=now)


def bring_provider_back(session: Session, actor: Actor, provider_id: int, *, now: datetime) -> None:
    """It may reserve and offer again; advisers, offers and accounts come back one by one. Raises as `end_provider`."""
    provider = provider_for_change(session, actor, provider_id)
    if provider.retired_at is None:
        return
    provider.retired_at = None
    outbox.record(session, ProviderChanged(provider_id=provider_id, what="back"), now=now)
