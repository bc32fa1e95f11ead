"""Claiming and releasing: lock first, let expired holds go, then insert; the guard has the last word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from types import MappingProxyType

from sqlalchemy import Select, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from booking.db import lock
from booking.errors import Overlap
from booking.occupancy.models import BusyTime, Resource
from booking.scheduling.intervals import BusyTimes, Interval

MOST_AT_ONCE = 100  # conditions in one statement
LOCK_KEYS = "SELECT DISTINCT coalesce(lock_id, id) AS k FROM resource WHERE id = ANY(:numbers) ORDER BY k"


@dataclass(frozen=True)
class Claim:
    """The wish to have a resource for a time."""

    resource_id: int
    interval: Interval


def lock_resources(session: Session, resource_ids: Iterable[int]) -> None:
    """From here to the end of the transaction nobody else changes the busy times of these resources."""
    lock(session, sorted(set(resource_ids)), keys=LOCK_KEYS)


def busy_times(
    session: Session,
    resource_ids: Iterable[int],
    within: Interval,
    *,
    now: datetime,
    but_for: str | Collection[str] | None = None,
    also: Mapping[int, Sequence[Interval]] = MappingProxyType({}),
) -> dict[int, BusyTimes]:
    """The busy times of each resource that touch `within`; expired holds do not count.

    One query, whatever the number of resources. `but_for` leaves out the claims of an owner, or of
    several; `also` adds times in which a resource is closed.
    """
    taken: dict[int, list[Interval]] = {each: list(also.get(each, ())) for each in resource_ids}
    wanted = (
        select(BusyTime.resource_id, BusyTime.starts_at, BusyTime.ends_at)
        .where(
            BusyTime.resource_id.in_(taken), BusyTime.starts_at < within.end, BusyTime.ends_at > within.start
        )
        .where(or_(BusyTime.expires_at.is_(None), BusyTime.expires_at > now))
    )
    if but_for:
        owners = [but_for] if isinstance(but_for, str) else but_for
        wanted = wanted.where(BusyTime.owner.not_in(owners))
    for resource_id, starts_at, ends_at in session.execute(wanted):
        taken[resource_id].append(Interval(starts_at, ends_at))
    return {resource_id: BusyTimes(intervals) for resource_id, intervals in taken.items()}


def busy_seats(
    session: Session,
    adviser_ids: Iterable[int],
    within: Interval,
    *,
    now: datetime,
    but_for: str | None = None,
) -> Mapping[int | None, Mapping[int, BusyTimes]]:
    """The seats of each adviser, the first one first, with their busy times, as in `busy_times`; one query.

    Advisers and seats go by their resources.
    """
    taken: dict[int | None, dict[int, list[Interval]]] = {each: {} for each in adviser_ids}
    values = {
        "advisers": list(taken),
        "from": within.start,
        "until": within.end,
        "now": now,
        "owner": but_for,
    }
    for adviser_id, seat, starts_at, ends_at in session.execute(
        _seats_and_times(but_for is not None), values
    ):
        seats = taken[adviser_id].setdefault(seat, [])
        if starts_at is not None:
            seats.append(Interval(starts_at, ends_at))
    return {
        adviser_id: {seat: BusyTimes(intervals) for seat, intervals in seats.items()}
        for adviser_id, seats in taken.items()
    }


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
    claim_all(session, {owner: claims}, now=now, expires_at=expires_at)


def claim_all(
    session: Session,
    claims: Mapping[str, Sequence[Claim]],
    *,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """`claim` for several owners at once: the dates of a series."""
    wanted = [(wish, owner) for owner, wishes in claims.items() for wish in wishes]
    wanted.sort(key=lambda each: (each[0].resource_id, each[0].interval.start))
    for some in _batched([wish for wish, _ in wanted]):
        _make_room(session, some, now)
    session.add_all(
        BusyTime(
            resource_id=wish.resource_id,
            starts_at=wish.interval.start,
            ends_at=wish.interval.end,
            owner=owner,
            expires_at=expires_at,
        )
        for wish, owner in wanted
    )


@cache
def _seats_and_times(with_owner: bool) -> Select[int | None, int, datetime, datetime]:  # noqa: FBT001 (a key of the cache)
    there = and_(
        BusyTime.resource_id == Resource.id,
        BusyTime.starts_at < bindparam("until"),
        BusyTime.ends_at > bindparam("from"),
        or_(BusyTime.expires_at.is_(None), BusyTime.expires_at > bindparam("now")),
    )
    return (
        select(Resource.lock_id, Resource.id, BusyTime.starts_at, BusyTime.ends_at)
        .outerjoin(BusyTime, and_(there, BusyTime.owner != bindparam("owner")) if with_owner else there)
        .where(Resource.kind == "seat", Resource.lock_id.in_(bindparam("advisers", expanding=True)))
        .order_by(Resource.id)
    )


def _make_room(session: Session, wanted: Sequence[Claim], now: datetime) -> None:
    """Let the expired holds in the way go. Raises Overlap when there is something else in the way."""
    values: dict[str, int | datetime] = {}
    for number, wish in enumerate(wanted):
        values |= {
            f"resource_{number}": wish.resource_id,
            f"from_{number}": wish.interval.start,
            f"until_{number}": wish.interval.end,
        }
    in_the_way = session.execute(_in_the_way(len(wanted)), values).all()
    if any(expires_at is None or expires_at > now for _, expires_at in in_the_way):
        raise Overlap
    if in_the_way:
        numbers = [number for number, _ in in_the_way]
        session.execute(delete(BusyTime).where(BusyTime.id.in_(numbers), BusyTime.expires_at <= now))


@lru_cache(maxsize=MOST_AT_ONCE)
def _in_the_way(claims: int) -> Select[int, datetime | None]:
    overlapping = [
        and_(
            BusyTime.resource_id == bindparam(f"resource_{number}"),
            BusyTime.starts_at < bindparam(f"until_{number}"),
            BusyTime.ends_at > bindparam(f"from_{number}"),
        )
        for number in range(claims)
    ]
    return select(BusyTime.id, BusyTime.expires_at).where(or_(*overlapping))


def held_by(session: Session, owner: str) -> Sequence[int]:
    """The resources an owner has claims on."""
    return session.scalars(select(BusyTime.resource_id).where(BusyTime.owner == owner).distinct()).all()


def release(session: Session, *owners: str) -> None:
    """Free everything the owners hold."""
    session.execute(delete(BusyTime).where(BusyTime.owner.in_(owners)))


def release_some(session: Session, owner: str, resource_ids: Collection[int]) -> None:
    """Free these of what the owner holds."""
    session.execute(delete(BusyTime).where(BusyTime.owner == owner, BusyTime.resource_id.in_(resource_ids)))


def renew(session: Session, owner: str, *, expires_at: datetime | None) -> int:
    """Keep the owner's claims longer, or for good (None); says how many claims it still had."""
    renewed = session.execute(
        update(BusyTime).where(BusyTime.owner == owner).values(expires_at=expires_at).returning(BusyTime.id)
    )
    return len(renewed.all())


def _batched(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    return (claims[at : at + MOST_AT_ONCE] for at in range(0, len(claims), MOST_AT_ONCE))
