"""Claiming and releasing: lock first, let expired holds go, then insert; the guard has the last word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from booking.db import lock
from booking.errors import Overlap
from booking.occupancy.models import BusyTime, Resource
from booking.scheduling.intervals import BusyTimes, Interval


@dataclass(frozen=True)
class Claim:
    """The wish to have a resource for a time."""

    resource_id: int
    interval: Interval


def lock_resources(session: Session, resource_ids: Iterable[int]) -> None:
    """From here to the end of the transaction nobody else changes the busy times of these resources."""
    wanted = sorted(set(resource_ids))
    rows = session.execute(select(Resource.id, Resource.lock_id).where(Resource.id.in_(wanted)))
    lock(session, [lock_id or resource_id for resource_id, lock_id in rows])


def busy_times(
    session: Session,
    resource_ids: Iterable[int],
    within: Interval,
    *,
    now: datetime,
    but_for: str | None = None,
    also: Mapping[int, Sequence[Interval]] = MappingProxyType({}),
) -> dict[int, BusyTimes]:
    """The busy times of each resource that touch `within`; expired holds do not count.

    One query, whatever the number of resources. `but_for` leaves out an owner's own claims; `also`
    adds times in which a resource is closed.
    """
    taken: dict[int, list[Interval]] = {each: list(also.get(each, ())) for each in resource_ids}
    wanted = (
        select(BusyTime.resource_id, BusyTime.starts_at, BusyTime.ends_at)
        .where(
            BusyTime.resource_id.in_(taken), BusyTime.starts_at < within.end, BusyTime.ends_at > within.start
        )
        .where(or_(BusyTime.expires_at.is_(None), BusyTime.expires_at > now))
    )
    if but_for is not None:
        wanted = wanted.where(BusyTime.owner != but_for)
    for resource_id, starts_at, ends_at in session.execute(wanted):
        taken[resource_id].append(Interval(starts_at, ends_at))
    return {resource_id: BusyTimes(intervals) for resource_id, intervals in taken.items()}


def claim(
    session: Session,
    claims: Sequence[Claim],
    *,
    owner: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Take all the resources, or raise Overlap with nothing taken.

    The resources must be locked (`lock_resources`) by this transaction; only then may expired holds
    be deleted without a deadlock.
    """
    for wish in sorted(claims, key=lambda each: (each.resource_id, each.interval.start)):
        overlapping = (
            BusyTime.resource_id == wish.resource_id,
            BusyTime.starts_at < wish.interval.end,
            BusyTime.ends_at > wish.interval.start,
        )
        session.execute(delete(BusyTime).where(*overlapping, BusyTime.expires_at <= now))
        if session.scalar(select(BusyTime.id).where(*overlapping).limit(1)) is not None:
            raise Overlap
        session.add(
            BusyTime(
                resource_id=wish.resource_id,
                starts_at=wish.interval.start,
                ends_at=wish.interval.end,
                owner=owner,
                expires_at=expires_at,
            )
        )
        session.flush()


def held_by(session: Session, owner: str) -> Sequence[int]:
    """The resources an owner has claims on."""
    return session.scalars(select(BusyTime.resource_id).where(BusyTime.owner == owner).distinct()).all()


def release(session: Session, owner: str) -> None:
    """Free everything the owner holds."""
    session.execute(delete(BusyTime).where(BusyTime.owner == owner))


def renew(session: Session, owner: str, *, expires_at: datetime | None) -> int:
    """Keep the owner's claims longer, or for good (None); says how many claims it still had."""
    renewed = session.execute(
        update(BusyTime).where(BusyTime.owner == owner).values(expires_at=expires_at).returning(BusyTime.id)
    )
    return len(renewed.all())
