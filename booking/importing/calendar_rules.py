"""Rules that our series do not know, such as the last working day of a month: date by date, and never for ever."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Final

from dateutil.rrule import rrulestr

from booking.importing.calendar_times import Moment
from booking.scheduling.rule import MOST_DATES, BadRule, too_many

_FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS: Final = frozenset(
    {"FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"}
)
_LONGEST: Final = 255
_CYCLES: Final = 19 * 400  # years
_MOST_PAST: Final = 12_000  # daily since the year 2000


def walls_of(text: str, start: Moment, latest: datetime) -> list[datetime]:
    """The dates of the rule on the wall of its zone, up to `latest`. Raises BadRule.

    Its first date is DTSTART, whatever the rule says (RFC 5545 3.8.5.3).
    """
    parts = _parts(text)
    end = _until(parts.pop("UNTIL", ""), start)
    count = parts.pop("COUNT", "")
    if end is None and not count:
        raise BadRule("endless")
    if start.wall > latest:
        raise BadRule("too_far")
    last = min(each for each in (end, latest) if each is not None)
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 9 else _MOST_PAST
    bounded = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        rule = rrulestr(f"{bounded};UNTIL={_late(last):%Y%m%dT%H%M%S}", dtstart=_late(start.wall))
        found = [_early(each) for each in islice(rule, min(number, _MOST_PAST))]
    except (ValueError, OverflowError, TypeError, KeyError) as error:
        raise BadRule("unreadable") from error
    if found[:1] != [start.wall]:
        raise BadRule("start_elsewhere")
    return found


def _late(wall: datetime) -> datetime:
    """The same day of the calendar, which repeats itself every 400 years, close to its end.

    A rule that never matches is followed to the year 9999: from here that is not far.
    """
    return wall.replace(year=wall.year + _CYCLES)


def _early(wall: datetime) -> datetime:
    return wall.replace(year=wall.year - _CYCLES)


def refuse_too_many(number: int) -> None:
    """Raise BadRule for more dates than anybody looks through."""
    if number > MOST_DATES:
        raise too_many()


def _parts(text: str) -> dict[str, str]:
    pieces = [piece.partition("=") for piece in text.upper().split(";")]
    parts = {name: value for name, _, value in pieces}
    if len(text) > _LONGEST or len(parts) < len(pieces) or not all(parts.values()):
        raise BadRule("unreadable")
    if parts.get("FREQ") not in _FREQUENCIES:
        raise BadRule("unsupported", part=f"FREQ={parts.get('FREQ', '')}")
    for name in parts.keys() - _PARTS - {"UNTIL", "COUNT"}:
        raise BadRule("unsupported", part=f"{name}={parts[name]}")
    interval = parts.get("INTERVAL", "1")
    if not (interval.isascii() and interval.isdigit() and 1 <= int(interval) <= 1000):
        raise BadRule("unreadable")
    return parts


def _until(value: str, start: Moment) -> datetime | None:
    """The last moment on the wall of the rule's zone."""
    if not value:
        return None
    try:
        if value.isdigit():
            return datetime.combine(date.fromisoformat(value), time.max)
        zone = UTC if value.endswith("Z") else start.zone
        read = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    except ValueError as error:
        raise BadRule("unreadable") from error
    return read.astimezone(start.zone).replace(tzinfo=None)
