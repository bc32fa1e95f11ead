"""The end of a rule: UNTIL in RFC 5545, which is an instant in UTC, and the last day on the wall."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from booking.scheduling.rule import BadRule
from booking.scheduling.walltime import from_wall_or_next, to_wall

_UNTIL: Final = re.compile(r"[0-9]{8}(T([01][0-9]|2[0-3])[0-9]{4}Z?)?")


def last_day(until: str, at: time) -> date:
    """The last day whose date at the wall time `at` is not after UNTIL: a day, local time, or UTC.

    Raises BadRule `unreadable`.
    """
    if not _UNTIL.fullmatch(until):
        raise BadRule("unreadable")
    try:
        end = datetime.fromisoformat(until)
        if "T" not in until:
            return end.date()
        if end.tzinfo is None:
            end = from_wall_or_next(end.date(), end.time())
        day = to_wall(end).date()
        return day if _date(day, at) <= end else day - timedelta(days=1)
    except (ValueError, OverflowError):
        raise BadRule("unreadable") from None


def until(last_day: date, at: time) -> str:
    """UNTIL, in UTC, of a series whose dates are at the wall time `at` and end with that day.

    In the hour that October shows twice it is the second one: some readers take the date for that.
    """
    end = from_wall_or_next(last_day, at.replace(microsecond=0), fold=1)
    return f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _date(day: date, at: time) -> datetime:
    return from_wall_or_next(day, at.replace(microsecond=0))
