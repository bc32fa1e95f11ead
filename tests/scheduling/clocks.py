"""The days on which the clocks change, worked out from the European rule and not from a zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

MARCH, OCTOBER = 3, 10
YEARS = range(2026, 2031)


def last_sunday(year: int, month: int) -> date:
    """The last Sunday of a month with 31 days."""
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def berlin_day(instant: datetime) -> date:
    """The day in Berlin: summer time is from the last Sunday of March to that of October, 01:00 UTC."""
    begins, ends = (
        datetime.combine(last_sunday(instant.year, month), datetime.min.time(), UTC) + timedelta(hours=1)
        for month in (MARCH, OCTOBER)
    )
    hours = 2 if begins <= instant < ends else 1
    return (instant + timedelta(hours=hours)).date()


CHANGES = [last_sunday(year, month) for year in YEARS for month in (MARCH, OCTOBER)]
