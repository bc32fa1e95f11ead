"""Finding an entry: by its link, by who may see it, and those of an offer whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from booking.accounts import capabilities
from booking.accounts.access import HOUSE_ROLES, Actor, within_tenant
from booking.accounts.models import Provider
from booking.errors import NotFound
from booking.offers.models import Offer
from booking.waiting.links import WAITING
from booking.waiting.models import ON_THE_LIST, State, WaitingEntry

Statement = TypeVar("Statement", bound=Select[Any])


def by_token(session: Session, token: str, *, now: datetime, for_change: bool = False) -> WaitingEntry:
    """The entry behind a link. Raises NotFound for any token that does not open one now."""
    subject = capabilities.subject_of(session, token, purpose=WAITING, now=now)
    return by_id(session, subject or "", for_change=for_change)


def by_id(session: Session, entry_id: str, *, for_change: bool = False) -> WaitingEntry:
    """The entry; `for_change` makes others wait until this transaction ends. Raises NotFound."""
    found = session.scalar(_maybe_locked(select(WaitingEntry).where(WaitingEntry.id == entry_id), for_change))
    if found is None:
        raise NotFound("waiting entry")
    return found


def of_actor(session: Session, actor: Actor, entry_id: str, *, for_change: bool = False) -> WaitingEntry:
    """One entry that the actor may answer for. Raises NotFound, foreign or not there alike.

    A provider's people: their own provider's. The house: those of providers that let the house call, which it
    sees as a call to make and never as a list.
    """
    statement = select(WaitingEntry).where(WaitingEntry.id == entry_id)
    if actor.role in HOUSE_ROLES:
        agreed = select(Provider.id).where(Provider.house_calls)
        statement = statement.where(WaitingEntry.provider_id.in_(agreed))
    else:
        statement = within_tenant(statement, WaitingEntry, actor)
    found = session.scalar(_maybe_locked(statement, for_change))
    if found is None:
        raise NotFound("waiting entry")
    return found


def on_the_list(session: Session, actor: Actor) -> Sequence[WaitingEntry]:
    """Who waits for the offers of the actor's provider, in their turn; for everybody else nobody."""
    statement = (
        select(WaitingEntry)
        .where(WaitingEntry.state.in_(ON_THE_LIST))
        .options(joinedload(WaitingEntry.offer))
        .order_by(WaitingEntry.offer_id, WaitingEntry.created_at, WaitingEntry.id)
    )
    return session.scalars(within_tenant(statement, WaitingEntry, actor)).all()


@dataclass(frozen=True)
class Queue:
    """How many wait for an offer, and since when the first one does; nobody's wishes."""

    offer: Offer
    people: int
    since: datetime


def queues(session: Session) -> list[Queue]:
    """The waiting lists of the whole house as numbers, by offer."""
    counted = (
        select(
            WaitingEntry.offer_id,
            func.count().label("people"),
            func.min(WaitingEntry.created_at).label("since"),
        )
        .where(WaitingEntry.state.in_(ON_THE_LIST))
        .group_by(WaitingEntry.offer_id)
        .subquery()
    )
    statement = (
        select(Offer, counted.c.people, counted.c.since)
        .join(counted, counted.c.offer_id == Offer.id)
        .order_by(Offer.position, Offer.id)
    )
    return [Queue(offer, people, since) for offer, people, since in session.execute(statement).unique()]


def waiting_for(session: Session, offer_id: int) -> Sequence[WaitingEntry]:
    """Who waits for a time of the offer and decides about none, in their turn."""
    statement = (
        select(WaitingEntry)
        .where(WaitingEntry.state == State.WAITING, WaitingEntry.offer_id == offer_id)
        .where(WaitingEntry.person_id.is_not(None))
        .options(joinedload(WaitingEntry.person))
        .order_by(WaitingEntry.created_at, WaitingEntry.id)
    )
    return session.scalars(statement).all()


def _maybe_locked(statement: Statement, for_change: bool) -> Statement:  # noqa: FBT001 (as the callers have it)
    if not for_change:
        return statement
    locked = statement.with_for_update(key_share=True, of=WaitingEntry)
    return locked.execution_options(populate_existing=True)
