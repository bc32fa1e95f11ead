"""When the next Sprechstunde becomes bookable, for those who find nothing today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.terms import terms_of
from booking.appointments.wishes import Wish, open_hours_for
from booking.scheduling.intervals import Interval

FAR_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Release:
    """From `opens_at` on, times from `starts_at` on can be booked."""

    opens_at: datetime
    starts_at: datetime


def next_release(session: Session, wish: Wish, *, now: datetime) -> Release | None:
    """The next planned Sprechstunde that still lies behind its horizon, or None when none is planned."""
    planned = open_hours_for(session, wish, Interval(now, now + FAR_AHEAD))
    releases = [
        Release(each.starts_at - terms_of(each, wish.offer).horizon, each.starts_at)
        for each in planned
        if each.starts_at > now
    ]
    coming = [each for each in releases if each.opens_at > now]
    return min(coming, key=lambda each: (each.opens_at, each.starts_at), default=None)
