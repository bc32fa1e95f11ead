"""Nobody answered in time: the appointment is cancelled for good, and the held times are free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from booking.appointments import changes
from booking.appointments.models import Appointment
from booking.disruptions.answering import close, is_waited_for, lock_with_holds
from booking.disruptions.models import Replacement, State
from booking.runtime import Desk

BATCH = 50
HOUSE = "house"


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is anything to do."""
    return session.scalar(_due(now)) is not None


def lapse(session: Session, desk: Desk) -> int:
    """Cancel what nobody answered until now; says of how many appointments."""
    due = session.scalars(_due(desk.now)).all()
    lock_with_holds(session, due)
    appointments = {each.id: each for each in _appointments(session, due)}
    lapsed = 0
    for replacement in due:
        if not replacement.is_open or replacement.answer_by > desk.now:
            continue
        appointment = appointments[replacement.appointment_id]
        if not is_waited_for(session, replacement, appointment):
            close(session, replacement, State.OVERTAKEN, now=desk.now)
            continue
        close(session, replacement, State.LAPSED, now=desk.now)
        changes.cancel(session, appointment, by=HOUSE, now=desk.now)
        lapsed += 1
    session.flush()
    return lapsed


def _due(now: datetime) -> Select[Replacement]:
    return (
        select(Replacement)
        .where(Replacement.state == State.OPEN, Replacement.answer_by <= now)
        .order_by(Replacement.answer_by, Replacement.id)
        .limit(BATCH)
    )


def _appointments(session: Session, due: Sequence[Replacement]) -> list[Appointment]:
    statement = (
        select(Appointment)
        .where(Appointment.id.in_({each.appointment_id for each in due}))
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))
