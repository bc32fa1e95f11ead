"""What an offer has in the plan: how many Sprechstunden and appointments are to come, and which follow its terms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from booking.appointments.models import STILL_TO_COME, Appointment, ConsultationHours, HoursMode
from booking.house.models import Room
from booking.offers.models import Offer

BY_APPOINTMENT = (HoursMode.BOOKABLE, HoursMode.BOTH)
# Which column of a Sprechstunde stands over which number of its offer.
OWN = {
    "duration_minutes": ConsultationHours.slot_minutes,
    "buffer_minutes": ConsultationHours.buffer_minutes,
    "notice_minutes": ConsultationHours.notice_minutes,
    "horizon_days": ConsultationHours.horizon_days,
    "daily_cap": ConsultationHours.daily_cap,
}


def coming_hours(session: Session, offer: Offer, now: datetime) -> int:
    """How many Sprechstunden of it are still to come, of each kind."""
    return _number(session, _hours(offer, now))


def coming_bookable(session: Session, offer: Offer, now: datetime) -> int:
    """How many of them can be booked."""
    return _number(session, _hours(offer, now).where(ConsultationHours.mode.in_(BY_APPOINTMENT)))


def following(session: Session, offer: Offer, names: Collection[str], now: datetime) -> int:
    """How many that can be booked take at least one of these numbers from the offer."""
    takes = or_(*(OWN[name].is_(None) for name in names))
    bookable = _hours(offer, now).where(ConsultationHours.mode.in_(BY_APPOINTMENT))
    return _number(session, bookable.where(takes))


def overheard(session: Session, offer: Offer, now: datetime) -> int:
    """How many lie in a room that is not confidential."""
    there = _hours(offer, now).join(Room, Room.id == ConsultationHours.room_id)
    return _number(session, there.where(Room.confidential.is_(False)))


def coming_appointments(session: Session, offer: Offer, now: datetime) -> int:
    """How many booked appointments are still to come."""
    return _number(
        session,
        select(func.count())
        .select_from(Appointment)
        .where(Appointment.offer_id == offer.id, Appointment.ends_at > now)
        .where(Appointment.status.in_(STILL_TO_COME)),
    )


def _hours(offer: Offer, now: datetime) -> Select[int]:
    return (
        select(func.count())
        .select_from(ConsultationHours)
        .where(ConsultationHours.offer_id == offer.id, ConsultationHours.ends_at > now)
        .where(ConsultationHours.closed_at.is_(None))
    )


def _number(session: Session, statement: Select[int]) -> int:
    return session.scalar(statement) or 0
