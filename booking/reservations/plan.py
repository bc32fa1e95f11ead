"""The plan of the house: what is taken, closed and open in some days, read with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from booking.house.calendar import Closed, closed_times, opening_hours
from booking.house.closing import closed_by_room
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.occupancy import BusyTime
from booking.reservations.finding import LONGEST, dates_in
from booking.reservations.models import Occurrence
from booking.scheduling.intervals import Interval, subtract
from booking.scheduling.walltime import day_bounds, from_wall_or_next, to_wall

AHEAD = timedelta(days=7)  # a next free time is looked for so far
MARGIN = timedelta(hours=4)  # set-up and clean-up reach over midnight, not further
SHORTEST = timedelta(minutes=30)
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Taken:
    """A resource is taken, by a date or by an appointment; until `expires_at` it is only held."""

    resource_id: int
    interval: Interval
    owner: str
    expires_at: datetime | None

    @property
    def is_of_a_date(self) -> bool:
        return self.owner.startswith("occurrence:")


@dataclass(frozen=True)
class Plan:
    """Some days of the house as they stand at `now`; `taken` and `closed` reach a week further."""

    days: Sequence[date]
    rooms: Sequence[Room]
    dates: Sequence[Occurrence]
    taken: Sequence[Taken]
    closed: Sequence[Closed]
    opening: dict[int, tuple[time, time]]
    now: datetime

    @property
    def closures(self) -> list[Closed]:
        """What is news when it is told: not that a room is out of service for good."""
        return [each for each in self.closed if not each.retired]

    def rows(self) -> list[Room]:
        """The rooms of the house in its order; below the hall its parts, if one is reserved by itself.

        Of rooms that are out of service only those that were used in these days.
        """
        span = Interval(day_bounds(self.days[0]).start, day_bounds(self.days[-1]).end)
        there = [each.room for each in self.dates if each.interval.overlaps(span)]
        split, used = {each.part_of_id for each in there}, {each.id for each in there}
        return [
            room
            for room in self.rooms
            if (room.part_of_id is None or room.part_of_id in split)
            and (not room.is_retired or room.id in used)
        ]

    def dates_on(self, room: Room, day: date) -> list[Occurrence]:
        """The dates for which the room, or a part of it, is taken on that day, by start."""
        bounds = day_bounds(day)
        return [each for each, span in self._dates_by_room[room.id] if span.overlaps(bounds)]

    def others_on(self, room: Room, day: date) -> list[Taken]:
        """What takes the room on that day and is no reservation: appointments with a room of their own."""
        bounds = day_bounds(day)
        taken = self._taken_by_room[room.id]
        return [each for each in taken if not each.is_of_a_date and each.interval.overlaps(bounds)]

    def closed_on(self, room: Room, day: date) -> list[Closed]:
        """When the house or the room is closed on that day, by start."""
        bounds = day_bounds(day)
        return [each for each in self._closed_by_room[room.id] if each.interval.overlaps(bounds)]

    def open_on(self, day: date) -> Interval | None:
        """From opening to closing by the clock on the wall, whatever is closed then."""
        hours = self.opening.get(day.weekday())
        if hours is None:
            return None
        closes = day_bounds(day).end if hours[1] == time(0) else from_wall_or_next(day, hours[1])
        return Interval(from_wall_or_next(day, hours[0]), closes)

    def free_on(self, room: Room, day: date) -> list[Interval]:
        """The gaps of half an hour or more that can still be reserved while the house is open."""
        hours, earliest = self.open_on(day), next_quarter(self.now)
        if hours is None or hours.end <= earliest:
            return []
        window = Interval(max(hours.start, earliest), hours.end)
        gone = [each.interval for each in self._taken_by_room[room.id]]
        gone += [each.interval for each in self._closed_by_room[room.id]]
        there = [each for each in gone if each.overlaps(window)]
        return [gap for gap in subtract(window, there) if gap.end - gap.start >= SHORTEST]

    def next_free(self, room: Room, day: date) -> datetime | None:
        """When the room is free next on that day or in the week after it."""
        days = (day + timedelta(days=later) for later in range(AHEAD.days + 1))
        return next((gap.start for each in days for gap in self.free_on(room, each)), None)

    def is_taken_now(self, room: Room) -> bool:
        return any(each.interval.includes(self.now) for each in self._taken_by_room[room.id])

    def is_closed_now(self, room: Room) -> bool:
        return any(each.interval.includes(self.now) for each in self._closed_by_room[room.id])

    @cached_property
    def _dates_by_room(self) -> dict[int, list[tuple[Occurrence, Interval]]]:
        """Each date with what it takes: set-up and clean-up too."""
        spans = [(each, each.reservation.taken(each.interval)) for each in self.dates]
        return {room.id: [pair for pair in spans if share(room, pair[0].room)] for room in self.rooms}

    @cached_property
    def _taken_by_room(self) -> dict[int, list[Taken]]:
        own = {room.id: set(room.resource_ids) for room in self.rooms}
        return {room: [each for each in self.taken if each.resource_id in ids] for room, ids in own.items()}

    @cached_property
    def _closed_by_room(self) -> Mapping[int | None, Sequence[Closed]]:
        return closed_by_room(self.rooms, self.closed)


def read_plan(session: Session, first: date, days: int, *, now: datetime) -> Plan:
    """The plan of so many days from `first` on."""
    rooms = rooms_and_parts(session)
    within = Interval(day_bounds(first).start, day_bounds(first + timedelta(days=days - 1)).end)
    further = Interval(within.start, within.end + AHEAD)
    return Plan(
        days=[first + timedelta(days=number) for number in range(days)],
        rooms=rooms,
        dates=dates_in(session, Interval(within.start - MARGIN, within.end + MARGIN), now=now),
        taken=_taken(session, rooms, further, now),
        closed=closed_times(session, further),
        opening=opening_hours(session),
        now=now,
    )


def share(room: Room, other: Room) -> bool:
    """Whether nobody can have both at the same time: they are the same, or one is a part of the other."""
    return room.id == other.id or not set(room.resource_ids).isdisjoint(other.resource_ids)


def next_quarter(instant: datetime) -> datetime:
    """The quarter of an hour on the wall that begins now or next."""
    wall = to_wall(instant)
    over = timedelta(minutes=wall.minute % 15, seconds=wall.second, microseconds=wall.microsecond)
    return instant - over + QUARTER if over else instant


def _taken(session: Session, rooms: Sequence[Room], within: Interval, now: datetime) -> list[Taken]:
    """By start; bounded at both ends of the index, so that years of reservations do not count."""
    row = (BusyTime.resource_id, BusyTime.starts_at, BusyTime.ends_at, BusyTime.owner, BusyTime.expires_at)
    rows = session.execute(
        select(*row)
        .where(BusyTime.resource_id.in_(sorted({each for room in rooms for each in room.resource_ids})))
        .where(BusyTime.ends_at > within.start, BusyTime.ends_at < within.end + LONGEST + MARGIN)
        .where(BusyTime.starts_at < within.end)
        .where(or_(BusyTime.expires_at.is_(None), BusyTime.expires_at > now))
        .order_by(BusyTime.starts_at, BusyTime.id)
    )
    return [Taken(resource, Interval(start, end), owner, ends) for resource, start, end, owner, ends in rows]
