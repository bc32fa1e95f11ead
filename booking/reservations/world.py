"""The world at one moment: what is taken and closed, read once, so that many dates are judged quickly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from booking.house.calendar import Closed, closed_times, opening_hours
from booking.house.closing import closed_by_room
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.house.school_holidays import school_days_off
from booking.occupancy import busy_times
from booking.scheduling.intervals import BusyTimes, Interval
from booking.scheduling.policy import opening_violations
from booking.scheduling.walltime import wall_day

MARGIN = timedelta(days=8)  # proposals look around within the week


class DateState(StrEnum):
    """How a date stands before anybody accepts it."""

    FREE = "free"
    CONFLICT = "conflict"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    SCHOOL_HOLIDAY = "school_holiday"
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
    closed: Mapping[int | None, Sequence[Closed]]
    opening: Mapping[int, tuple[time, time]]
    now: datetime
    school_days_off: Mapping[date, str] = field(default_factory=dict)

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
            closed=closed_by_room(rooms, closed_times(session, within)),
            opening=opening_hours(session),
            now=now,
            school_days_off=school_days_off(session, wall_day(within.start), wall_day(within.end)),
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

    def school_holiday(self, interval: Interval) -> str | None:
        """The name of the school holidays in which it begins, or None."""
        return self.school_days_off.get(wall_day(interval.start))

    def is_staffed(self, interval: Interval) -> bool:
        """Whether the house is open all the time; outside these hours one needs a key."""
        return not opening_violations(interval, opening=self.opening, holidays={}, closures=[])
