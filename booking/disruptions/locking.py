"""The one order in which everything is locked: reservations, Sprechstunden, appointments, then all resources at once.

Whoever books there has booked before, and is seen, or comes after, and sees the closure. Rows that came in between
are noticed: what was not locked is not touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from booking.appointments.models import Appointment, ConsultationHours
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.occupancy import BusyTime
from booking.occupancy.claims import lock_resources
from booking.offers.models import Adviser
from booking.reservations.models import Occurrence, Reservation

Key = TypeVar("Key", str, int)


def lock_rows(
    session: Session,
    *,
    dates: Iterable[Occurrence],
    hours: Sequence[ConsultationHours],
    appointments: Collection[str],
) -> set[str]:
    """Make everybody wait who wants to change these, or an appointment in these Sprechstunden.

    Gives the ids of the reservations and appointments that are locked now.
    """
    hours_ids = [each.id for each in hours]
    reservations = _lock(session, Reservation.id, Reservation.id.in_({each.reservation_id for each in dates}))
    _lock(session, ConsultationHours.id, ConsultationHours.id.in_(hours_ids))
    wanted = or_(Appointment.id.in_(appointments), Appointment.hours_id.in_(hours_ids))
    return {*reservations, *_lock(session, Appointment.id, wanted)}


def lock_house(session: Session, holds: Collection[str] = ()) -> None:
    """Every room, every adviser and what the holds take: nobody books or reserves anything meanwhile."""
    rooms = [resource for room in rooms_and_parts(session) for resource in room.resource_ids]
    advisers = session.scalars(select(Adviser.resource_id)).all()
    lock_resources(session, {*rooms, *advisers, *held_by_all(session, holds)})


def lock_places(
    session: Session, rooms: Iterable[Room], adviser_ids: Collection[int], holds: Collection[str] = ()
) -> None:
    """These rooms, these advisers and what the holds take."""
    parts = [resource for room in rooms for resource in room.resource_ids]
    advisers = session.scalars(select(Adviser.resource_id).where(Adviser.id.in_(adviser_ids))).all()
    lock_resources(session, {*parts, *advisers, *held_by_all(session, holds)})


def held_by_all(session: Session, appointment_ids: Collection[str]) -> Sequence[int]:
    """What these appointments have claims on."""
    owners = [f"appointment:{each}" for each in appointment_ids]
    return session.scalars(select(BusyTime.resource_id).where(BusyTime.owner.in_(owners)).distinct()).all()


def _lock(session: Session, key: InstrumentedAttribute[Key], condition: ColumnElement[bool]) -> Sequence[Key]:
    statement = select(key).where(condition).order_by(key)
    return session.scalars(statement.with_for_update(key_share=True)).all()
