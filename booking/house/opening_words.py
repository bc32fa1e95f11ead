"""When somebody is at the desk and at the phone, as each language writes weekdays and hours.

There is no sentence to translate: names of weekdays come with the language, and a dash between two of them or between
two times is read everywhere. German says "bis" where there is room for it, easy German always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from booking.house.address import DayHours, HouseFacts
from booking.i18n import Language

MONDAY = date(2024, 1, 1)
SHORTEST_RUN = 3  # two days are named both
Span = tuple[time, time]


@dataclass(frozen=True)
class HouseInWords:
    """The house's card in one language, as pages, mails and paper have it."""

    name: str
    street: str
    town: str
    line: str
    phone: str
    phone_link: str
    phone_hours: str
    opening_text: str
    email: str
    operator: str
    represented_by: str


def in_words(facts: HouseFacts, spoken: Language) -> HouseInWords:
    """The card; its hours are words of the language, "Mo–Fr 9–12 Uhr" and "Montag bis Freitag, 9–17 Uhr"."""
    return HouseInWords(
        name=facts.name,
        street=facts.street,
        town=facts.town,
        line=facts.line,
        phone=facts.phone,
        phone_link=facts.phone_link,
        phone_hours=phone_words(facts.phone_hours, spoken),
        opening_text=desk_words(facts.desk_hours, spoken),
        email=facts.email,
        operator=facts.operator,
        represented_by=facts.represented_by,
    )


def desk_words(hours: Sequence[DayHours], spoken: Language) -> str:
    """Montag bis Mittwoch, Freitag, 9–17 Uhr; Donnerstag, 9–18 Uhr."""
    if not hours:
        return _capital(spoken.gettext("geschlossen"))
    return _capital(_week(hours, spoken, short=False, between=_comma(spoken)))


def phone_words(hours: Sequence[DayHours], spoken: Language) -> str:
    """Mo–Fr 9–12 Uhr: short in German, for it stands on every page."""
    short = spoken.german and not spoken.easy
    between = _comma(spoken) if spoken.easy or spoken.dir == "rtl" else " "
    return _capital(_week(hours, spoken, short=short, between=between))


def span_words(span: Span, spoken: Language) -> str:
    """9–17 Uhr. Languages without a word for it write 9:00–17:00, so that nobody takes the numbers for days."""
    full = spoken.gettext("%(time)s Uhr", time="") == ""
    to = " bis " if spoken.easy else "–"
    start, end = span
    times = [
        f"{start.hour}:{start.minute:02}",
        f"{end.hour or 24}:{end.minute:02}",
    ]  # closing at 0:00 is at 24:00
    return spoken.gettext(
        "%(time)s Uhr", time=to.join(each if full else each.removesuffix(":00") for each in times)
    )


def _week(hours: Sequence[DayHours], spoken: Language, *, short: bool, between: str) -> str:
    """Days with the same hours together, in the order of the week."""
    by_span: dict[Span, list[int]] = {}
    for each in sorted(hours, key=lambda each: each.weekday):
        by_span.setdefault((each.start, each.end), []).append(each.weekday)
    parts = [
        f"{_days(days, spoken, short=short)}{between}{span_words(span, spoken)}"
        for span, days in by_span.items()
    ]
    return ("؛ " if spoken.dir == "rtl" else "; ").join(parts)


def _days(days: Sequence[int], spoken: Language, *, short: bool) -> str:
    name = spoken.formats.weekday_short if short else spoken.formats.weekday
    to = " bis " if spoken.german and not short else "–"
    names, found = [name(MONDAY + timedelta(days=day)) for day in range(7)], []
    for run in _runs(days):
        if len(run) < SHORTEST_RUN:
            found += [names[day] for day in run]
        else:
            found.append(f"{names[run[0]]}{to}{names[run[-1]]}")
    return _comma(spoken).join(found)


def _runs(days: Sequence[int]) -> list[list[int]]:
    """The days, those that follow each other together."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _comma(spoken: Language) -> str:
    return "، " if spoken.dir == "rtl" else ", "


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
