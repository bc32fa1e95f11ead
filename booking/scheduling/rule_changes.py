"""What becomes of a rule when its series is moved, ends earlier, or goes on under another name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from booking.scheduling.rule import Frequency, Rule
from booking.scheduling.rule_days import days

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEEK: Final = timedelta(weeks=1)


def shifted(rule: Rule, first_day: date, by_days: int, length: int) -> Rule | None:
    """The rule of the series moved by so many days; its days begin at `first_day` + `by_days`.

    Each date moves by exactly that. Only on an nth weekday each stays in its month, on the nth weekday
    to which the first date moves; and a yearly one on the day and month to which the first moves.
    `length` is the new count of a rule that has one. None where no rule says that, such as every 30th
    a day later. Raises BadRule as `days` does.
    """
    base = rule if rule.count is None else replace(rule, count=length)
    by = timedelta(days=by_days)
    dates = days(base, first_day)
    named = _renamed(base, dates[0], by)
    if named is None:
        return None
    counted = replace(named, count=len(dates), until=None)
    moved = days(counted, first_day + by)
    if not _follow(rule, dates, moved, by):
        return None
    if rule.until is None:
        return counted
    ended = replace(named, until=rule.until + by)
    return ended if days(ended, first_day + by) == moved else replace(ended, until=moved[-1])


def moved_days(rule: Rule, first_day: date, by_days: int) -> list[date] | None:
    """The days of the series moved by so many days, the k-th for the k-th; None as for `shifted`."""
    moved = shifted(rule, first_day, by_days, len(days(rule, first_day)))
    return None if moved is None else days(moved, first_day + timedelta(days=by_days))


def until_before(rule: Rule, first_day: date, day: date) -> Rule | None:
    """The rule of what lies before `day`, ending with the last date; None when nothing is left."""
    left = [each for each in days(rule, first_day) if each < day]
    return replace(rule, count=None, until=left[-1]) if left else None


def from_day(rule: Rule, first_day: date, day: date) -> Rule:
    """The rule of the rest of the series, which begins with `day`; ValueError if that is none of its days."""
    dates = days(rule, first_day)
    if day not in dates:
        message = f"the series has no date on {day}"
        raise ValueError(message)
    return rule if rule.count is None else replace(rule, count=rule.count - dates.index(day))


def _renamed(rule: Rule, first: date, by: timedelta) -> Rule | None:
    """The rule with the names that its days have when the date on `first` moves, or None."""
    moved = first + by
    if rule.nth is not None:
        return replace(rule, nth=(_ordinal(rule.nth[0], moved), moved.weekday()))
    if rule.month_day is not None and by:
        later = rule.month_day + by.days
        return replace(rule, month_day=later) if rule.month_day > 0 and 1 <= later <= 31 else None
    return replace(rule, weekdays=tuple((day + by.days) % 7 for day in rule.weekdays))


def _ordinal(before: int, day: date) -> int:
    """Which of its weekday in the month `day` is: the last if it was so before, and for a fifth."""
    place = (day.day - 1) // 7 + 1
    is_last = (day + _WEEK).month != day.month
    if (before == -1 and is_last) or (place == 5 and before != 5):
        return -1
    return place


def _follow(rule: Rule, dates: Sequence[date], moved: Sequence[date], by: timedelta) -> bool:
    """Whether each date went where a person who moves the series expects it."""
    pairs = zip(dates, moved, strict=True)
    if rule.nth is not None:
        return all((before.year, before.month) == (after.year, after.month) for before, after in pairs)
    leap_day = timedelta(days=1 if rule.frequency is Frequency.YEARLY else 0)
    return all(abs(after - before - by) <= leap_day for before, after in pairs)
