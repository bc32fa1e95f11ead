"""The rule of a series as people say it: "jede 2. Woche am Dienstag, 14–16 Uhr, bis 30. Juni 2027"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from booking.i18n import Language
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import to_wall

_A_MONDAY: Final = date(2024, 1, 1)


def rule_words(rule: Rule | None, first: datetime, minutes: int, spoken: Language) -> str:
    """Days, hours and end of a series that begins at the instant `first`; without a rule the one date."""
    hours = hours_words(first, first + timedelta(minutes=minutes), spoken)
    if rule is None:
        return f"{spoken.formats.day_year(first)}, {hours}"
    return ", ".join([_days(rule, first, spoken), hours, _end(rule, spoken)])


def hours_words(start: datetime, end: datetime, spoken: Language) -> str:
    """From when to when: 14–16 Uhr, 9:30–11 Uhr; 20–24 Uhr until midnight."""
    begins, ends = to_wall(start), to_wall(end)
    if ends.time() == time() and ends.date() == begins.date() + timedelta(days=1):
        until = "24"
    elif ends.date() > begins.date():
        return spoken.gettext(
            "%(start)s Uhr bis %(day)s, %(end)s Uhr",
            start=_clock(start, spoken),
            day=spoken.formats.day(end),
            end=_clock(end, spoken),
        )
    else:
        until = _clock(end, spoken)
    return spoken.gettext("%(start)s–%(end)s Uhr", start=_clock(start, spoken), end=until)


def listed(words: Sequence[str], spoken: Language) -> str:
    """Montag, Dienstag und Freitag."""
    if len(words) < 2:
        return "".join(words)
    return spoken.gettext("%(some)s und %(last)s", some=", ".join(words[:-1]), last=words[-1])


def _clock(instant: datetime, spoken: Language) -> str:
    """9:30, but 9 on the hour."""
    return spoken.formats.clock(instant).removesuffix(":00")


def _days(rule: Rule, first: datetime, spoken: Language) -> str:
    if rule.frequency is Frequency.DAILY:
        return _every(rule, spoken.gettext("jeden Tag"), spoken.gettext("jeden %(n)s. Tag", n=rule.interval))
    if rule.frequency is Frequency.WEEKLY:
        names = listed([_weekday(each, spoken) for each in rule.weekdays], spoken)
        return _every(
            rule,
            spoken.gettext("jeden %(weekdays)s", weekdays=names),
            spoken.gettext("jede %(n)s. Woche am %(weekdays)s", n=rule.interval, weekdays=names),
        )
    if rule.frequency is Frequency.MONTHLY:
        return _monthly(rule, spoken)
    day = spoken.formats.short_day(first)
    return _every(
        rule,
        spoken.gettext("jedes Jahr am %(day)s", day=day),
        spoken.gettext("jedes %(n)s. Jahr am %(day)s", n=rule.interval, day=day),
    )


def _monthly(rule: Rule, spoken: Language) -> str:
    if rule.nth is None and rule.month_day is not None and rule.month_day > 0:
        day = spoken.gettext("am %(day)s.", day=rule.month_day)
        each_month = spoken.gettext("am %(day)s. jedes Monats", day=rule.month_day)
    else:
        day = _named_day(rule, spoken)
        each_month = spoken.gettext("%(day)s im Monat", day=day)
    return _every(rule, each_month, spoken.gettext("jeden %(n)s. Monat %(day)s", n=rule.interval, day=day))


def _named_day(rule: Rule, spoken: Language) -> str:
    """A day of the month that has a name rather than a number."""
    if rule.nth is None:
        return spoken.gettext("am letzten Tag")
    ordinal, weekday = rule.nth
    name = _weekday(weekday, spoken)
    if ordinal < 0:
        return spoken.gettext("am letzten %(weekday)s", weekday=name)
    return spoken.gettext("am %(n)s. %(weekday)s", n=ordinal, weekday=name)


def _every(rule: Rule, each: str, some: str) -> str:
    return each if rule.interval == 1 else some


def _end(rule: Rule, spoken: Language) -> str:
    if rule.until is not None:
        return spoken.gettext("bis %(day)s", day=spoken.formats.date(rule.until))
    return spoken.gettext("%(n)s-mal", n=rule.count)


def _weekday(number: int, spoken: Language) -> str:
    return spoken.formats.weekday(_A_MONDAY + timedelta(days=number))
