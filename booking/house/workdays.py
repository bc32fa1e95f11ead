"""Deadlines in working days: noon of a day on which the house is open and its phone is staffed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from booking.house.calendar import closed_times, opening_hours
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, wall_day

NOON = 12
WORKING_WEEKDAYS = frozenset(range(5))  # on a Saturday rooms are open, the phone is not
LOOK_AHEAD = timedelta(days=60)


def noon_of_working_day(session: Session, now: datetime, *, days: int = 1) -> datetime:
    """Noon of the `days`-th working day after today; one that is a holiday or closed at noon does not count.

    When the house is closed for two months, noon after them: a deadline that nobody can keep is none.
    """
    today = wall_day(now)
    span = Interval(at_wall(today, 0), at_wall(today + LOOK_AHEAD, 0))
    closed = [each.interval for each in closed_times(session, span) if each.room_id is None]
    weekdays = WORKING_WEEKDAYS & set(opening_hours(session)) or WORKING_WEEKDAYS
    left = days
    for ahead in range(1, LOOK_AHEAD.days):
        noon = _noon(today + timedelta(days=ahead))
        if wall_day(noon).weekday() in weekdays and not any(each.start <= noon < each.end for each in closed):
            left -= 1
        if left == 0:
            return noon
    return _noon(today + LOOK_AHEAD)


def _noon(day: date) -> datetime:
    return at_wall(day, NOON)
