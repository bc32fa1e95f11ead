"""The house's rules on time, each a pure function that returns everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from booking.scheduling.intervals import as_utc
from booking.scheduling.walltime import day_bounds, from_wall_or_next, wall_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booking.scheduling.intervals import Interval


@dataclass(frozen=True)
class Violation:
    """One rule that is broken: a code from the catalogue of sentences, and the facts to fill it."""

    code: str
    facts: Mapping[str, str]  # days and instants in ISO 8601, hours as HH:MM


def opening_violations(
    interval: Interval,
    *,
    opening: Mapping[int, tuple[time, time]],
    holidays: Mapping[date, str],
    closures: Sequence[tuple[Interval, str]],
) -> list[Violation]:
    """What speaks against using the house in `interval`, day by day, then closure by closure.

    `opening` is by weekday (Monday is 0); a weekday that is missing is closed all day, and one that
    closes at 00:00 closes at midnight. Codes: `holiday` (day, name), `outside_opening_hours` (day, and
    opens and closes unless closed all day), `closure` (starts_at, ends_at, reason).
    """
    violations: list[Violation] = []
    for day in _days(interval):
        if day in holidays:
            violations.append(Violation("holiday", {"day": day.isoformat(), "name": holidays[day]}))
        violations.extend(_hours_violations(interval, day, opening.get(day.weekday())))
    violations.extend(
        Violation(
            "closure",
            {"starts_at": closed.start.isoformat(), "ends_at": closed.end.isoformat(), "reason": reason},
        )
        for closed, reason in closures
        if closed.overlaps(interval)
    )
    return violations


def start_violations(
    start: datetime, *, now: datetime, notice: timedelta, horizon: timedelta
) -> list[Violation]:
    """What speaks against a booking that starts then; nothing within [now + notice, now + horizon).

    Codes: `past` (now), `too_soon` (earliest), `beyond_horizon` (before), all instants in UTC.
    """
    start, now = as_utc(start), as_utc(now)
    violations: list[Violation] = []
    if start < now:
        violations.append(Violation("past", {"now": now.isoformat()}))
    elif start < now + notice:
        violations.append(Violation("too_soon", {"earliest": (now + notice).isoformat()}))
    if start >= now + horizon:
        violations.append(Violation("beyond_horizon", {"before": (now + horizon).isoformat()}))
    return violations


def _days(interval: Interval) -> Iterator[date]:
    day, last = wall_day(interval.start), wall_day(interval.end - timedelta.resolution)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _hours_violations(interval: Interval, day: date, hours: tuple[time, time] | None) -> Iterator[Violation]:
    if hours is None:
        yield Violation("outside_opening_hours", {"day": day.isoformat()})
        return
    opens, closes = hours
    bounds = day_bounds(day)
    last = bounds.end if closes == time(0) else from_wall_or_next(day, closes)
    used = interval.common(bounds)
    if used is not None and (used.start < from_wall_or_next(day, opens) or used.end > last):
        facts = {"day": day.isoformat(), "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
        yield Violation("outside_opening_hours", facts)
