"""Reserving a room for one date: the room is busy for everybody else from the same transaction on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.house.models import Room
from booking.ids import random_id
from booking.occupancy import Claim, claim
from booking.occupancy.claims import lock_resources
from booking.reservations.models import Occurrence, Reservation
from booking.scheduling.intervals import Interval


def reserve(
    session: Session,
    room: Room,
    interval: Interval,
    *,
    provider_id: int,
    title: str,
    public_title: str | None = None,
    now: datetime,
) -> Occurrence:
    """Reserve the room, all its parts, for one date. Raises Overlap when it is taken."""
    reservation = Reservation(id=random_id(), provider_id=provider_id, title=title, public_title=public_title)
    occurrence = Occurrence(
        id=random_id(),
        reservation_id=reservation.id,
        recurrence_id=interval.start,
        room_id=room.id,
        starts_at=interval.start,
        ends_at=interval.end,
    )
    session.add(reservation)
    session.flush()
    session.add(occurrence)
    lock_resources(session, room.resource_ids)
    claims = [Claim(resource_id, interval) for resource_id in room.resource_ids]
    claim(session, claims, owner=occurrence.owner, now=now)
    return occurrence
