"""Whether the house is closed all day, and why."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from booking.house.calendar import closed_times
from booking.scheduling.walltime import day_bounds


def closed_all_day(session: Session, day: date) -> str | None:
    """The public reason of the holiday or closure that takes the whole day, or None."""
    bounds = day_bounds(day)
    for each in closed_times(session, bounds):
        if each.room_id is None and each.interval.contains(bounds):
            return each.reason
    return None
