"""The world at one moment: what is taken and closed, read once, so that many dates are judged quickly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from booking.house.calendar import Closed, closed_times, opening_hours
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.occupancy import busy_times
from booking.scheduling.intervals import BusyTimes, Interval
from booking.scheduling.policy import opening_violations

MARGIN = timedelta(days=8)  # proposals look around within the week


class DateState(StrEnum):
    """How a date stands before anybody accepts it."""

    FREE = "free"
    CONFLICT = "conflict"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    PAST = "past"


@dataclass(frozen=True)
class Verdict:
    """A state, and for closed days the public reason."""

    state: DateState
    reason: str = ""

    @property
    def is_free(self) -> bool:
        return self.state == DateState.FREE


FREE = Verdict(DateState.FREE)


@dataclass(frozen=True)
class World:
    """What is taken and closed in a span. Ask for verdicts; nothing in it decides, the guard does."""

    rooms: Sequence[Room]
    busy: Mapping[int, BusyTimes]
    closed: Mapping[int, Sequence[Closed]]
    opening: Mapping[int, tuple[time, time]]
    now: datetime

    @classmethod
    def look(
        cls, session: Session, intervals: Sequence[Interval], *, now: datetime, but_for: Collection[str] = ()
    ) -> World:
        """Read what concerns these times and the days around them; `but_for` are owners who make room."""
        span = Interval(min(each.start for each in intervals), max(each.end for each in intervals))
        within = Interval(span.start - MARGIN, span.end + MARGIN)
        rooms = rooms_and_parts(session)
        resources = {resource for room in rooms for resource in room.resource_ids}
        return cls(
            rooms=rooms,
            busy=busy_times(session, resources, within, now=now, but_for=but_for),
            closed=_closed_by_room(rooms, closed_times(session, within)),
            opening=opening_hours(session),
            now=now,
        )

    def verdict(self, room: Room, interval: Interval, taken: Interval) -> Verdict:
        """How it stands with this room; `taken` is the interval with set-up and clean-up."""
        if interval.start <= self.now:
            return Verdict(DateState.PAST)
        for closed in self.closed[room.id]:
            if closed.interval.overlaps(interval):
                return Verdict(DateState.HOLIDAY if closed.holiday else DateState.CLOSURE, closed.reason)
        return FREE if self.has_room(room, taken) else Verdict(DateState.CONFLICT)

    def has_room(self, room: Room, taken: Interval) -> bool:
        """Whether nobody else has the room, or any part of it, then."""
        return all(self.busy[resource].is_free(taken) for resource in room.resource_ids)

    def is_staffed(self, interval: Interval) -> bool:
        """Whether the house is open all the time; outside these hours one needs a key."""
        return not opening_violations(interval, opening=self.opening, holidays={}, closures=[])


def _closed_by_room(rooms: Sequence[Room], closed: Sequence[Closed]) -> Mapping[int, Sequence[Closed]]:
    """The closures of each room: of the house, its own, and of what shares a part with it."""
    resources = {room.id: set(room.resource_ids) for room in rooms}
    found: dict[int, list[Closed]] = defaultdict(list)
    for room in rooms:
        for each in sorted(closed, key=lambda each: each.holiday):  # a closed house is closed on holidays too
            shut = resources[room.id] if each.room_id is None else resources.get(each.room_id, set())
            if shut & resources[room.id]:
                found[room.id].append(each)
    return found
