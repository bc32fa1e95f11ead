"""Offers that have lost every time to something else: other times are held, or the appointment is cancelled for good.

A second closure or absence, or a Sprechstunde called off, may take what was held. Whose appointment it is hears once:
of the new times, or that there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments import changes
from booking.appointments import finding as appointments
from booking.appointments.models import Appointment
from booking.disruptions.answering import close, is_waited_for, live_choices, read_again
from booking.disruptions.carrying import offer_times
from booking.disruptions.locking import lock_house, lock_rows
from booking.disruptions.models import Replacement, State
from booking.disruptions.offering import Holder
from booking.disruptions.wanted import Wanted, as_wanted, row_of
from booking.runtime import Desk

BATCH = 50
HOUSE = "house"


def emptied(session: Session, now: datetime) -> list[str]:
    """The open offers of which no time is left, though there still was time to answer."""
    statement = (
        select(Replacement)
        .where(Replacement.state == State.OPEN, Replacement.answer_by > now)
        .order_by(Replacement.answer_by, Replacement.id)
    )
    found = session.scalars(statement).all()
    left = live_choices(session, found, now)
    return [each.id for each in found if not left[each.id]][:BATCH]


def refill(session: Session, desk: Desk, replacement_id: str) -> None:
    """Close this one, and open another with new times if there are any. Nothing happens to one that is not empty."""
    replacement = session.get_one(Replacement, replacement_id)
    appointment = _locked(session, replacement)
    if not replacement.is_open or live_choices(session, [replacement], desk.now)[replacement.id]:
        return
    if not is_waited_for(session, replacement, appointment):
        close(session, replacement, State.OVERTAKEN, now=desk.now)
        return
    alone = _only_with_them(session, replacement, appointment)
    close(session, replacement, State.GONE, now=desk.now)
    held, answer_by = _hold(session, desk, appointment, alone=alone)
    if answer_by is None:
        changes.cancel(session, appointment, by=HOUSE, now=desk.now)
    else:
        appointment.sleep(appointment.asleep_by or replacement.cause)
        offer_times(session, appointment, held, answer_by, now=desk.now)
    session.flush()


def _locked(session: Session, replacement: Replacement) -> Appointment:
    """Its appointment, as everything is now: as when it was declared, nobody books or reserves anything meanwhile."""
    names = [replacement.appointment_id, *replacement.choices]
    lock_rows(session, dates=(), hours=(), appointments=names)
    appointment = appointments.by_id(session, replacement.appointment_id, for_change=True)
    read_again(session, [replacement])
    lock_house(session, names)
    return appointment


def _hold(
    session: Session, desk: Desk, appointment: Appointment, *, alone: bool
) -> tuple[Sequence[Appointment], datetime | None]:
    """Times with their own adviser if only those were offered, else or in need with colleagues."""
    row = row_of(session, appointment.asleep_by or "")
    if row is None:
        return [], None
    wanted = as_wanted(row)
    for each in _in_turn(wanted, alone=alone):
        held, answer_by = Holder(session, desk, each).hold_for(appointment)
        if answer_by is not None:
            return held, answer_by
    return [], None


def _in_turn(wanted: Wanted, *, alone: bool) -> Sequence[Wanted]:
    return [replace(wanted, colleagues=False), wanted] if alone else [wanted]


def _only_with_them(session: Session, replacement: Replacement, appointment: Appointment) -> bool:
    """Whether only times with their own adviser were offered before."""
    with_whom = select(Appointment.adviser_id).where(Appointment.id.in_(replacement.choices))
    return set(session.scalars(with_whom)) == {appointment.adviser_id}
