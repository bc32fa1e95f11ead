"""Finding reservations and their dates, with a fixed number of queries whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
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


def of_actor(session: Session, actor: Actor, *, now: datetime, skip: int, most: int) -> Sequence[Reservation]:
    """The reservations with something to come that the actor may open, by their next date: the provider's,
    or the whole house's.
    """
    next_dates = _coming_of(actor, now).order_by(func.min(Occurrence.starts_at), Occurrence.reservation_id)
    ids = session.scalars(next_dates.offset(skip).limit(most)).all()
    found = session.scalars(
        select(Reservation)
        .where(Reservation.id.in_(ids))
        .options(
            joinedload(Reservation.provider),
            selectinload(Reservation.series),
            selectinload(Reservation.occurrences),
        )
    ).unique()
    by_id = {each.id: each for each in found}
    return [by_id[each] for each in ids]


def count_of_actor(session: Session, actor: Actor, *, now: datetime) -> int:
    """How many `of_actor` has in all."""
    return session.scalar(select(func.count()).select_from(_coming_of(actor, now).subquery())) or 0


def _coming_of(actor: Actor, now: datetime) -> Select[str]:
    """The ids of reservations with a date that is not over, each once."""
    statement = (
        select(Occurrence.reservation_id)
        .where(Occurrence.ends_at > now, Occurrence.status.in_(IN_THE_CALENDAR))
        .group_by(Occurrence.reservation_id)
    )
    if actor.role in HOUSE_ROLES:
        return statement
    own = actor.provider_id if actor.role in (Role.ADVISER, Role.LEAD) else None
    return statement.join(Occurrence.reservation).where(Reservation.provider_id == own)
