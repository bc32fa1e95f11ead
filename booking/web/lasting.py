"""How long a browser may hold one time: twenty minutes, renewed by each step, two hours at most."""

from __future__ import annotations

from datetime import datetime, timedelta

from booking.appointments.booking import HOLD
from booking.appointments.models import Appointment
from booking.errors import DomainError

LONGEST = timedelta(hours=2)


class HoldEnded(DomainError):
    """The time was held for two hours, then it ran out: taking it again begins anew."""

    code = "hold-ended"


def outlives(held: Appointment, *, now: datetime) -> bool:
    """Whether a renewal now counts as one more hold: the first twenty minutes are one."""
    return now - held.created_at >= HOLD


def may_be_renewed(held: Appointment, *, now: datetime) -> bool:
    """Whether a step still renews it."""
    return now - held.created_at < LONGEST


def has_ended(held: Appointment, *, now: datetime) -> bool:
    """Whether it is not renewed any more and ran out: the time is free for everybody again."""
    return held.ran_out(now) and not may_be_renewed(held, now=now)
