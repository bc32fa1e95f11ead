"""Who gave neither phone number nor e-mail address is told when they come: a note on the list of to-dos."""

from __future__ import annotations

from datetime import datetime

from booking.appointments.models import Appointment
from booking.scheduling.walltime import to_wall
from booking.todos.models import Kind
from booking.todos.opening import Job
from booking.todos.reaching import UNREACHABLE


def note(appointment: Appointment, key: str, known_start: datetime, *, now: datetime) -> Job:
    """Their number, and when they will come because they know no better; due then."""
    return Job(
        kind=Kind.CALL,
        key=key,
        due_at=max(now, known_start),
        provider_id=appointment.provider_id,
        person_id=appointment.person_id,
        appointment_id=appointment.id,
        subject=f"{UNREACHABLE} {appointment.code} {to_wall(known_start):%Y-%m-%d %H:%M}",
    )
