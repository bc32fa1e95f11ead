"""Every appointment of a day in the whole house; nobody's person is read with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import TAKES_PLACE, Appointment
from booking.scheduling.walltime import day_bounds


def of_the_day(session: Session, day: date) -> Sequence[Appointment]:
    """What is booked for that day, by start: in the house, on the phone and at home; asleep ones too."""
    bounds = day_bounds(day)
    return session.scalars(
        select(Appointment)
        .where(Appointment.starts_at >= bounds.start, Appointment.starts_at < bounds.end)
        .where(Appointment.status.in_(TAKES_PLACE))
        .options(joinedload(Appointment.room), joinedload(Appointment.offer))
        .order_by(Appointment.starts_at, Appointment.code)
    ).all()
