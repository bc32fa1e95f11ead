"""Looking at what a closure or an absence touches, as the database has it now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.hindrances import has_time_left
from booking.appointments.models import STILL_TO_COME, UNFINISHED, Appointment, ConsultationHours
from booking.appointments.wishes import wish_behind
from booking.disruptions.effects import TouchedDate, contact_behind
from booking.disruptions.wanted import Wanted
from booking.reservations.finding import LONGEST
from booking.reservations.models import TAKES_PLACE, Occurrence, Reservation
from booking.runtime import Desk


@dataclass(frozen=True)
class Touched:
    """`hours` are the Sprechstunden that sleep; `held` are holds that nobody can take over any more."""

    dates: Sequence[TouchedDate]
    hours: Sequence[ConsultationHours]
    hit: Sequence[Appointment]
    held: Sequence[Appointment]

    @property
    def sleeping_dates(self) -> list[Occurrence]:
        return [each.occurrence for each in self.dates if each.becomes == "asleep"]


def look(session: Session, desk: Desk, wanted: Wanted) -> Touched:
    """What is touched by it; what sleeps already, is over or has begun is left alone."""
    touched = open_hours_in(session, wanted, desk.now)
    hours = [
        each for each in touched if each.starts_at > desk.now and not has_time_left(each, wanted.interval)
    ]
    dates = _dates(session, wanted, touched, desk.now)
    appointments = _appointments(session, wanted, hours, desk)
    return Touched(
        dates=_becoming(session, dates, hours, desk.now),
        hours=hours,
        hit=[each for each in appointments if each.status in STILL_TO_COME],
        held=[each for each in appointments if each.status in UNFINISHED],
    )


def hours_in(session: Session, occurrence_ids: Collection[str]) -> list[ConsultationHours]:
    """The Sprechstunden in these dates that are not called off, asleep or awake."""
    there = ConsultationHours.occurrence_id.in_(occurrence_ids), ConsultationHours.closed_at.is_(None)
    return list(_read_hours(session, and_(*there)))


def open_hours_in(session: Session, wanted: Wanted, now: datetime) -> list[ConsultationHours]:
    """The Sprechstunden that are awake, not over, and lose time to it; none to what is just out of order."""
    return [] if wanted.outage else _open_hours(session, _of(session, wanted, now))


def dates_with(session: Session, condition: ColumnElement[bool]) -> list[Occurrence]:
    """Dates with their reservation, by reservation and start, as they are now."""
    statement = (
        select(Occurrence)
        .join(Occurrence.reservation)
        .where(condition)
        .options(joinedload(Occurrence.reservation), joinedload(Occurrence.series))
        .order_by(Occurrence.reservation_id, Occurrence.recurrence_id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement).unique())


def _of(session: Session, wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    """The Sprechstunden that share time with it."""
    interval = wanted.interval
    there = [
        ConsultationHours.starts_at < interval.end,
        ConsultationHours.ends_at > interval.start,
        ConsultationHours.ends_at > now,
    ]
    if wanted.is_absence:
        there.append(ConsultationHours.adviser_id == wanted.adviser_id)
    elif wanted.room_id is not None:
        there.append(ConsultationHours.room_id.in_(wanted.shut_rooms(session)))
    return and_(*there)


def _open_hours(session: Session, condition: ColumnElement[bool]) -> list[ConsultationHours]:
    awake = ConsultationHours.closed_at.is_(None), ConsultationHours.asleep_by.is_(None)
    return list(_read_hours(session, and_(condition, *awake)))


def _read_hours(session: Session, condition: ColumnElement[bool]) -> Sequence[ConsultationHours]:
    statement = (
        select(ConsultationHours)
        .where(condition)
        .options(joinedload(ConsultationHours.adviser), joinedload(ConsultationHours.offer))
        .order_by(ConsultationHours.id)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).all()


def _dates(
    session: Session, wanted: Wanted, touched: Iterable[ConsultationHours], now: datetime
) -> list[Occurrence]:
    """A closure touches every date in its time, an absence those of the adviser's Sprechstunden."""
    open_still = (Reservation.decide_by.is_(None)) | (Reservation.decide_by > now)
    there = Occurrence.status.in_(TAKES_PLACE), open_still, Occurrence.ends_at > now
    if wanted.is_absence:
        ids = {each.occurrence_id for each in touched if each.occurrence_id is not None}
        return dates_with(session, and_(*there, Occurrence.id.in_(ids)))
    if not wanted.closes:
        return []
    interval = wanted.interval
    in_its_time = (
        Occurrence.starts_at < interval.end,
        Occurrence.ends_at > interval.start,
        Occurrence.starts_at > interval.start - LONGEST,
    )
    return dates_with(session, and_(*there, *in_its_time, Occurrence.room_id.in_(wanted.shut_rooms(session))))


def _becoming(
    session: Session, dates: Sequence[Occurrence], sleeping: Collection[ConsultationHours], now: datetime
) -> list[TouchedDate]:
    """A date sleeps when nothing in it takes place; one that has begun stays."""
    ids = {each.id for each in sleeping}
    awake = {
        each.occurrence_id
        for each in hours_in(session, [each.id for each in dates])
        if each.asleep_by is None and each.id not in ids
    }
    return [
        TouchedDate(each, "shortened" if each.is_past(now) or each.id in awake else "asleep")
        for each in dates
    ]


def _appointments(
    session: Session, wanted: Wanted, sleeping: Sequence[ConsultationHours], desk: Desk
) -> list[Appointment]:
    """Booked or held, to come and awake, in its time or in a Sprechstunde that sleeps."""
    interval = wanted.interval
    within = [Appointment.starts_at < interval.end, Appointment.ends_at > interval.start]
    if wanted.is_absence:
        within.append(Appointment.adviser_id == wanted.adviser_id)
    elif wanted.room_id is not None:
        rooms = wanted.shut_rooms(session) if wanted.closes else {wanted.room_id}
        within.append(Appointment.room_id.in_(rooms))
    statement = (
        select(Appointment)
        .where(or_(and_(*within), Appointment.hours_id.in_([each.id for each in sleeping])))
        .where(Appointment.starts_at > desk.now, Appointment.asleep_by.is_(None))
        .where(Appointment.status.in_([*STILL_TO_COME, *UNFINISHED]))
        .options(joinedload(Appointment.person), joinedload(Appointment.room), joinedload(Appointment.offer))
        .order_by(Appointment.starts_at, Appointment.id)
        .execution_options(populate_existing=True)
    )
    found = session.scalars(statement).unique().all()
    return [each for each in found if wanted.outage is None or _is_barred(desk, wanted, each)]


def _is_barred(desk: Desk, wanted: Wanted, appointment: Appointment) -> bool:
    if wanted.outage is None or appointment.room is None:
        return False
    needs = wish_behind(appointment, contact_behind(appointment, desk.vault).needs).room_needs
    return wanted.outage.bars(appointment.room, needs)
