"""The times in a calendar file: on a wall somewhere, nearly always here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from icalendar import Event

from booking.importing.cells import EARLIEST, LATEST
from booking.scheduling.walltime import BERLIN, from_wall


class BadTime(ValueError):
    """A time that cannot be used; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Moment:
    """A time on the wall of a zone; without a zone in the file, and in all zones like ours, it is ours."""

    wall: datetime
    zone: tzinfo

    @property
    def is_ours(self) -> bool:
        return self.zone is BERLIN

    @property
    def instant(self) -> datetime:
        """In UTC. Raises NonexistentTime where our clocks skip it."""
        if self.is_ours:
            return from_wall(self.wall.date(), self.wall.time())
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)


def begins(event: Event) -> Moment:
    """When it begins. Raises BadTime."""
    return moment(_value(event, "DTSTART", missing="no_start"))


def ends(event: Event, start: Moment) -> datetime:
    """The instant at which it ends. Raises BadTime, NonexistentTime."""
    if "DTEND" in event:
        return moment(_value(event, "DTEND", missing="no_end")).instant
    length = _value(event, "DURATION", missing="no_end")
    if not isinstance(length, timedelta):
        raise BadTime("no_end")
    return start.instant + length


def moment(value: Any) -> Moment:
    """A date-time of the library as it stands on a wall. Raises BadTime."""
    if not isinstance(value, datetime):
        raise BadTime("all_day" if isinstance(value, date) else "no_time")
    if not EARLIEST <= value.year < LATEST:
        raise BadTime("year")
    wall = value.replace(tzinfo=None, second=0, microsecond=0)
    zone = value.tzinfo
    return Moment(wall, BERLIN if zone is None or _is_like_ours(zone) else zone)


def named(event: Event, name: str, zone: tzinfo) -> Iterator[datetime | date]:
    """The times of EXDATE, RDATE or RECURRENCE-ID on the wall of the event's zone; days stay days. Raises BadTime."""
    found = event.get(name)
    for each in found if isinstance(found, list) else [found] if found is not None else []:
        listed = getattr(each, "dts", None)
        for part in [each] if listed is None else listed:
            value = getattr(part, "dt", None)
            if isinstance(value, date) and not isinstance(value, datetime):
                yield value
                continue
            read = moment(value)
            yield read.wall if read.zone == zone else read.instant.astimezone(zone).replace(tzinfo=None)


def has_unknown_zone(event: Event) -> bool:
    """Whether it names a zone that nobody knows."""
    start = event.get("DTSTART")
    value = getattr(start, "dt", None)
    return "TZID" in getattr(start, "params", {}) and isinstance(value, datetime) and value.tzinfo is None


def _value(event: Event, name: str, *, missing: str) -> Any:
    found = event.get(name)
    value = getattr(found, "dt", getattr(found, "td", None))
    if value is None:
        raise BadTime(missing)
    return value


@lru_cache(maxsize=64)
def _is_like_ours(zone: tzinfo) -> bool:
    """Whether its clocks show what ours show, all through a year."""
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    days = (noon + timedelta(days=number) for number in range(365))
    return all(day.astimezone(zone).utcoffset() == day.astimezone(BERLIN).utcoffset() for day in days)
