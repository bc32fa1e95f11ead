"""The calendar behind a subscription: dates and series side by side, and nobody is named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from icalendar import Event, vDuration

from booking.ical import series
from booking.ical.components import calendar, event, written
from booking.ical.series import SeriesEntry
from booking.ical.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booking.ical.entry import CalendarEntry

ASK_AGAIN_AFTER: Final = timedelta(hours=1)


def feed(entries: Sequence[CalendarEntry | SeriesEntry], *, name: str) -> bytes:
    """The entries by uid as one calendar (METHOD:PUBLISH) that its reader calls `name` (RFC 7986).

    The same entries in any order give the same bytes, so that an ETag can be made of them.
    """
    ordered = sorted(entries, key=_place)
    events = [made for entry in ordered for made in _events(entry)]
    zones = [series.zone()] if any(isinstance(entry, SeriesEntry) for entry in entries) else []
    made = calendar("PUBLISH", [*zones, *events])
    made.add("NAME", Text(plain(name)))
    made.add("X-WR-CALNAME", Text(plain(name)))
    made.add("REFRESH-INTERVAL", vDuration(ASK_AGAIN_AFTER), parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN_AFTER))
    return written(made)


def _place(entry: CalendarEntry | SeriesEntry) -> tuple[str, datetime]:
    interval = entry.first if isinstance(entry, SeriesEntry) else entry.interval
    return entry.uid, interval[0]


def _events(entry: CalendarEntry | SeriesEntry) -> list[Event]:
    return series.components(entry) if isinstance(entry, SeriesEntry) else [event(entry)]
