"""What is to come when the house would not be open any more: reservations, and Sprechstunden without a reserved room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import Channel, ConsultationHours
from booking.house.calendar import opening_hours
from booking.house.opening import Week
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation
from booking.scheduling.intervals import Interval
from booking.scheduling.policy import opening_violations


@dataclass(frozen=True)
class Outside:
    """Dates of one reservation, by start, and the Sprechstunden in them that lie outside themselves."""

    reservation: Reservation
    dates: Sequence[Occurrence]
    hours: Sequence[ConsultationHours]


@dataclass(frozen=True)
class Effect:
    """`hours` are Sprechstunden that have no reserved room."""

    reserved: Sequence[Outside]
    hours: Sequence[ConsultationHours]

    @property
    def is_empty(self) -> bool:
        return not self.reserved and not self.hours


def outside(session: Session, after: Week, *, now: datetime) -> Effect:
    """What lies within the opening hours as they are, and would lie outside `after`."""
    before = opening_hours(session)

    def falls_out(interval: Interval) -> bool:
        return not _is_outside(interval, before) and _is_outside(interval, after)

    hours = [each for each in _hours(session, now) if falls_out(Interval(each.starts_at, each.ends_at))]
    dates = [each for each in _dates(session, now) if falls_out(each.interval)]
    return Effect(_grouped(dates, hours), [each for each in hours if each.occurrence_id is None])


def _is_outside(interval: Interval, opening: Week) -> bool:
    return bool(opening_violations(interval, opening=opening, holidays={}, closures=[]))


def _dates(session: Session, now: datetime) -> Sequence[Occurrence]:
    open_still = Reservation.decide_by.is_(None) | (Reservation.decide_by > now)
    statement = (
        select(Occurrence)
        .join(Occurrence.reservation)
        .where(Occurrence.ends_at > now, Occurrence.status.in_(IN_THE_CALENDAR), open_still)
        .options(joinedload(Occurrence.reservation).joinedload(Reservation.provider))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return session.scalars(statement).unique().all()


def _hours(session: Session, now: datetime) -> Sequence[ConsultationHours]:
    """The Sprechstunden in the house that are not called off, by start."""
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.ends_at > now, ConsultationHours.closed_at.is_(None))
        .where(ConsultationHours.channel == Channel.ON_SITE)
        .options(joinedload(ConsultationHours.offer), joinedload(ConsultationHours.adviser))
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    )
    return session.scalars(statement).unique().all()


def _grouped(dates: Sequence[Occurrence], hours: Sequence[ConsultationHours]) -> list[Outside]:
    """One for each reservation, by its next date."""

    def its_reservation(date: Occurrence) -> str:
        return date.reservation_id

    found = []
    for _id, group in groupby(sorted(dates, key=its_reservation), key=its_reservation):
        mine = sorted(group, key=lambda date: (date.starts_at, date.id))
        ids = {each.id for each in mine}
        found.append(
            Outside(mine[0].reservation, mine, [each for each in hours if each.occurrence_id in ids])
        )
    return sorted(found, key=lambda each: (each.dates[0].starts_at, each.reservation.id))
