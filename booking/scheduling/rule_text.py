"""Rules as RFC 5545 writes them (3.3.10): read strictly, written in one order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from booking.scheduling.rule import MOST_INTERVAL, BadRule, Frequency, Rule
from booking.scheduling.rule_until import last_day, until
from booking.scheduling.walltime import to_wall

if TYPE_CHECKING:
    from datetime import date, datetime

_LONGEST: Final = 255
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TOO_FINE: Final = ("SECONDLY", "MINUTELY", "HOURLY")

_PART: Final = re.compile(r"([A-Z-]+)=([A-Z0-9,+-]+)")
_NUMBER: Final = re.compile(r"[0-9]+")
_MONTH_DAY: Final = re.compile(r"[+-]?[0-9]{1,2}")
_WEEKDAY: Final = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(_WEEKDAYS)})")


def parse(text: str, first: datetime) -> Rule:
    """The rule in an RRULE value, with or without its name; `first` is the instant of DTSTART.

    DTSTART gives the weekday or the day of the month that the text leaves out, and the hour by which
    the day of an UNTIL still has a date or not. Raises BadRule.
    """
    parts = _parts(text)
    wall = to_wall(first)
    frequency = _frequency(parts)
    interval = _interval(parts)
    weekdays: tuple[int, ...] = ()
    nth = month_day = None
    if frequency is Frequency.WEEKLY:
        weekdays = _weekdays(parts, wall.date())
    elif frequency is Frequency.MONTHLY and "BYDAY" in parts:
        nth = _nth(parts)
    elif frequency is Frequency.MONTHLY:
        month_day = _month_day(parts, wall.date())
    elif frequency is Frequency.YEARLY:
        _drop_anniversary(parts, wall.date())
    _drop_week_start(parts, matters=interval > 1 and len(weekdays) > 1)
    count = _number(parts.pop("COUNT")) if "COUNT" in parts else None
    last = last_day(parts.pop("UNTIL"), wall.time()) if "UNTIL" in parts else None
    for name, value in parts.items():
        raise _unsupported(name, value)
    return Rule(frequency, interval, weekdays, nth, month_day, count, last)


def text(rule: Rule, first: datetime) -> str:
    """The RRULE value of a series whose DTSTART is the instant `first`; `parse` reads the same rule."""
    wall = to_wall(first)
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.weekdays:
        parts.append("BYDAY=" + ",".join(_WEEKDAYS[day] for day in rule.weekdays))
    if rule.nth is not None:
        ordinal, weekday = rule.nth
        parts.append(f"BYDAY={ordinal}{_WEEKDAYS[weekday]}")
    if rule.month_day is not None:
        parts.append(f"BYMONTHDAY={rule.month_day}")
    if rule.frequency is Frequency.YEARLY and (wall.month, wall.day) == (2, 29):
        parts += ["BYMONTH=2", "BYMONTHDAY=29"]  # unsaid, ical.js goes on with 1 March
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={until(rule.until, wall.time())}")
    return ";".join(parts)


def _parts(text: str) -> dict[str, str]:
    if len(text) > _LONGEST or not text.isascii():
        raise BadRule("unreadable")
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").split(";"):
        found = _PART.fullmatch(piece)
        if found is None or found[1] in parts:
            raise BadRule("unreadable")
        parts[found[1]] = found[2]
    return parts


def _frequency(parts: dict[str, str]) -> Frequency:
    name = parts.pop("FREQ", "")
    if name in _TOO_FINE:
        raise _unsupported("FREQ", name)
    if name not in Frequency.__members__:
        raise BadRule("unreadable")
    return Frequency(name)


def _interval(parts: dict[str, str]) -> int:
    value = parts.pop("INTERVAL", "1")
    if _number(value) > MOST_INTERVAL:
        raise _unsupported("INTERVAL", value)
    return _number(value)


def _weekdays(parts: dict[str, str], first: date) -> tuple[int, ...]:
    value = parts.pop("BYDAY", _WEEKDAYS[first.weekday()])
    found = [_weekday(each) for each in value.split(",")]
    if any(ordinal is not None for ordinal, _ in found):
        raise _unsupported("BYDAY", value)
    return tuple(weekday for _, weekday in found)


def _nth(parts: dict[str, str]) -> tuple[int, int]:
    value = parts.pop("BYDAY")
    (ordinal, weekday), *others = (_weekday(each) for each in value.split(","))
    if ordinal is None or ordinal < -1 or others:
        raise _unsupported("BYDAY", value)
    return ordinal, weekday


def _month_day(parts: dict[str, str], first: date) -> int:
    value = parts.pop("BYMONTHDAY", str(first.day))
    days = value.split(",")
    if not all(_MONTH_DAY.fullmatch(day) for day in days):
        raise BadRule("unreadable")
    if len(days) > 1 or int(value) < -1:
        raise _unsupported("BYMONTHDAY", value)
    return int(value)


def _drop_anniversary(parts: dict[str, str], first: date) -> None:
    """Take out BYMONTH and BYMONTHDAY if they say what DTSTART says; BYMONTHDAY alone is each month's."""
    if "BYMONTH" in parts and _number(parts["BYMONTH"]) == first.month:
        del parts["BYMONTH"]
        if "BYMONTHDAY" in parts and _number(parts["BYMONTHDAY"]) == first.day:
            del parts["BYMONTHDAY"]


def _drop_week_start(parts: dict[str, str], *, matters: bool) -> None:
    value = parts.pop("WKST", "MO")
    if value not in _WEEKDAYS:
        raise BadRule("unreadable")
    if value != "MO" and matters:
        raise _unsupported("WKST", value)


def _weekday(value: str) -> tuple[int | None, int]:
    found = _WEEKDAY.fullmatch(value)
    if found is None:
        raise BadRule("unreadable")
    return int(found[1]) if found[1] else None, _WEEKDAYS.index(found[2])


def _number(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise BadRule("unreadable")
    return int(value)


def _unsupported(name: str, value: str) -> BadRule:
    return BadRule("unsupported", part=f"{name}={value}")
