"""Requests for the hall: the house says yes or no before a deadline, or the time is free again by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking import outbox
from booking.errors import NotAllowedNow, Overlap
from booking.events import ReservationDecided, ReservationExpired
from booking.occupancy import claim_all, release
from booking.occupancy.claims import lock_resources
from booking.reservations.deciding import DatesTaken
from booking.reservations.drafting import terms_of
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.planning import Wanted, judge
from booking.reservations.reserving import claims_of
from booking.reservations.world import World

BATCH = 100
EXPIRED = "expired"


def open_requests(session: Session, *, now: datetime) -> list[Reservation]:
    """The requests that wait for a decision, the most urgent first."""
    statement = (
        select(Reservation)
        .where(Reservation.decide_by > now)
        .options(
            selectinload(Reservation.occurrences),
            selectinload(Reservation.series),
            selectinload(Reservation.provider),
        )
        .order_by(Reservation.decide_by, Reservation.id)
    )
    return list(session.scalars(statement))


def is_open(reservation: Reservation, now: datetime) -> bool:
    """Whether the house may still decide."""
    return reservation.decide_by is not None and reservation.decide_by > now


def decide_request(
    session: Session,
    reservation: Reservation,
    confirmed: Collection[str],
    *,
    reason: str | None,
    now: datetime,
) -> None:
    """Say yes to the dates with these ids and no to the other ones, for the reason given.

    The reservation must be read with `scope.for_change`. Raises NotAllowedNow when it is decided or over
    already, DatesTaken when a date is lost.
    """
    if reservation.decide_by is None:
        raise NotAllowedNow("decide", "decided")
    if not is_open(reservation, now):
        raise NotAllowedNow("decide", EXPIRED)
    pending = [each for each in reservation.occurrences if each.status == OccurrenceStatus.PENDING]
    lock_resources(session, {resource for each in pending for resource in each.room.resource_ids})
    accepted = [each for each in pending if each.id in confirmed and not each.is_past(now)]
    refused = [each for each in pending if each not in accepted]
    release(session, *(each.owner for each in pending))
    for each in refused if accepted else [*refused, *_asleep(reservation)]:
        each.cancel(reason)
    try:
        claim_all(session, claims_of(reservation, accepted), now=now)
    except Overlap as overlap:
        raise _lost(session, reservation, accepted, now) from overlap
    for each in accepted:
        each.confirm()
    reservation.decide_by = None
    reservation.answer = reason
    reservation.changed_at = now
    for series in reservation.series:
        series.sequence += 1
    event = ReservationDecided(reservation_id=reservation.id, confirmed=len(accepted), declined=len(refused))
    outbox.record(session, event, now=now)


def expire_requests(session: Session, *, now: datetime) -> int:
    """Close the requests whose deadline has passed; says how many. Their time was free from the deadline on."""
    due = session.scalars(
        select(Reservation)
        .where(Reservation.decide_by <= now)
        .options(selectinload(Reservation.occurrences))
        .order_by(Reservation.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Reservation)
    ).all()
    for reservation in due:
        pending = [each for each in reservation.occurrences if each.status == OccurrenceStatus.PENDING]
        release(session, *(each.owner for each in pending))
        for each in [*pending, *_asleep(reservation)]:
            each.cancel(EXPIRED)
        reservation.decide_by = None
        reservation.answer = EXPIRED
        reservation.changed_at = now
        if pending:
            outbox.record(session, ReservationExpired(reservation_id=reservation.id), now=now)
    return len(due)


def _asleep(reservation: Reservation) -> list[Occurrence]:
    """The dates of a request that would wake with it; when all of it is refused, they go too."""
    return [each for each in reservation.occurrences if each.status == OccurrenceStatus.ASLEEP]


def _lost(
    session: Session, reservation: Reservation, accepted: list[Occurrence], now: datetime
) -> DatesTaken:
    wanted = [Wanted(each.recurrence_id, each.interval, each.room, each.id) for each in accepted]
    world = World.look(session, [each.interval for each in wanted], now=now)
    plans = judge(world, terms_of(reservation), wanted)
    return DatesTaken(plans, [plan.recurrence_id for plan in plans if not plan.is_free])
