"""A series of reserved dates as calendars read it: its rule, the days left out, the dates that are otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from booking.house.models import Room
from booking.ical.entry import CalendarEntry, Mailbox, Status
from booking.ical.series import Override, SeriesEntry, made_by_rule
from booking.reservations.courses import first_start, rule_of
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, OccurrenceStatus, Series
from booking.scheduling import recurrence

Entry = SeriesEntry | CalendarEntry
SummaryOf = Callable[[Occurrence], str]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What all entries of one calendar object have in common: the house's address, and `stamp`, their DTSTAMP."""

    house: str
    organizer: Mailbox
    attendee: Mailbox | None
    stamp: datetime


def series_entry(
    series: Series,
    occurrences: Sequence[Occurrence],
    *,
    summary_of: SummaryOf,
    sheet: Sheet,
) -> Entry | None:
    """The series as it stands; without a rule a single entry, None when nothing of it is in the calendar.

    Of `occurrences`, those of this series that take place or sleep are told. Days of the rule without one
    are left out (EXDATE). Where time, room, state or summary differ from the series, a date is an override.
    A date that the rule does not produce any more has no name in it and is not told.
    """
    there = [each for each in occurrences if each.series_id == series.id and each.status in IN_THE_CALENDAR]
    if there and series.rule is None:
        return date_entry(there[0], series.uid, summary=summary_of(there[0]), sheet=sheet)
    dates = {each.planned_at: each for each in there}
    planned = _planned(series)
    told = [dates[start] for start in planned if start in dates]
    if not told:
        return None
    summary = Counter(map(summary_of, told)).most_common(1)[0][0]
    status: Status = "CONFIRMED" if "CONFIRMED" in map(_standing, told) else "TENTATIVE"
    plain = _whole(series, planned[0], summary=summary, status=status, sheet=sheet)
    overrides = [_override(date, summary_of(date), sheet) for date in told]
    return replace(
        plain,
        exdates=tuple(start for start in planned if start not in dates),
        overrides=tuple(each for each in overrides if not _follows(each, plain)),
    )


def cancelled_entry(series: Series, *, summary: str, sheet: Sheet) -> Entry:
    """What a cancellation of the series names, when nothing of it is left."""
    if series.rule is not None:
        return _whole(series, _planned(series)[0], summary=summary, status="CANCELLED", sheet=sheet)
    start = first_start(series)
    return CalendarEntry(
        **_common(series, sheet),
        interval=(start, start + timedelta(minutes=series.minutes)),
        summary=summary,
        location=location_of(series.room, sheet.house),
        status="CANCELLED",
    )


def date_entry(date: Occurrence, uid: str, *, summary: str, sheet: Sheet) -> CalendarEntry:
    """One date by itself, in UTC, under this UID and in the version of its series."""
    return CalendarEntry(
        **{**_common(date.series, sheet), "uid": uid},
        interval=(date.starts_at, date.ends_at),
        summary=summary,
        location=location_of(date.room, sheet.house),
        status=_standing(date),
    )


def location_of(room: Room, house: str) -> str:
    """The address of the house, and the room."""
    return f"{house}, {room.name}"


def _planned(series: Series) -> list[datetime]:
    """Where the rule puts its dates, in UTC."""
    rule = rule_of(series)
    days = recurrence.days(rule, series.first_day) if rule else [series.first_day]
    return recurrence.starts(days, series.wall_time)


def _standing(date: Occurrence) -> Literal["CONFIRMED", "TENTATIVE"]:
    """What sleeps, or waits for the house's answer, is tentative."""
    return "CONFIRMED" if date.status == OccurrenceStatus.CONFIRMED else "TENTATIVE"


def _whole(series: Series, first: datetime, *, summary: str, status: Status, sheet: Sheet) -> SeriesEntry:
    """The series as if each of its dates followed the rule."""
    return SeriesEntry(
        **_common(series, sheet),
        first=(first, first + timedelta(minutes=series.minutes)),
        rule=series.rule or "",
        exdates=(),
        overrides=(),
        summary=summary,
        location=location_of(series.room, sheet.house),
        status=status,
    )


def _override(date: Occurrence, summary: str, sheet: Sheet) -> Override:
    return Override(
        recurrence_id=date.planned_at,
        interval=(date.starts_at, date.ends_at),
        summary=summary,
        location=location_of(date.room, sheet.house),
        status=_standing(date),
    )


def _follows(date: Override, plain: SeriesEntry) -> bool:
    """Whether every reader finds this date in the rule as it is."""
    told = (date.summary, date.location, date.status)
    usual = (plain.summary, plain.location, plain.status)
    return told == usual and made_by_rule(plain.first, date.recurrence_id, date.interval)


def _common(series: Series, sheet: Sheet) -> dict[str, Any]:
    return {
        "uid": series.uid,
        "sequence": series.sequence,
        "organizer": sheet.organizer,
        "attendee": sheet.attendee,
        "stamp": sheet.stamp,
        "last_modified": sheet.stamp,
    }
