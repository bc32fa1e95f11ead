"""Words that several prints share: how old they are, times as a house says them, and what typesetting must know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from booking.appointments.happenings import Happening, HouseDays
from booking.house.models import Room
from booking.i18n import Language
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds


def as_of(spoken: Language, now: datetime) -> str:
    """Stand: 22. November 2026, 9:42 Uhr."""
    fmt = spoken.formats
    return spoken.gettext("Stand: %(day)s, %(time)s", day=fmt.date(now), time=fmt.time(now))


def clock(spoken: Language, moment: datetime) -> str:
    """9 or 9:30."""
    return spoken.formats.clock(moment).removesuffix(":00")


def span_words(spoken: Language, span: Interval, day: date) -> str:
    """9–12 Uhr, or all day; what lies on other days is not said."""
    bounds = day_bounds(day)
    if span.contains(bounds):
        return spoken.gettext("ganztägig")
    start = clock(spoken, max(span.start, bounds.start))
    end = "24" if span.end >= bounds.end else clock(spoken, span.end)
    return spoken.gettext("%(time)s Uhr", time=f"{start}–{end}")


def each_once(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def way(spoken: Language, room: Room) -> str:
    """On which floor it is."""
    return spoken.gettext(room.floor) if room.floor else ""


def closed_words(spoken: Language, days: HouseDays, room: Room, day: date) -> list[str]:
    """When the house or the room is closed on that day, and why."""
    return [
        f"{span_words(spoken, each.interval, day)}: {spoken.gettext('geschlossen: %(reason)s', reason=each.reason)}"
        for each in days.plan.closed_on(room, day)
    ]


def by_time(found: Iterable[Happening]) -> dict[Interval, list[Happening]]:
    """What takes place, by its time, in order."""
    spans: dict[Interval, list[Happening]] = {}
    for each in sorted(found, key=lambda happening: (happening.interval.start, happening.interval.end)):
        spans.setdefault(each.interval, []).append(each)
    return spans


def for_typst(spoken: Language) -> dict[str, str]:
    return {"code": spoken.locale.language, "dir": spoken.dir}
