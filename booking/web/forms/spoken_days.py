"""Days in a spoken wish, how often and until when: "morgen", "jede 2. Woche am Dienstag", "bis Juni"."""

from __future__ import annotations

import re
from datetime import timedelta

from booking.web.forms import repeating
from booking.web.forms.spoken_facts import Facts, Readers, Until, words
from booking.web.forms.spoken_words import (
    LAST,
    MONTH,
    NUMBER,
    ORDINAL,
    WEEKDAY,
    YEAR,
    day_on_or_after,
    month_of,
    number_of,
    ordinal_of,
    weekday_of,
)

DAYS_FROM_TODAY = {"heute": 0, "morgen": 1, "übermorgen": 2}
EACH_MONTH = r"(?:jeden|jedes|des|im|eines) monats?"


def _from_today(found: re.Match[str], facts: Facts) -> Facts | None:
    day = facts.today + timedelta(days=DAYS_FROM_TODAY[found[0].lower()])
    return facts.and_said(found[0], day=day)


def _numeric_day(found: re.Match[str], facts: Facts) -> Facts | None:
    day = day_on_or_after(facts.today, int(found[2]), int(found[1]), _year(found[3]))
    return None if day is None else facts.and_said(found[0], day=day)


def _named_day(found: re.Match[str], facts: Facts) -> Facts | None:
    day = day_on_or_after(facts.today, month_of(found[2]), int(found[1]), found[3])
    return None if day is None else facts.and_said(found[0], day=day)


def _weekday(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], weekday=weekday_of(found[1]))


def _until_numeric(found: re.Match[str], facts: Facts) -> Facts | None:
    return _until(found[0], facts, int(found[2]), int(found[1]), _year(found[3]))


def _until_named(found: re.Match[str], facts: Facts) -> Facts | None:
    return _until(found[0], facts, month_of(found[2]), int(found[1]), found[3])


def _until_month(found: re.Match[str], facts: Facts) -> Facts | None:
    return _until(found[0], facts, month_of(found[1]), None, found[2])


def _until_new_year(found: re.Match[str], facts: Facts) -> Facts | None:
    return _until(found[0], facts, 12, 31, found[1])


def _until(phrase: str, facts: Facts, month: int, day: int | None, year: str | None) -> Facts | None:
    exists = day_on_or_after(facts.today, month, day or 1, year)
    return None if exists is None else facts.and_said(phrase, until=Until(month, day, year))


def _nth(found: re.Match[str], facts: Facts) -> Facts | None:
    """The second Tuesday of each month, or the last one."""
    weekday, said = weekday_of(found[2]), found[1].lower()
    if said.startswith(LAST):
        return facts.and_said(found[0], repeat=repeating.MONTH_LAST, weekday=weekday)
    ordinal = ordinal_of(said)
    if ordinal not in range(1, 6):
        return None
    return facts.and_said(found[0], repeat=repeating.MONTH_WEEKDAY, weekday=weekday, ordinal=ordinal)


def _month_day(found: re.Match[str], facts: Facts) -> Facts | None:
    day = int(found[1])
    if day not in range(1, 32):
        return None
    return facts.and_said(found[0], repeat=repeating.MONTH_DAY, month_day=day)


def _every_nth_weekday(found: re.Match[str], facts: Facts) -> Facts | None:
    known = facts.and_said(found[0], weekday=weekday_of(found[2]))
    return _every(found[0], known, ordinal_of(found[1]))


def _every_nth_week(found: re.Match[str], facts: Facts) -> Facts | None:
    return _every(found[0], facts, ordinal_of(found[1]))


def _every_weeks(found: re.Match[str], facts: Facts) -> Facts | None:
    return _every(found[0], facts, number_of(found[1]))


def _every_days(found: re.Match[str], facts: Facts) -> Facts | None:
    weeks, rest = divmod(number_of(found[1]), 7)
    return None if rest else _every(found[0], facts, weeks)


def _every_week(found: re.Match[str], facts: Facts) -> Facts | None:
    return _every(found[0], facts, 1)


def _every_weekday(found: re.Match[str], facts: Facts) -> Facts | None:
    """Each Tuesday; "jede 2. Woche, jeden Dienstag" stays every second week."""
    known = facts.and_said(found[0], weekday=weekday_of(found[1]))
    if known is None or known.repeat in (repeating.WEEK, repeating.WEEKS):
        return known
    return _every(found[0], known, 1)


def _every(phrase: str, facts: Facts | None, weeks: int) -> Facts | None:
    if facts is None or weeks not in (1, *repeating.WEEKS_BETWEEN):
        return None
    return facts.and_said(phrase, repeat=repeating.WEEK if weeks == 1 else repeating.WEEKS, weeks=weeks)


def _year(text: str | None) -> str | None:
    return f"20{text}" if text and len(text) == 2 else text


DAY = r"([0-3]?\d)"
NUMERIC = rf"{DAY}\.([01]?\d)(?:\.({YEAR}|\d\d)|\.)"
NAMED = rf"{DAY}\. ?({MONTH})(?: ({YEAR}))?"
EVERY_MONTH = r"(?:jeden monat|monatlich)(?: immer)?"
ENDS: Readers = (
    (words(rf"bis(?: zum| einschließlich)? {NUMERIC}"), _until_numeric),
    (words(rf"bis(?: zum| einschließlich)? {NAMED}"), _until_named),
    (words(rf"bis(?: ende)? ({MONTH})(?: ({YEAR}))?"), _until_month),
    (words(rf"bis(?: zum)? (?:jahresende|ende(?: des jahres)?(?: ({YEAR}))?)(?! \w*\d)"), _until_new_year),
)
REPEATS: Readers = (
    (words(rf"(?:jeden|am|immer am) ({ORDINAL}|{LAST}[nr]?) ({WEEKDAY}) {EACH_MONTH}"), _nth),
    (words(rf"{EVERY_MONTH} am ({ORDINAL}|{LAST}[nr]?) ({WEEKDAY})"), _nth),
    (words(rf"(?:immer )?am {DAY}\. {EACH_MONTH}"), _month_day),
    (words(rf"{EVERY_MONTH} am {DAY}\."), _month_day),
    (words(rf"jede[nr]? ({ORDINAL}) ({WEEKDAY})(?! {EACH_MONTH})"), _every_nth_weekday),
    (words(rf"jede[nr]? ({ORDINAL}) woche"), _every_nth_week),
    (words(rf"alle ({NUMBER}) wochen"), _every_weeks),
    (words(rf"alle ({NUMBER}) tage"), _every_days),
    (words(r"(14)-?tägig|(14)-?taegig"), lambda found, facts: _every(found[0], facts, 2)),
    (words(r"jede woche|wöchentlich"), _every_week),
    (words(rf"jede[nr]? ({WEEKDAY})(?! {EACH_MONTH})"), _every_weekday),
    (words(r"(?:immer )?((?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)s"), _every_weekday),
)
DAYS: Readers = (
    (words("|".join(DAYS_FROM_TODAY)), _from_today),
    (words(NUMERIC), _numeric_day),
    (words(NAMED), _named_day),
    (words(rf"(?:nächste[nr]?|kommende[nr]?|diese[nr]?) ({WEEKDAY})"), _weekday),
    (words(rf"({WEEKDAY})"), _weekday),
)
