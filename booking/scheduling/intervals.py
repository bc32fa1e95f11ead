"""Half-open spans of time in UTC, on which wall time, free slots and policy are built."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants from `start` up to, but not including, `end`; both are always kept in UTC.

    Raises ValueError for a value without a zone and for an empty or reversed interval.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Bring both ends to UTC: two values of one zone would be compared by their wall time."""
        object.__setattr__(self, "start", as_utc(self.start))
        object.__setattr__(self, "end", as_utc(self.end))
        if self.end <= self.start:
            message = f"an interval ends after it starts, not {self.start} to {self.end}"
            raise ValueError(message)

    @property
    def minutes(self) -> int:
        """The whole minutes that really pass, whatever the clocks on the wall do."""
        return (self.end - self.start) // timedelta(minutes=1)

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share an instant; neighbours that only touch do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Interval) -> bool:
        """Whether every instant of `other` is also one of this interval."""
        return self.start <= other.start and other.end <= self.end

    def includes(self, instant: datetime) -> bool:
        """Whether `instant` lies in it; the end itself does not."""
        return self.start <= as_utc(instant) < self.end

    def common(self, other: Interval) -> Interval | None:
        """The span that the two share, or None."""
        if not self.overlaps(other):
            return None
        return Interval(max(self.start, other.start), min(self.end, other.end))


class BusyTimes:
    """The busy times of one resource; asking whether a span is free costs O(log n)."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, intervals: Iterable[Interval] = ()) -> None:
        """Take the busy times in any order; they may overlap."""
        merged = merge(intervals)
        self._starts = [interval.start for interval in merged]
        self._ends = [interval.end for interval in merged]

    def is_free(self, interval: Interval) -> bool:
        """Whether no busy time shares an instant with `interval`."""
        following = bisect_right(self._ends, interval.start)
        return following == len(self._starts) or interval.end <= self._starts[following]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants as the fewest intervals, in order; neighbours that touch become one."""
    merged: list[Interval] = []
    for interval in sorted(intervals):
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return merged


def subtract(window: Interval, busy: Iterable[Interval]) -> list[Interval]:
    """What is left of `window` when the busy times are taken out, in order."""
    left: list[Interval] = []
    start = window.start
    for interval in merge(busy):
        if interval.end <= start:
            continue
        if interval.start >= window.end:
            break
        if start < interval.start:
            left.append(Interval(start, interval.start))
        start = interval.end
    if start < window.end:
        left.append(Interval(start, window.end))
    return left


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC; ValueError for a value without a zone, which is no instant."""
    if instant.tzinfo is UTC:
        return instant
    if instant.utcoffset() is None:
        message = f"an instant needs a zone: {instant.isoformat()}"
        raise ValueError(message)
    return instant.astimezone(UTC)
