"""What a spoken wish says, fact by fact; people, needs, holidays and how many dates are read here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from typing import Any

from booking.reservations.wishes import Need, OnClosure, OnSchoolHoliday
from booking.web.forms.repeating import ONCE
from booking.web.forms.spoken_words import NUMBER, number_of


@dataclass(frozen=True)
class Until:
    """Until when, as said: without a day the end of the month, without a year the next one."""

    month: int
    day: int | None
    year: str | None


@dataclass(frozen=True)
class Facts:
    """Everything understood so far. `phrases` keeps the words for each fact, `today` the day they were said."""

    today: date
    day: date | None = None
    weekday: int | None = None
    ordinal: int | None = None
    month_day: int | None = None
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    repeat: str | None = None
    weeks: int | None = None
    until: Until | None = None
    count: int | None = None
    people: int | None = None
    on_closure: str | None = None
    on_school_holiday: str | None = None
    room: str | None = None
    needs: tuple[str, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)

    def and_said(self, phrase: str, **facts: Any) -> Facts | None:
        """With more facts from a phrase; None when it contradicts what was said before."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        if any(known[name] not in (None, value) for name, value in facts.items()):
            return None
        return replace(self, **facts, phrases={**self.phrases, **dict.fromkeys(facts, phrase)})

    def needing(self, need: Need) -> Facts:
        return replace(self, needs=(*self.needs, need.value))


Reader = Callable[[re.Match[str], Facts], Facts | None]
Readers = tuple[tuple[re.Pattern[str], Reader], ...]


def words(expression: str) -> re.Pattern[str]:
    """The pattern for whole words, in capital or small letters."""
    return re.compile(rf"(?<![\w.:-])(?:{expression})(?!\w)", re.IGNORECASE)


def _people(found: re.Match[str], facts: Facts) -> Facts | None:
    number = number_of(found[1])
    return facts.and_said(found[0], people=number) if number else None


def _count(found: re.Match[str], facts: Facts) -> Facts | None:
    number = number_of(found[1])
    if number == 1:
        return facts.and_said(found[0], repeat=ONCE)
    return facts.and_said(found[0], count=number) if number else None


def _skip(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], on_closure=OnClosure.SKIP.value)


def _skip_both(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(
        found[0], on_closure=OnClosure.SKIP.value, on_school_holiday=OnSchoolHoliday.SKIP.value
    )


def _keep(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], on_closure=OnClosure.KEEP.value)


def _not_in_school_holidays(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], on_school_holiday=OnSchoolHoliday.SKIP.value)


def _in_school_holidays_too(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], on_school_holiday=OnSchoolHoliday.KEEP.value)


def _need(need: Need) -> Reader:
    return lambda _found, facts: facts.needing(need)


NOT = r"(?:nicht|außer|ohne)(?: an| am)?(?: den)?"
NOT_NEGATED = r"(?<!nicht )(?<!ohne )(?<!keine )"
PLAIN: Readers = (
    (words(rf"{NOT} feiertage?n? (?:und|oder)(?: nicht)?(?: in)?(?: den)? (?:schul)?ferien"), _skip_both),
    (words(rf"{NOT} feiertage?n?"), _skip),
    (words(r"auch an(?: den)? feiertagen?"), _keep),
    (words(r"(?:nicht|außer|ohne)(?: in)?(?: den)? (?:schul)?ferien"), _not_in_school_holidays),
    (words(r"auch in(?: den)? (?:schul)?ferien"), _in_school_holidays_too),
    (words(rf"{NOT_NEGATED}vertraulich\w*"), _need(Need.CONFIDENTIAL)),
    (words(r"(?<!nicht )(?:ohne stufen|stufenlos|barrierefrei\w*)"), _need(Need.STEP_FREE)),
    (words(rf"{NOT_NEGATED}(?:h(?:ö|oe)ranlage|h(?:ö|oe)rschleife)"), _need(Need.HEARING_LOOP)),
    (words(rf"({NUMBER}) (?:person(?:en)?|leuten?|menschen|teilnehmende[nr]?|teilnehmern?)"), _people),
    (words(rf"(?:nur )?({NUMBER})(?: ?-? ?mal|x| x| termine)"), _count),
)
