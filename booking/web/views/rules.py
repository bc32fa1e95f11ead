"""Times and rules in words, in the language of the page: "jeden Dienstag, 14–16 Uhr, bis 30. Juni 2027"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

from booking.reservations import words
from booking.scheduling import recurrence
from booking.scheduling.recurrence import Rule
from booking.web.language import PageFormats, current_language
from booking.web.language import gettext as _

A_MONDAY = date(2024, 1, 1)


def rule_words(rule: Rule | None, first: datetime, minutes: int) -> str:
    """When a reservation takes place; `first` is the start of its first date, without a rule the only one."""
    return words.rule_words(rule, first, minutes, current_language())


def day_words(start: datetime) -> str:
    """Di, 24. November 2026."""
    return f"{_formats().weekday_short(start)}, {_formats().date(start)}"


def hours_words(start: datetime, end: datetime) -> str:
    """14–16 Uhr; 14:30–16 Uhr."""
    return words.hours_words(start, end, current_language())


def moment_words(moment: datetime) -> str:
    """Donnerstag, 26. November, 8 Uhr."""
    return (
        f"{_formats().day(moment)}, {_('%(clock)s Uhr', clock=_formats().clock(moment).removesuffix(':00'))}"
    )


def nth_words(ordinal: int, day: date) -> str:
    """With the weekday of a day: "am 2. Dienstag im Monat", or "am letzten Freitag im Monat" for -1."""
    weekday = _formats().weekday(day)
    if ordinal < 0:
        return _("am letzten %(weekday)s im Monat", weekday=weekday)
    return _("am %(n)s. %(weekday)s im Monat", n=ordinal, weekday=weekday)


def left_out_words(rule: Rule, first_day: date) -> str:
    """Which months have no such day, as a sentence; nothing if all of them have one."""
    months = recurrence.left_out_months(rule, first_day)
    if not months:
        return ""
    names = ", ".join(_months_of_a_year(list(group)) for _year, group in groupby(months, _year_of))
    if rule.nth is None:
        day = rule.month_day or first_day.day
        return _("Der %(day)s. fehlt in diesen Monaten: %(months)s.", day=day, months=names)
    ordinal, number = rule.nth
    weekday = _formats().weekday(A_MONDAY + timedelta(days=number))
    return _(
        "Der %(n)s. %(weekday)s fehlt in diesen Monaten: %(months)s.",
        n=ordinal,
        weekday=weekday,
        months=names,
    )


def _months_of_a_year(months: list[date]) -> str:
    names = ", ".join(_formats().month(month) for month in months)
    return f"{names} {months[0].year}"


def _year_of(month: date) -> int:
    return month.year


def _formats() -> PageFormats:
    return PageFormats(current_language())
