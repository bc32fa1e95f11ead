"""Eight weeks of the timetable: reserved rooms and the Sprechstunden in them, on days the house is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from booking.appointments.hours import Plan, open_hours
from booking.demo.timetable import WEEK, Weekly
from booking.house.calendar import closed_times
from booking.house.models import Room
from booking.offers.models import Adviser, Offer
from booking.reservations.reserving import reserve
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, from_wall

DAYS = 56


def open_weeks(
    session: Session,
    rooms: Mapping[str, Room],
    offers: Mapping[str, Offer],
    advisers: Mapping[str, Adviser],
    first: date,
    *,
    now: datetime,
) -> None:
    """Every Sprechstunde and group from `first` on."""
    for day in open_days(session, first):
        for weekly in _of_day(day):
            offer = offers[weekly.offer]
            interval = Interval(
                from_wall(day, time.fromisoformat(weekly.starts)),
                from_wall(day, time.fromisoformat(weekly.ends)),
            )
            occurrence = None
            if weekly.room is not None:
                text = offer.text()
                occurrence = reserve(
                    session,
                    rooms[weekly.room],
                    interval,
                    provider_id=offer.provider_id,
                    title=text.title,
                    public_title=text.public_word,
                    now=now,
                )
            plan = Plan(
                offer=offer,
                adviser=advisers[weekly.adviser],
                interval=interval,
                seats=weekly.seats,
                mode=weekly.mode,
                channel=weekly.channel,
                occurrence=occurrence,
            )
            open_hours(session, plan, now=now)


def open_days(session: Session, first: date) -> list[date]:
    """The days from `first` on without holiday and closure."""
    days = [first + timedelta(days=number) for number in range(DAYS)]
    closed = closed_times(session, Interval(day_bounds(days[0]).start, day_bounds(days[-1]).end))
    return [day for day in days if not any(each.interval.overlaps(day_bounds(day)) for each in closed)]


def _of_day(day: date) -> Iterator[Weekly]:
    week = "odd" if day.isocalendar().week % 2 else "even"
    return (weekly for weekly in WEEK if weekly.weekday == day.weekday() and week in weekly.weeks.split())
