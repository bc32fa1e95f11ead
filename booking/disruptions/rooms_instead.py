"""Another room at the same time, for whom the lift, a piece of equipment or the door of their room fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.appointments.wishes import wish_behind
from booking.disruptions.effects import contact_behind
from booking.disruptions.wanted import Wanted
from booking.house.calendar import closed_times
from booking.house.closing import closed_by_room
from booking.house.models import ClosureKind, Room
from booking.house.outages import outages
from booking.house.rooms import rooms_and_parts, suitable_offices
from booking.occupancy import BusyTime, busy_times
from booking.runtime import Desk
from booking.scheduling.intervals import BusyTimes, Interval


def rooms_instead(
    session: Session, desk: Desk, wanted: Wanted, guests: Sequence[Appointment]
) -> Mapping[str, tuple[Room, Interval]]:
    """A free and suitable room for each who can have one, and the time it is needed for; none is given twice.

    Whoever sits in the room of a closed Sprechstunde gets none: the adviser cannot come along.
    """
    able = [each for each in guests if wanted.outage or (wanted.kind == ClosureKind.ROOM and each.own_room)]
    if not able:
        return {}
    finder = _Finder(session, desk, able)
    return {each.id: found for each in able if (found := finder.take(each)) is not None}


class _Finder:
    def __init__(self, session: Session, desk: Desk, guests: Sequence[Appointment]) -> None:
        self._desk = desk
        self._claims = _claimed(session, guests)
        spans = [*self._claims.values(), *(Interval(each.starts_at, each.ends_at) for each in guests)]
        within = Interval(min(each.start for each in spans), max(each.end for each in spans))
        every = rooms_and_parts(session)
        self._rooms = [room for room in every if room.part_of_id is None]
        self._closed = closed_by_room(every, closed_times(session, within))
        self._outages = outages(session, within)
        parts = [part for room in self._rooms for part in room.resource_ids]
        self._busy: Mapping[int, BusyTimes] = busy_times(session, parts, within, now=desk.now)
        self._given: dict[int, list[Interval]] = defaultdict(list)

    def take(self, guest: Appointment) -> tuple[Room, Interval] | None:
        wish = wish_behind(guest, contact_behind(guest, self._desk.vault).needs)
        needs = wish.room_needs
        time = self._claims.get(guest.owner, Interval(guest.starts_at, guest.ends_at))
        rooms = suitable_offices(
            self._rooms, confidential=guest.offer.confidential, needs=needs, party=wish.party
        )
        for room in rooms:
            if (
                room.id != guest.room_id
                and self._is_free(room, time)
                and self._can_be_used(room, time, needs)
            ):
                self._given[room.id].append(time)
                return room, time
        return None

    def _is_free(self, room: Room, time: Interval) -> bool:
        given = any(other.overlaps(time) for other in self._given[room.id])
        return not given and all(self._busy[part].is_free(time) for part in room.resource_ids)

    def _can_be_used(self, room: Room, time: Interval, needs: Sequence[str]) -> bool:
        barred = any(each.interval.overlaps(time) and each.bars(room, needs) for each in self._outages)
        shut = any(each.interval.overlaps(time) for each in self._closed[room.id] if not each.holiday)
        return not barred and not shut


def _claimed(session: Session, guests: Sequence[Appointment]) -> dict[str, Interval]:
    """What each has its seat for: the talk and the time after it."""
    rows: Sequence[tuple[str, datetime, datetime]] = [
        (owner, start, end)
        for owner, start, end in session.execute(
            select(BusyTime.owner, BusyTime.starts_at, BusyTime.ends_at).where(
                BusyTime.owner.in_([each.owner for each in guests])
            )
        )
    ]
    return {owner: Interval(start, end) for owner, start, end in rows}
