"""How everybody who is hit by a closure or an absence stands now: who has answered, and who still has to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import Appointment
from booking.disruptions.events import AbsenceDeclared, ClosureDeclared
from booking.disruptions.models import Replacement, State
from booking.events import AppointmentCancelled, AppointmentMoved
from booking.outbox import EventRow
from booking.reservations.models import Occurrence

DECLARED = (ClosureDeclared.__name__, AbsenceDeclared.__name__)


class Stands(StrEnum):
    """The states of an offer, and what was decided at once."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    CANCELLED = "cancelled"
    OTHER_ROOM = "other_room"


@dataclass(frozen=True)
class Standing:
    """One appointment. `answer_by` while an offer is open."""

    appointment: Appointment
    stands: Stands
    answer_by: datetime | None = None


def standings(session: Session, cause: str) -> list[Standing]:
    """Everybody whom `cause` (closure:<id>, absence:<id>) hit, by when their appointment is now."""
    offered = [_of_offer(each) for each in _replacements(session, cause)]
    known = {each.appointment.id for each in offered}
    at_once = [each for each in _decided_at_once(session, cause) if each.appointment.id not in known]
    return sorted([*offered, *at_once], key=lambda each: (each.appointment.starts_at, each.appointment.id))


def sleeping_dates(session: Session, cause: str) -> Sequence[Occurrence]:
    """The dates that are asleep because of it, by start."""
    return (
        session.scalars(
            select(Occurrence)
            .where(Occurrence.asleep_by == cause)
            .options(joinedload(Occurrence.reservation))
            .order_by(Occurrence.starts_at, Occurrence.id)
        )
        .unique()
        .all()
    )


def _replacements(session: Session, cause: str) -> list[Replacement]:
    """The latest offer for each appointment."""
    rows = session.scalars(
        select(Replacement)
        .where(Replacement.cause == cause)
        .options(joinedload(Replacement.appointment).joinedload(Appointment.person))
        .order_by(Replacement.created_at)
    )
    return list({each.appointment_id: each for each in rows}.values())


def _of_offer(replacement: Replacement) -> Standing:
    is_open = replacement.state == State.OPEN
    return Standing(
        replacement.appointment,
        Stands(replacement.state),
        replacement.answer_by if is_open else None,
    )


def _decided_at_once(session: Session, cause: str) -> list[Standing]:
    """Who was cancelled, or sent to another room, in the transaction that declared it."""
    change = select(EventRow.change).where(EventRow.subject == cause, EventRow.type.in_(DECLARED))
    kinds = {
        AppointmentCancelled.__name__: Stands.CANCELLED,
        AppointmentMoved.__name__: Stands.OTHER_ROOM,
    }
    rows = session.scalars(
        select(EventRow).where(EventRow.change.in_(change), EventRow.type.in_(kinds)).order_by(EventRow.id)
    )
    found = {row.payload["appointment_id"]: kinds[row.type] for row in rows}
    appointments = session.scalars(
        select(Appointment).where(Appointment.id.in_(found)).options(joinedload(Appointment.person))
    ).unique()
    return [Standing(each, found[each.id]) for each in appointments]
