"""A series as one invitation: its rule, the dates that are left out, and those that are otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from icalendar import Event, Timezone, vRecur

from booking.ical.components import calendar, event, invited, written
from booking.ical.entry import CalendarEntry, Mailbox, Status
from booking.ical.timezone import BERLIN_VTIMEZONE, runs_evenly, wall, wall_or_utc

_RULE: Final = re.compile(r"FREQ=[A-Z]+(;(?!UNTIL)[A-Z]+=[A-Z0-9,+-]+|;UNTIL=[0-9]{8}T[0-9]{6}Z)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A date of the series that has another time, length, place or state than the rule gives it."""

    recurrence_id: datetime  # where the rule puts it, in UTC; its name for life
    interval: tuple[datetime, datetime]  # [start, end) in UTC
    summary: str
    location: str
    status: Literal["CONFIRMED", "TENTATIVE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEntry:
    """One series in one version, as CalendarEntry is one date in one version; all times are UTC.

    `exdates` and overrides name dates that the rule makes, the first may be among them; a date for
    which `made_by_rule` is false is one of the two. ValueError for what would make an invalid or
    misleading calendar.
    """

    uid: str
    sequence: int
    first: tuple[datetime, datetime]  # [start, end) of the first date that the rule makes
    rule: str  # RFC 5545, UNTIL in UTC
    exdates: tuple[datetime, ...]
    overrides: tuple[Override, ...]
    summary: str
    location: str
    organizer: Mailbox
    attendee: Mailbox | None
    stamp: datetime
    last_modified: datetime
    status: Status

    def __post_init__(self) -> None:
        """Refuse what calendars would read in different ways."""
        if not _RULE.fullmatch(self.rule):
            message = f"a calendar's rule is RFC 5545 text with its end in UTC, not {self.rule!r}"
            raise ValueError(message)
        named = [*self.exdates, *(each.recurrence_id for each in self.overrides)]
        if any(instant.utcoffset() != timedelta(0) for instant in named):
            message = "the dates of a series are named in UTC"
            raise ValueError(message)
        if len(set(named)) < len(named):
            message = "a date of a series is left out or otherwise, once and not both"
            raise ValueError(message)
        for instant in (self.first[0], *named):
            wall(instant)
        _date(self, self.first, self.status)
        for each in self.overrides:
            _date(self, each.interval, each.status)


def request(entry: SeriesEntry) -> bytes:
    """The invitation to the whole series or its update (METHOD:REQUEST), with every change it has by now."""
    if entry.status == "CANCELLED":
        message = "a cancelled series is sent with cancel()"
        raise ValueError(message)
    events = [invited(each, entry.organizer, entry.attendee) for each in components(entry)]
    return written(calendar("REQUEST", [zone(), *events]))


def cancel(entry: SeriesEntry) -> bytes:
    """The cancellation of the whole series (METHOD:CANCEL, STATUS:CANCELLED), one sequence higher."""
    made = invited(_master(entry, "CANCELLED"), entry.organizer, entry.attendee)
    return written(calendar("CANCEL", [zone(), made]))


def made_by_rule(
    first: tuple[datetime, datetime], recurrence_id: datetime, interval: tuple[datetime, datetime]
) -> bool:
    """Whether every calendar gives that date of the series of `first` this interval, without an override.

    Not at another time or with another length; nor while the clocks change, where one calendar keeps
    the hour of the end and another the length, and they disagree which half past two October means.
    """
    same_length = interval[1] - interval[0] == first[1] - first[0]
    return interval[0] == recurrence_id and same_length and runs_evenly(first) and runs_evenly(interval)


def components(entry: SeriesEntry) -> list[Event]:
    """The VEVENT of the series and those of its overrides, in order; nobody is named in them."""
    overrides = sorted(entry.overrides, key=lambda each: each.recurrence_id)
    return [_master(entry, entry.status), *(_override(entry, each) for each in overrides)]


def zone() -> Timezone:
    """The VTIMEZONE that a calendar with a series needs, once."""
    made = Timezone.from_ical(BERLIN_VTIMEZONE)
    assert isinstance(made, Timezone)
    return made


def _master(entry: SeriesEntry, status: Status) -> Event:
    made = _on_the_wall(_date(entry, entry.first, status))
    made["DTSTART"] = wall(entry.first[0])
    made.add("RRULE", vRecur.from_ical(entry.rule))
    for instant in sorted(entry.exdates):
        made.add("EXDATE", wall(instant))
    return made


def _override(entry: SeriesEntry, override: Override) -> Event:
    date = _date(entry, override.interval, override.status)
    made = _on_the_wall(replace(date, summary=override.summary, location=override.location))
    made.add("RECURRENCE-ID", wall(override.recurrence_id))
    return made


def _date(entry: SeriesEntry, interval: tuple[datetime, datetime], status: Status) -> CalendarEntry:
    """One date of the series as an entry of its own, with an entry's checks."""
    return CalendarEntry(
        uid=entry.uid,
        sequence=entry.sequence,
        interval=interval,
        summary=entry.summary,
        location=entry.location,
        organizer=entry.organizer,
        attendee=entry.attendee,
        stamp=entry.stamp,
        status=status,
        last_modified=entry.last_modified,
    )


def _on_the_wall(date: CalendarEntry) -> Event:
    made = event(date)
    made["DTSTART"], made["DTEND"] = map(wall_or_utc, date.interval)
    return made
