"""Finding reservations and their dates, with a fixed number of queries whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Role
from booking.errors import NotFound
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation, Series
from booking.scheduling.intervals import Interval

LONGEST = timedelta(days=14)  # no date is longer; it keeps the search for overlaps short


def by_id(session: Session, reservation_id: str) -> Reservation:
    """The reservation with its series and dates. Raises NotFound."""
    found = session.scalar(
        select(Reservation)
        .where(Reservation.id == reservation_id)
        .options(
            joinedload(Reservation.provider),
            selectinload(Reservation.series),
            selectinload(Reservation.occurrences),
        )
    )
    if found is None:
        raise NotFound("reservation")
    return found


def reservation_of(session: Session, occurrence_id: str) -> str:
    """The id of the reservation that a date belongs to. Raises NotFound."""
    found = session.scalar(select(Occurrence.reservation_id).where(Occurrence.id == occurrence_id))
    if found is None:
        raise NotFound("occurrence")
    return found


def dates_in(
    session: Session, within: Interval, *, now: datetime, room_id: int | None = None
) -> Sequence[Occurrence]:
    """The dates that touch `within` and are in the calendar, by start; requests whose deadline passed are not."""
    statement = (
        select(Occurrence)
        .join(Occurrence.reservation)
        .where(Occurrence.starts_at < within.end, Occurrence.ends_at > within.start)
        .where(Occurrence.starts_at > within.start - LONGEST)
        .where(Occurrence.status.in_(IN_THE_CALENDAR))
        .where((Reservation.decide_by.is_(None)) | (Reservation.decide_by > now))
        .options(
            joinedload(Occurrence.reservation).joinedload(Reservation.provider),
            joinedload(Occurrence.reservation)
            .joinedload(Reservation.series)
            .joinedload(Series.room)
            .lazyload(Room.parts),
            joinedload(Occurrence.room).lazyload(Room.parts),
        )
        .order_by(Occurrence.starts_at, Occurrence.room_id)
    )
    if room_id is not None:
        statement = statement.where(Occurrence.room_id == room_id)
    rooms = rooms_and_parts(session)  # in the session they are met again with their parts
    found = session.scalars(statement).unique().all()
    del rooms
    return found


def of_actor(session: Session, actor: Actor, *, now: datetime) -> Sequence[Reservation]:
    """The reservations with something to come that the actor may open: the provider's, or the whole house's."""
    coming = select(Occurrence.reservation_id).where(
        Occurrence.ends_at > now, Occurrence.status.in_(IN_THE_CALENDAR)
    )
    statement = (
        select(Reservation)
        .where(Reservation.id.in_(coming))
        .options(
            joinedload(Reservation.provider),
            selectinload(Reservation.series),
            selectinload(Reservation.occurrences),
        )
    )
    if actor.role not in HOUSE_ROLES:
        own = actor.provider_id if actor.role in (Role.ADVISER, Role.LEAD) else None
        statement = statement.where(Reservation.provider_id == own)
    return sorted(session.scalars(statement).unique(), key=lambda each: _next_start(each, now))


def _next_start(reservation: Reservation, now: datetime) -> datetime:
    return min(
        each.starts_at
        for each in reservation.occurrences
        if each.ends_at > now and each.status in IN_THE_CALENDAR
    )
