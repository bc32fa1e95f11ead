"""From the facts of a spoken wish to the fields of the form, and which of them only follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from booking.web.forms import repeating
from booking.web.forms.repeating import A_WEEK
from booking.web.forms.spoken_facts import Facts, Until
from booking.web.forms.spoken_words import day_on_or_after

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """A phrase that means more than its words: `day` and `until` are worked out, `weeks` could mean months too."""

    phrase: str
    kind: str
    value: str


@dataclass(frozen=True)
class Meaning:
    """The fields of the form, how some phrases were read, and phrases that make no sense beside the others."""

    values: dict[str, str]
    readings: tuple[Reading, ...]
    missed: tuple[str, ...]


def meaning_of(facts: Facts) -> Meaning:
    """What the facts fill in; what they leave open stays empty."""
    day, day_missed = _first_day(facts)
    end, end_missed = _end(facts)
    until = _until(facts.until, day or facts.today) if facts.until else None
    ending, ending_missed = _ending(facts)
    values = {
        "day": day.isoformat() if day else "",
        "start": f"{facts.start:%H:%M}" if facts.start else "",
        "end": f"{end:%H:%M}" if end else "",
        "people": str(facts.people or ""),
        "repeat": facts.repeat or repeating.ONCE,
        "room": facts.room or "",
        **ending,
        **({"weeks": str(facts.weeks)} if facts.repeat == repeating.WEEKS else {}),
        **({"until": until.isoformat()} if until and ending else {}),
        **({"on_closure": facts.on_closure} if facts.on_closure else {}),
        **({"on_school_holiday": facts.on_school_holiday} if facts.on_school_holiday else {}),
    }
    return Meaning(values, tuple(_readings(facts, day, until)), (*day_missed, *end_missed, *ending_missed))


def _first_day(facts: Facts) -> tuple[date | None, tuple[str, ...]]:
    """The first day, and the weekday if it is not that of the day that was said."""
    earliest = facts.day or facts.today + A_DAY
    if facts.month_day is not None:
        return next(day for day in _days_from(earliest) if day.day == facts.month_day), ()
    if facts.weekday is None:
        return facts.day, ()
    if facts.day is not None and facts.repeat in (None, repeating.ONCE):
        fits = facts.day.weekday() == facts.weekday
        return facts.day, () if fits else (facts.phrases["weekday"],)
    return next(day for day in _days_from(earliest) if _matches(facts, day)), ()


def _matches(facts: Facts, day: date) -> bool:
    if day.weekday() != facts.weekday:
        return False
    if facts.repeat == repeating.MONTH_LAST:
        return repeating.is_last(day)
    return facts.ordinal is None or repeating.ordinal_of(day) == facts.ordinal


def _days_from(earliest: date) -> Iterator[date]:
    day = earliest
    while True:
        yield day
        day += A_DAY


def _end(facts: Facts) -> tuple[time | None, tuple[str, ...]]:
    """When it ends, by the clock or by its length, which must agree."""
    if facts.minutes is None:
        return facts.end, ()
    if facts.start is None:
        return facts.end, (facts.phrases["minutes"],)
    begins = datetime.combine(facts.today, facts.start)
    by_length = (begins + timedelta(minutes=facts.minutes)).time()
    if facts.end not in (None, by_length):
        return facts.end, (facts.phrases["minutes"],)
    return by_length, ()


def _ending(facts: Facts) -> tuple[dict[str, str], tuple[str, ...]]:
    """How the series ends: by a day or by a number, and only if it is one."""
    said = [facts.phrases[name] for name in ("until", "count") if name in facts.phrases]
    if facts.repeat in (None, repeating.ONCE):
        return {}, tuple(said)
    if facts.until is not None:
        return {"ending": repeating.UNTIL}, tuple(said[1:])
    if facts.count is not None:
        return {"ending": repeating.COUNT, "count": str(facts.count)}, ()
    return {}, ()


def _until(said: Until, earliest: date) -> date | None:
    if said.day is not None:
        return day_on_or_after(earliest, said.month, said.day, said.year)
    first = day_on_or_after(earliest.replace(day=1), said.month, 1, said.year)
    return None if first is None else (first.replace(day=28) + A_WEEK).replace(day=1) - A_DAY


def _readings(facts: Facts, day: date | None, until: date | None) -> Iterator[Reading]:
    source = next((name for name in ("day", "weekday", "month_day") if name in facts.phrases), None)
    if day is not None and source is not None:
        yield Reading(facts.phrases[source], "day", day.isoformat())
    if facts.repeat == repeating.WEEKS and facts.phrases["weeks"] == facts.phrases.get("weekday"):
        yield Reading(facts.phrases["weeks"], "weeks", str(facts.weeks))
    if until is not None and facts.repeat not in (None, repeating.ONCE):
        yield Reading(facts.phrases["until"], "until", until.isoformat())
