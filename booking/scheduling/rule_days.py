"""The days of a series, its instants, and the months that it leaves out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final, Literal

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from booking.scheduling.rule import MOST_DATES, BadRule, Frequency, Rule, too_many
from booking.scheduling.walltime import from_wall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FREQUENCIES: Final[Mapping[Frequency, Literal[0, 1, 2, 3]]] = {
    Frequency.DAILY: DAILY,
    Frequency.WEEKLY: WEEKLY,
    Frequency.MONTHLY: MONTHLY,
    Frequency.YEARLY: YEARLY,
}
# A 29 February on a Tuesday comes every 28 years; nobody waits for the last of 370.
_LONGEST: Final = timedelta(days=100 * 366)
_LAST_YEAR: Final = 9000  # close to the end of the calendar dateutil stumbles


def days(rule: Rule, first_day: date) -> list[date]:
    """Every day of the series in order; the first is the first on or after `first_day` that matches.

    The interval counts from that first date. Raises BadRule: `no_dates`, or `too_many` for more than
    MOST_DATES or 100 years.
    """
    if first_day.year > _LAST_YEAR:
        raise too_many()
    first = next(_endless(rule, first_day, 1))
    latest = first + _LONGEST
    end = min(rule.until or latest, latest)
    if end < first:
        raise BadRule("no_dates")
    dates = takewhile(lambda day: day <= end, _endless(rule, first, rule.interval))
    found = list(islice(dates, rule.count or MOST_DATES + 1))
    cut_off = rule.until is not None and rule.until > latest
    if cut_off or len(found) > MOST_DATES or len(found) < (rule.count or 1):
        raise too_many()
    return found


def starts(days: Sequence[date], at: time) -> list[datetime]:
    """The instants, in UTC, at which the wall clock shows `at` on those days.

    In October's double hour it is the first. Raises NonexistentTime for a day that skips that time.
    """
    return [from_wall(day, at) for day in days]


def left_out_months(rule: Rule, first_day: date) -> list[date]:
    """The first days of the months between the dates of the series that have no such day.

    A 31st, a fifth Tuesday or a 29 February that was due; empty for nearly every rule.
    """
    if rule.frequency not in {Frequency.MONTHLY, Frequency.YEARLY}:
        return []
    dates = days(rule, first_day)
    end = rule.until or dates[-1]
    dated = {day.replace(day=1) for day in dates}
    step = rule.interval * (1 if rule.frequency is Frequency.MONTHLY else 12)
    due = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(_month_number(dates[0]), _month_number(end) + 1, step)
    ]
    return [month for month in due if month not in dated and _last_day(month) <= end]


def _endless(rule: Rule, first_day: date, interval: int) -> Iterator[date]:
    """The days of the rule from `first_day` on, without regard to its end."""
    on_weekdays = [weekday(day) for day in rule.weekdays] or None
    if rule.nth is not None:
        ordinal, on = rule.nth
        on_weekdays = [weekday(on, ordinal)]
    found = rrule(
        _FREQUENCIES[rule.frequency],
        dtstart=datetime.combine(first_day, time()),
        interval=interval,
        wkst=MO,
        byweekday=on_weekdays,
        bymonthday=rule.month_day,
    )
    return (instant.date() for instant in found)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
