"""Changing when the house is open, weekday by weekday. Nothing that is booked already changes with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy.orm import Session

from booking import outbox
from booking.db import lock
from booking.house.calendar import open_daily, opening_hours
from booking.house.events import OpeningHoursChanged
from booking.house.models import OpeningHours

OPENING_LOCK = -17
Week = Mapping[int, tuple[time, time]]


def hours_for_change(session: Session) -> Week:
    """The opening hours as they are now; until the transaction ends nobody else changes them."""
    lock(session, [OPENING_LOCK])
    return opening_hours(session)


def change_opening_hours(session: Session, week: Week, *, now: datetime) -> list[int]:
    """From now on the house is open like this; a missing weekday is closed. Gives the weekdays that changed.

    Call `hours_for_change` first.
    """
    before = opening_hours(session)
    changed = changed_weekdays(before, week)
    for weekday in changed:
        if weekday in week:
            open_daily(session, [weekday], *week[weekday])
        else:
            session.delete(session.get_one(OpeningHours, weekday))
    session.flush()
    if changed:
        outbox.record(session, OpeningHoursChanged(weekdays=changed), now=now)
    return changed


def changed_weekdays(before: Week, after: Week) -> list[int]:
    """The weekdays on which they differ, Monday (0) first."""
    return [each for each in range(7) if before.get(each) != after.get(each)]
