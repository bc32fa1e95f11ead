"""Until when reports and requests have to be answered (rules L-42, L-76); always at noon."""

from __future__ import annotations

from datetime import datetime, timedelta

from booking.scheduling.walltime import at_wall, wall_day

NOON = 12
BARRIER_DAYS = 14
BARRIER_LAST_DAYS = 42
DATA_DAYS = 30


def barrier_due(now: datetime) -> datetime:
    """When a reported barrier should be answered."""
    return _noon_after(now, BARRIER_DAYS)


def barrier_final(now: datetime) -> datetime:
    """When it must be answered at the latest."""
    return _noon_after(now, BARRIER_LAST_DAYS)


def data_due(now: datetime) -> datetime:
    """When a request about data must be answered, in both laws (one month; DSG-EKD would allow three)."""
    return _noon_after(now, DATA_DAYS)


def _noon_after(now: datetime, days: int) -> datetime:
    return at_wall(wall_day(now) + timedelta(days=days), NOON)
