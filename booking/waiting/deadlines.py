"""Until when somebody may answer an offered time: fitted to how we reach them and how near the time is.

Pure: the times of the house's phone come in as facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from booking.scheduling.walltime import from_wall_or_next, to_wall

USUAL = timedelta(hours=24)
NEAR = timedelta(hours=48)
WHEN_NEAR = timedelta(hours=2)
EVENING = time(20)
MORNING = time(8)
AFTER_THE_NIGHT = time(10)
TO_CALL = timedelta(hours=1)


def by_mail(now: datetime, start: datetime, notice: timedelta) -> datetime | None:
    """When a mail must be answered, or None: the time starts too soon to offer it at all.

    A day, but two hours when the time is within two days; a full hour, and never at night.
    """
    latest = start - notice
    usual = _awake(now + USUAL)
    if start - now > NEAR and usual <= latest:
        return usual
    soon = _awake(now + WHEN_NEAR)
    return soon if soon <= latest else None


def after_a_loss(now: datetime, start: datetime, notice: timedelta) -> datetime | None:
    """As `by_mail`, but a whole day wherever that fits: who does not answer in time loses what they had."""
    usual = _awake(now + USUAL)
    return usual if usual <= start - notice else by_mail(now, start, notice)


def by_phone(
    now: datetime, start: datetime, notice: timedelta, phone_ends: Sequence[datetime]
) -> datetime | None:
    """When a call must be answered, or None: nobody can call before the time starts.

    `phone_ends` are the ends of the phone's hours, the one to aim for first; the house needs an hour to call.
    """
    latest = start - notice
    return next((end for end in phone_ends if now + TO_CALL <= end <= latest), None)


def _awake(moment: datetime) -> datetime:
    """The next full hour; at night, ten o'clock of the morning after it."""
    wall = to_wall(moment)
    if (wall.minute, wall.second, wall.microsecond) != (0, 0, 0):
        moment += timedelta(hours=1) - timedelta(
            minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond
        )
        wall = to_wall(moment)
    if wall.time() > EVENING:
        return from_wall_or_next(wall.date() + timedelta(days=1), AFTER_THE_NIGHT)
    return from_wall_or_next(wall.date(), AFTER_THE_NIGHT) if wall.time() < MORNING else moment
