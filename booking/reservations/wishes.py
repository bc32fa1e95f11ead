"""What somebody asks for: a room for a time, once or again and again, with what it must offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from booking.house.models import Room, RoomAccess
from booking.scheduling import recurrence
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Rule


class Need(StrEnum):
    """What a room must offer."""

    CONFIDENTIAL = "confidential"
    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"


class OnClosure(StrEnum):
    """What becomes of dates on holidays and closed days: left out, or kept.

    A kept holiday takes place; a date on which the house is closed sleeps until it is open again.
    """

    SKIP = "skip"
    KEEP = "keep"


class OnSchoolHoliday(StrEnum):
    """What becomes of dates in school holidays: they take place, or are left out."""

    KEEP = "keep"
    SKIP = "skip"


class OnConflict(StrEnum):
    """What becomes of dates whose room is taken, when nobody chose: refuse everything, or leave them out."""

    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, kw_only=True)
class When:
    """A day and a wall-clock time in Berlin; with a rule, again and again at that time."""

    first_day: date
    at: time
    minutes: int
    rule: Rule | None = None
    left_out: frozenset[datetime] = frozenset()

    def days(self) -> list[date]:
        """Every day of the rule, or the only one. Raises BadRule."""
        return recurrence.days(self.rule, self.first_day) if self.rule else [self.first_day]

    def starts(self) -> list[datetime]:
        """The start of each date in UTC, but for those left out from the beginning (EXDATE).

        Raises BadRule, and NonexistentTime where the clocks skip the time.
        """
        return [start for start in recurrence.starts(self.days(), self.at) if start not in self.left_out]

    def interval(self, start: datetime) -> Interval:
        return Interval(start, start + timedelta(minutes=self.minutes))


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A room wanted by a provider; without `room`, the ranking proposes some."""

    provider_id: int
    title: str
    when: When
    public_title: str | None = None
    room: Room | None = None
    people: int | None = None
    needs: tuple[Need, ...] = ()
    setup_minutes: int = 0
    cleanup_minutes: int = 0
    seating: str | None = None
    key: str | None = None
    on_closure: OnClosure = OnClosure.SKIP
    on_school_holiday: OnSchoolHoliday = OnSchoolHoliday.KEEP

    def around(self, interval: Interval) -> Interval:
        """What the room is taken for: with set-up and clean-up."""
        return Interval(
            interval.start - timedelta(minutes=self.setup_minutes),
            interval.end + timedelta(minutes=self.cleanup_minutes),
        )


def room_of(wish: Wish) -> Room:
    """The room that was chosen; only then can dates be judged."""
    if wish.room is None:
        message = "dates are judged in a room"
        raise ValueError(message)
    return wish.room


def misfits(room: Room, *, people: int | None, needs: Sequence[str]) -> list[str]:
    """Why the room does not suit; nothing if it does. Codes: too_small, stairs, not_confidential, no_hearing_loop."""
    found = []
    if people and room.capacity < people:
        found.append("too_small")
    if Need.STEP_FREE in needs and room.access == RoomAccess.STAIRS:
        found.append("stairs")
    if Need.CONFIDENTIAL in needs and not room.confidential:
        found.append("not_confidential")
    if Need.HEARING_LOOP in needs and Need.HEARING_LOOP not in room.equipment:
        found.append("no_hearing_loop")
    return found
