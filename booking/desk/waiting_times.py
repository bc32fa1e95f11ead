"""How long somebody waits at an open door who comes now: people ahead, seats, and the length of a talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import Appointment, Channel, ConsultationHours, HoursMode, Status
from booking.appointments.terms import terms_of
from booking.desk.door_times import OPEN_MODES, is_door, shut_in, times_of
from booking.desk.models import WalkIn
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day

ROUNDED_TO = 5
COME_BY_APPOINTMENT = (Status.CONFIRMED, Status.ARRIVED)


class OpenDoor(NamedTuple):
    """A Sprechstunde of today that one can walk into; `minutes` is what somebody who comes now waits.

    `times` is when it is open today, `shut` why nobody gets a number now (door_times.why_shut): its time is over or
    it is closed, and people are still there.
    """

    hours: ConsultationHours
    waiting: int
    minutes: int
    times: list[Interval]
    shut: str


def waiting_today(session: Session, now: datetime) -> list[OpenDoor]:
    """The doors of today that are not over or where people are still there, by start, with how long one waits."""
    doors = _doors_today(session, now)
    times = times_of(session, doors, now)
    counted = _counted(session, [each.id for each in doors])
    booked = _booked(session, [each.id for each in doors if each.mode == HoursMode.BOTH], now)
    found = []
    for hours in doors:
        waiting, talking = counted[hours.id]
        shut = shut_in(times[hours.id], hours, now)
        if waiting or talking or any(each.end > now for each in times[hours.id]):
            minutes = _minutes(hours, waiting, talking, booked[hours.id], now)
            found.append(OpenDoor(hours, waiting, minutes, times[hours.id], shut))
    return found


def waiting_minutes(waiting: int, talking: int, *, seats: int, slot_minutes: int) -> int:
    """How long somebody who comes now will wait, in fives; 0 while a seat is free.

    A talk that goes on is on average half over; whoever waits needs a whole one; the seats share them.
    """
    if waiting + talking < seats:
        return 0
    minutes = (waiting + talking / 2) * slot_minutes / seats
    return ceil(minutes / ROUNDED_TO) * ROUNDED_TO


def open_doors(session: Session, now: datetime) -> Sequence[ConsultationHours]:
    """The Sprechstunden in the house that one can walk into today and that are not over, by start."""
    doors = [each for each in _doors_today(session, now) if is_door(each)]
    times = times_of(session, doors, now)
    return [door for door in doors if any(each.end > now for each in times[door.id])]


def _doors_today(session: Session, now: datetime) -> Sequence[ConsultationHours]:
    """The doors of today whose time is not over, and those where somebody waits or talks, whatever became of them."""
    today = day_bounds(wall_day(now))
    there = select(WalkIn.hours_id).where(WalkIn.day == wall_day(now), WalkIn.ended_at.is_(None))
    to_come = (
        (ConsultationHours.ends_at > now)
        & ConsultationHours.mode.in_(OPEN_MODES)
        & (ConsultationHours.channel == Channel.ON_SITE)
        & ConsultationHours.closed_at.is_(None)
        & ConsultationHours.asleep_by.is_(None)
    )
    return session.scalars(
        select(ConsultationHours)
        .where(ConsultationHours.starts_at < today.end, ConsultationHours.ends_at > today.start)
        .where(or_(to_come, ConsultationHours.id.in_(there)))
        .options(joinedload(ConsultationHours.offer), joinedload(ConsultationHours.room))
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    ).all()


def _minutes(
    hours: ConsultationHours, waiting: int, talking: int, booked: Sequence[datetime], now: datetime
) -> int:
    """With the appointments that run now, and those that begin before it would be one's turn."""
    slot = int(terms_of(hours, hours.offer).grid.length(1).total_seconds()) // 60
    talking += sum(start <= now for start in booked)
    coming = [start for start in booked if start > now]
    minutes = ahead = 0
    while True:
        minutes = waiting_minutes(waiting + ahead, talking, seats=hours.seats, slot_minutes=slot)
        more = sum(start < now + timedelta(minutes=minutes) for start in coming)
        if more == ahead:
            return minutes
        ahead = more


def _booked(session: Session, hours_ids: Sequence[int], now: datetime) -> Mapping[int, Sequence[datetime]]:
    """When the appointments of these doors begin that run now or are still to come, by Sprechstunde."""
    begins: dict[int, list[datetime]] = defaultdict(list)
    if not hours_ids:
        return begins
    for hours_id, starts_at in session.execute(
        select(Appointment.hours_id, Appointment.starts_at)
        .where(Appointment.hours_id.in_(hours_ids), Appointment.ends_at > now)
        .where(Appointment.status.in_(COME_BY_APPOINTMENT), Appointment.asleep_by.is_(None))
    ):
        begins[hours_id].append(starts_at)
    return begins


def _counted(session: Session, hours_ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """How many wait and how many are in a talk, by Sprechstunde."""
    rows = session.execute(
        select(WalkIn.hours_id, WalkIn.called_at.is_(None), func.count())
        .where(WalkIn.hours_id.in_(hours_ids), WalkIn.ended_at.is_(None))
        .group_by(WalkIn.hours_id, WalkIn.called_at.is_(None))
    )
    counted: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for hours_id, is_waiting, number in rows:
        waiting, talking = counted[hours_id]
        counted[hours_id] = (waiting + number, talking) if is_waiting else (waiting, talking + number)
    return counted
