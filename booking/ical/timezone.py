"""Times as a series names them: on the wall in Berlin, with the static zone block that says what that is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import vDatetime

BERLIN: Final = ZoneInfo("Europe/Berlin")

# icalendar would write a list of dates that ends in 2037, with the change an hour late.
BERLIN_VTIMEZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def wall(instant: datetime) -> vDatetime:
    """The DATE-TIME with TZID, on the whole second.

    A wall time that October shows twice means its first (RFC 5545, 3.3.5); ValueError for the second.
    """
    shown = _shown(instant)
    if shown.fold:
        message = f"{instant.isoformat()} has no name of its own on the wall"
        raise ValueError(message)
    return vDatetime(shown)


def wall_or_utc(instant: datetime) -> vDatetime:
    """The DATE-TIME with TZID, but with Z in the two hours of October that readers mix up."""
    shown = _shown(instant)
    return vDatetime(shown.astimezone(UTC) if _comes_twice(shown) else shown)


def runs_evenly(interval: tuple[datetime, datetime]) -> bool:
    """Whether the clock on the wall names both ends once and lets as much time pass as really does."""
    start, end = map(_shown, interval)
    return start.utcoffset() == end.utcoffset() and not _comes_twice(start) and not _comes_twice(end)


def _shown(instant: datetime) -> datetime:
    return instant.replace(microsecond=0).astimezone(BERLIN)


def _comes_twice(shown: datetime) -> bool:
    return shown.utcoffset() != shown.replace(fold=1 - shown.fold).utcoffset()
