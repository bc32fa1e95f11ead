"""The house's calendar: when it is open, which days are holidays in NRW, what is closed and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from holidays import country_holidays
from sqlalchemy import CompoundSelect, bindparam, false, literal, select, true, union_all
from sqlalchemy.orm import Session

from booking.house.models import Closure, ClosureKind, OpeningHours, Room
from booking.i18n import sentence
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day

OUT_OF_SERVICE = sentence("Der Raum ist außer Betrieb.")


@dataclass(frozen=True)
class Closed:
    """A time when the house (room_id None) or one room is closed, with its public reason.

    `retired`: nobody closed it for a time, the room is out of service from then on.
    """

    interval: Interval
    reason: str
    room_id: int | None = None
    holiday: bool = False
    retired: bool = False


def opening_hours(session: Session) -> dict[int, tuple[time, time]]:
    """Wall-clock opening times by weekday (0 = Monday); a missing weekday is closed."""
    return {row.weekday: (row.opens, row.closes) for row in session.scalars(select(OpeningHours))}


def holidays_between(first: date, last: date) -> dict[date, str]:
    """The statutory holidays of North Rhine-Westphalia with their German names, both ends included."""
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        found.update({day: name for day, name in _holidays(year) if first <= day <= last})
    return found


def closed_times(session: Session, within: Interval) -> list[Closed]:
    """Closures and holidays that touch `within`, and rooms that are out of service then, in order."""
    closed = [
        Closed(
            Interval(max(start, within.start), within.end) if retired else Interval(start, end),
            reason,
            room_id,
            retired=retired,
        )
        for start, end, reason, room_id, retired in session.execute(
            _closed(), {"from": within.start, "until": within.end}
        )
    ]
    last = wall_day(within.end - timedelta(microseconds=1))
    for day, name in holidays_between(wall_day(within.start), last).items():
        closed.append(Closed(day_bounds(day), name, holiday=True))
    return sorted(closed, key=lambda each: each.interval.start)


def close(session: Session, interval: Interval, *, reason: str, room_id: int | None = None) -> Closure:
    """Close the house or one room. No slot is offered in this time from now on."""
    kind = ClosureKind.HOUSE if room_id is None else ClosureKind.ROOM
    closure = Closure(
        starts_at=interval.start, ends_at=interval.end, reason=reason, room_id=room_id, kind=kind
    )
    session.add(closure)
    return closure


def open_daily(session: Session, weekdays: Sequence[int], opens: time, closes: time) -> None:
    """Set the opening hours of some weekdays."""
    for weekday in weekdays:
        session.merge(OpeningHours(weekday=weekday, opens=opens, closes=closes))


@cache
def _closed() -> CompoundSelect[datetime, datetime, str, int | None, bool]:
    """Start, end, reason, room, and whether the room is out of service, in one question.

    Asked of the database, not of objects: who looks after locking must not see what was read before.
    """
    closures = (
        select(Closure.starts_at, Closure.ends_at, Closure.reason, Closure.room_id, false().label("retired"))
        .where(Closure.starts_at < bindparam("until"), Closure.ends_at > bindparam("from"))
        .where(Closure.withdrawn_at.is_(None), Closure.kind.in_([ClosureKind.HOUSE, ClosureKind.ROOM]))
    )
    since = Room.retired_at
    out_of_service = select(
        since.label("starts_at"), since.label("ends_at"), literal(OUT_OF_SERVICE), Room.id, true()
    ).where(since < bindparam("until"))
    return union_all(closures, out_of_service)


@lru_cache(maxsize=32)
def _holidays(year: int) -> tuple[tuple[date, str], ...]:
    calendar = country_holidays("DE", subdiv="NW", years=year, language="de")
    return tuple(sorted(calendar.items()))
