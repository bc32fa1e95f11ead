"""Reading what takes place in the house in some days, with a fixed number of questions to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.happenings import Happening, HouseDays, of_date, of_sprechstunde
from booking.appointments.models import TAKES_PLACE, Appointment, Channel, ConsultationHours
from booking.house.models import Closure, ClosureKind, Room
from booking.offers.absences import absent_times
from booking.reservations.finding import LONGEST
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.reservations.plan import Plan, read_plan, share
from booking.scheduling.intervals import Interval, subtract
from booking.scheduling.walltime import day_bounds

OUT_OF_ORDER = (ClosureKind.LIFT, ClosureKind.EQUIPMENT)


def read_house_days(session: Session, first: date, days: int, *, now: datetime) -> HouseDays:
    """So many days from `first` on, with a fixed number of queries."""
    span = Interval(day_bounds(first).start, day_bounds(first + timedelta(days=days - 1)).end)
    plan = read_plan(session, first, days, now=now)
    dates = [each for each in plan.dates if each.interval.overlaps(span)]
    by_date, elsewhere = _hours(session, dates, span)
    away = absent_times(session, {each.adviser_id for each in _all_of(by_date, elsewhere)}, span)
    found = [
        *(each for date_ in dates for each in _in_date(date_, by_date[date_.id])),
        *(of_sprechstunde(each) for each in elsewhere if each.is_open),
        *_singles(session, span),
    ]
    advisers = {each.id: each.adviser_id for each in _all_of(by_date, elsewhere)}
    left = [
        piece
        for each in found
        for piece in _what_is_left(each, plan, away.get(advisers.get(each.hours_id or 0, 0), ()))
        if piece.interval.overlaps(span)
    ]
    left.sort(key=lambda each: (each.interval.start, each.interval.end))
    return HouseDays(plan, left, by_date, _out_of_order(session, span))


def _hours(
    session: Session, dates: Sequence[Occurrence], span: Interval
) -> tuple[dict[str, list[ConsultationHours]], list[ConsultationHours]]:
    """The Sprechstunden by date, called off or not, and those on site that have no reserved room."""
    known = {each.id for each in dates}
    rows = session.scalars(
        select(ConsultationHours)
        .where(ConsultationHours.channel == Channel.ON_SITE)
        .where(
            or_(
                ConsultationHours.occurrence_id.in_(known),
                (ConsultationHours.starts_at < span.end)
                & (ConsultationHours.ends_at > span.start)
                & (ConsultationHours.starts_at > span.start - LONGEST),
            )
        )
        .options(joinedload(ConsultationHours.offer), joinedload(ConsultationHours.room))
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    )
    by_date: dict[str, list[ConsultationHours]] = defaultdict(list)
    elsewhere = []
    for each in rows.unique():
        if each.occurrence_id in known:
            by_date[each.occurrence_id].append(each)
        elif each.occurrence_id is None:
            elsewhere.append(each)
    return by_date, elsewhere


def _all_of(
    by_date: Mapping[str, Sequence[ConsultationHours]], elsewhere: Iterable[ConsultationHours]
) -> Iterator[ConsultationHours]:
    for hours in by_date.values():
        yield from hours
    yield from elsewhere


def _in_date(date_: Occurrence, hours: Sequence[ConsultationHours]) -> list[Happening]:
    """Its Sprechstunden, or itself without one; nothing while it is asked for, asleep or called off."""
    if date_.status != OccurrenceStatus.CONFIRMED:
        return []
    return [of_sprechstunde(each) for each in hours if each.is_open] or [of_date(date_, hours)]


def _singles(session: Session, span: Interval) -> list[Happening]:
    """Appointments that do not sit in their Sprechstunde's room: their door must be found too."""
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.starts_at < span.end, Appointment.ends_at > span.start)
        .where(Appointment.starts_at > span.start - LONGEST)
        .where(Appointment.status.in_(TAKES_PLACE), Appointment.asleep_by.is_(None))
        .where(Appointment.own_room, Appointment.room_id.is_not(None))
        .options(joinedload(Appointment.offer), joinedload(Appointment.room))
        .order_by(Appointment.starts_at)
    )
    return [
        Happening(
            interval=Interval(each.starts_at, each.ends_at), room=each.room, offer=each.offer, single=True
        )
        for each in rows.unique()
    ]


def _what_is_left(happening: Happening, plan: Plan, away: Sequence[Interval]) -> Iterator[Happening]:
    """The times of it when neither house nor room is closed and the adviser is there.

    Whatever stands in the plan on a holiday was put there on purpose.
    """
    shut = [
        each.interval
        for each in plan.closed
        if not each.holiday and _is_closed(each.room_id, happening, plan)
    ]
    for piece in subtract(happening.interval, [*shut, *away]):
        yield replace(happening, interval=piece)


def _is_closed(room_id: int | None, happening: Happening, plan: Plan) -> bool:
    """Whether a closure of this room, or of the house, is one of the happening's room."""
    room = happening.room
    if room_id is None or room is None:
        return room_id is None
    return any(each.id == room_id and share(room, each) for each in plan.rooms)


def _out_of_order(session: Session, span: Interval) -> Sequence[Closure]:
    """When the lift or a piece of equipment cannot be used, by start."""
    return session.scalars(
        select(Closure)
        .where(Closure.starts_at < span.end, Closure.ends_at > span.start)
        .where(Closure.withdrawn_at.is_(None), Closure.kind.in_(OUT_OF_ORDER))
        .options(joinedload(Closure.room).lazyload(Room.parts))
        .order_by(Closure.starts_at, Closure.id)
    ).all()
