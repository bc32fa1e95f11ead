"""How long an appointment lasts: support needs that take time make it twice as long as usual."""

from __future__ import annotations

from collections.abc import Sequence

from booking.appointments.models import Appointment
from booking.appointments.terms import terms_of
from booking.house.rooms import INTERPRETER, MORE_TIME, SIGN_LANGUAGE

TAKES_LONGER = frozenset({MORE_TIME, INTERPRETER, SIGN_LANGUAGE})
USUAL, LONG = 1, 2


def slots_in_a_row(needs: Sequence[str]) -> int:
    """How many neighbouring slots an appointment with these needs takes."""
    return LONG if TAKES_LONGER.intersection(needs) else USUAL


def is_as_long_as(appointment: Appointment, needs: Sequence[str]) -> bool:
    """Whether it has the length that these needs ask for."""
    long = terms_of(appointment.hours, appointment.offer).grid.length(LONG)
    is_long = appointment.ends_at - appointment.starts_at >= long
    return is_long == (slots_in_a_row(needs) == LONG)
