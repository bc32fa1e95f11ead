"""When one can walk in at a door today: the times of its Sprechstunde without closures and absences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.models import Channel, ConsultationHours, HoursMode
from booking.house.calendar import Closed, closed_times
from booking.house.closing import closed_by_room
from booking.house.rooms import rooms_and_parts
from booking.offers.absences import absent_times
from booking.scheduling.intervals import Interval, subtract
from booking.scheduling.walltime import day_bounds, wall_day

OPEN_MODES = (HoursMode.OPEN_DOOR, HoursMode.BOTH)
CLOSED, OVER, SHUT = "closed", "over", "shut"


def times_of(
    session: Session, doors: Iterable[ConsultationHours], now: datetime
) -> Mapping[int, list[Interval]]:
    """When each door is open today, by Sprechstunde: nothing for one that is called off; three queries.

    Whatever stands in the plan on a holiday was put there on purpose.
    """
    today, doors = day_bounds(wall_day(now)), list(doors)
    if not doors:
        return {}
    closed = [each for each in closed_times(session, today) if not each.holiday]
    shut = closed_by_room(rooms_and_parts(session), closed)
    away = absent_times(session, {each.adviser_id for each in doors}, today)
    return {each.id: _times(each, shut, away) if is_door(each) else [] for each in doors}


def why_shut(session: Session, hours: ConsultationHours, now: datetime) -> str:
    """Why nobody gets a number here now: closed for good, over, or shut for a while; "" when they do."""
    today = day_bounds(wall_day(now))
    if not is_door(hours):
        return CLOSED
    if not today.includes(hours.starts_at):
        return OVER
    return shut_in(times_of(session, [hours], now)[hours.id], hours, now)


def shut_in(times: Iterable[Interval], hours: ConsultationHours, now: datetime) -> str:
    """The same from its times of today. Whoever comes before it opens gets a number."""
    left = [each for each in times if each.end > now]
    if hours.ends_at <= now:
        return OVER
    if not left or (hours.starts_at <= now < left[0].start):
        return SHUT
    return ""


def is_door(hours: ConsultationHours) -> bool:
    """Whether one can walk in there, and it was not called off."""
    return hours.mode in OPEN_MODES and hours.channel == Channel.ON_SITE and hours.is_open


def _times(
    hours: ConsultationHours,
    shut: Mapping[int | None, Sequence[Closed]],
    away: Mapping[int, Sequence[Interval]],
) -> list[Interval]:
    closed = [each.interval for each in shut[hours.room_id]]
    return subtract(Interval(hours.starts_at, hours.ends_at), [*closed, *away.get(hours.adviser_id, ())])
