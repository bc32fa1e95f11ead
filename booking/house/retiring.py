"""Taking a room out of service, and bringing it back. What was there before stays to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.errors import DomainError, NotAllowedNow
from booking.house.events import BROUGHT_BACK, RETIRED, RoomChanged
from booking.house.models import Room
from booking.occupancy import BusyTime
from booking.occupancy.claims import lock_resources


class RoomInUse(DomainError):
    """Somebody still has the room, or a part of it, from now on; `owners` as in busy times."""

    code = "room-in-use"

    def __init__(self, owners: Sequence[str]) -> None:
        super().__init__(f"{len(owners)} owners")
        self.owners = owners


def retire(session: Session, room: Room, *, now: datetime) -> None:
    """From now on nobody can have the room; a hall goes with its parts. Raises RoomInUse, NotAllowedNow for a part.

    Whoever wants to have the room locks it first, as happens here: they were faster and are seen, or come later
    and find it closed (calendar.closed_times). Read the room with `shaping.room_for_change`.
    """
    if room.part_of_id is not None:
        raise NotAllowedNow("retire", "part")
    if room.retired_at is not None:
        return
    lock_resources(session, room.resource_ids)
    owners = owners_of(session, room, now=now)
    if owners:
        raise RoomInUse(owners)
    _let_expired_holds_go(session, room, now)
    _set(session, room, now)
    outbox.record(session, RoomChanged(room_id=room.id, what=RETIRED), now=now)


def bring_back(session: Session, room: Room, *, now: datetime) -> None:
    """The room can be had again from now on."""
    if room.part_of_id is not None:
        raise NotAllowedNow("bring_back", "part")
    if room.retired_at is None:
        return
    _set(session, room, None)
    outbox.record(session, RoomChanged(room_id=room.id, what=BROUGHT_BACK), now=now)


def owners_of(session: Session, room: Room, *, now: datetime) -> Sequence[str]:
    """Who has the room, or a part of it, now or later (`occurrence:<id>`, `appointment:<id>`), the next first."""
    rows = session.scalars(
        select(BusyTime.owner)
        .where(BusyTime.resource_id.in_(room.resource_ids), BusyTime.ends_at > now)
        .where(or_(BusyTime.expires_at.is_(None), BusyTime.expires_at > now))
        .order_by(BusyTime.starts_at, BusyTime.id)
    )
    return list(dict.fromkeys(rows))


def _let_expired_holds_go(session: Session, room: Room, now: datetime) -> None:
    """So that nobody can renew one."""
    session.execute(
        delete(BusyTime).where(BusyTime.resource_id.in_(room.resource_ids), BusyTime.expires_at <= now)
    )


def _set(session: Session, room: Room, at: datetime | None) -> None:
    parts = session.scalars(select(Room).where(Room.part_of_id == room.id)).all()
    for each in (room, *parts):
        each.retired_at = at
    session.flush()
