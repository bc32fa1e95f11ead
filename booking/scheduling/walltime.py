"""The bridge between instants in UTC and the clock on the wall in Leichlingen (Europe/Berlin)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from booking.scheduling.intervals import Interval, as_utc

BERLIN: Final = ZoneInfo("Europe/Berlin")


class NonexistentTime(ValueError):
    """A wall time that the clocks skip in spring, such as 02:30 on 28 March 2027."""

    code: Final = "nonexistent_time"

    def __init__(self, day: date, at: time) -> None:
        """Keep the facts, from which an edge makes a sentence."""
        super().__init__(f"{day} {at:%H:%M} does not exist in {BERLIN.key}")
        self.day = day
        self.at = at


def from_wall(day: date, at: time, fold: int = 0) -> datetime:
    """The instant, in UTC, at which the wall clock shows `at` on `day`.

    In the hour that October shows twice, `fold` 0 is the first time and 1 the second.
    Raises NonexistentTime for the hour that March skips.
    """
    if at.tzinfo is not None:
        message = f"a wall time has no zone of its own: {at}"
        raise ValueError(message)
    wall = datetime.combine(day, at.replace(fold=fold), tzinfo=BERLIN)
    instant = wall.astimezone(UTC)
    if to_wall(instant).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NonexistentTime(day, at)
    return instant


def at_wall(day: date, hour: int, minute: int = 0) -> datetime:
    """`from_wall` for a time written as numbers."""
    return from_wall(day, time(hour, minute))


def from_wall_or_next(day: date, at: time, fold: int = 0) -> datetime:
    """`from_wall`, but in the gap of spring the first instant after it."""
    try:
        return from_wall(day, at, fold)
    except NonexistentTime:
        return _end_of_gap(datetime.combine(day, at.replace(second=0, microsecond=0)))


def to_wall(instant: datetime) -> datetime:
    """The same instant as the wall clock shows it; for showing, never for adding."""
    return as_utc(instant).astimezone(BERLIN)


def wall_day(instant: datetime) -> date:
    """The calendar day in Berlin to which the instant belongs."""
    return to_wall(instant).date()


def day_bounds(day: date) -> Interval:
    """The day from midnight to midnight in Berlin: 23, 24 or 25 hours."""
    return Interval(at_wall(day, 0), at_wall(day + timedelta(days=1), 0))


def same_wall_time_days_before(instant: datetime, days: int) -> datetime:
    """When the wall clock showed the same time so many days earlier, in UTC.

    Where that time was skipped in spring: the first instant after the gap.
    """
    wall = to_wall(instant)
    return from_wall_or_next(wall.date() - timedelta(days=days), wall.time(), wall.fold)


def _end_of_gap(skipped: datetime) -> datetime:
    """The instant at which the clocks jumped over the wall time `skipped`."""
    # Read with the offset after the jump (fold 1) the skipped time lies before the jump.
    instant = skipped.replace(tzinfo=BERLIN, fold=1).astimezone(UTC)
    before = to_wall(instant).utcoffset()
    while to_wall(instant).utcoffset() == before:
        instant += timedelta(minutes=1)
    return instant
