"""Claiming deliveries: a lease on the database's clock decides who sends, in the order of each mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from booking import outbox
from booking.db import database_now
from booking.events import MailUndeliverable
from booking.ids import random_id
from booking.notifications import envelopes
from booking.notifications.envelopes import Envelope
from booking.notifications.models import Delivery, Fate
from booking.vault import Vault

LEASE = timedelta(seconds=30)
WAITING = (Fate.QUEUED, Fate.RETRYING)
UNFINISHED = (*WAITING, Fate.SENDING)
STUCK_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Claim:
    """The right to send one delivery until its lease ends."""

    delivery_id: int
    lease: str
    attempts: int
    order_key: str
    envelope: Envelope


def due(session: Session, *, limit: int) -> Sequence[int]:
    """The deliveries that could be claimed now, the longest waiting first."""
    now = database_now(session)
    return session.scalars(
        select(Delivery.id)
        .where(_may_leave(now))
        .order_by(Delivery.next_attempt_at, Delivery.id)
        .limit(limit)
    ).all()


def next_in_order(session: Session, order_key: str) -> int | None:
    """What may follow to the same mailbox now that the one before is finished."""
    now = database_now(session)
    return session.scalar(
        select(Delivery.id)
        .where(Delivery.order_key == order_key, _may_leave(now))
        .order_by(Delivery.id)
        .limit(1)
    )


def claim(session: Session, vault: Vault, delivery_id: int, *, now: datetime) -> Claim | None:
    """Take the delivery for thirty seconds, or None: somebody else has it, or it is not its turn.

    What came too late (`now` is business time) or was erased becomes outdated here; the first is told on.
    """
    clock = database_now(session)
    delivery = session.scalar(
        select(Delivery)
        .where(Delivery.id == delivery_id, _may_leave(clock))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        return None
    if delivery.sealed is None or delivery.valid_until <= now:
        delivery.fate = Fate.OUTDATED
        delivery.sealed = delivery.lease = delivery.lease_until = None
        if delivery.person_id is not None:
            outbox.record(session, MailUndeliverable(delivery_id=delivery.id), now=now)
        return None
    delivery.fate = Fate.SENDING
    delivery.attempts += 1
    delivery.lease = random_id()
    delivery.lease_until = clock + LEASE
    envelope = envelopes.unseal(vault, delivery.sealed, delivery.place, delivery.public_id)
    return Claim(delivery.id, delivery.lease, delivery.attempts, delivery.order_key, envelope)


def finish(session: Session, claimed: Claim, **values: object) -> bool:
    """Record what became of it; False when the lease was lost to somebody else, who will record it."""
    recorded = session.execute(
        update(Delivery)
        .where(Delivery.id == claimed.delivery_id, Delivery.lease == claimed.lease)
        .values(lease=None, lease_until=None, **values)
        .returning(Delivery.id)
    )
    return recorded.first() is not None


def stuck(session: Session) -> int:
    """How many deliveries have waited ten minutes for somebody to try them (for /readyz)."""
    late = database_now(session) - STUCK_AFTER
    return session.scalar(select(func.count()).select_from(Delivery).where(_may_leave(late))) or 0


def _may_leave(now: datetime) -> ColumnElement[bool]:
    """Its time has come or its lease ran out, and nothing earlier to the same mailbox is unfinished."""
    earlier = aliased(Delivery)
    blocked = select(earlier.id).where(
        earlier.order_key == Delivery.order_key, earlier.id < Delivery.id, earlier.fate.in_(UNFINISHED)
    )
    return and_(
        or_(
            and_(Delivery.fate.in_(WAITING), Delivery.next_attempt_at <= now),
            and_(Delivery.fate == Fate.SENDING, Delivery.lease_until <= now),
        ),
        ~blocked.exists(),
    )
