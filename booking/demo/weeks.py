"""Eight weeks of the timetable: each Sprechstunde and group is a series of reserved dates, open for booking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from booking.appointments.hours import Plan, open_hours
from booking.appointments.opening import Opening, open_on, openable_dates
from booking.demo.timetable import WEEK, Weekly
from booking.demo.town import Town
from booking.events import ReservationMade
from booking.house.calendar import closed_times
from booking.outbox import EventRow
from booking.reservations.reserving import reserve
from booking.reservations.wishes import When, Wish
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import day_bounds, from_wall

DAYS = 56
EVENING = timedelta(hours=4)  # before the first day: on the day itself each would count as changed today


def open_weeks(session: Session, desk: Desk, town: Town) -> None:
    """Every Sprechstunde and group from the first day on, reserved as if the evening before.

    The story begins with them, so nobody gets a mail about each.
    """
    early = replace(desk, now=day_bounds(town.first).start - EVENING)
    for weekly in WEEK:
        if weekly.room is None:
            _without_room(session, early, town, weekly)
        else:
            _in_room(session, early, town, weekly)
    session.execute(delete(EventRow).where(EventRow.type == ReservationMade.__name__))


def open_days(session: Session, first: date) -> list[date]:
    """The days from `first` on without holiday and closure."""
    days = [first + timedelta(days=number) for number in range(DAYS)]
    closed = closed_times(session, Interval(day_bounds(days[0]).start, day_bounds(days[-1]).end))
    return [day for day in days if not any(each.interval.overlaps(day_bounds(day)) for each in closed)]


def _in_room(session: Session, desk: Desk, town: Town, weekly: Weekly) -> None:
    offer, adviser = town.offers[weekly.offer], town.advisers[weekly.adviser]
    text = offer.text()
    wish = Wish(
        provider_id=offer.provider_id,
        title=text.title,
        public_title=text.public_word,
        room=town.rooms[weekly.room or ""],
        when=_when(weekly, town.first),
    )
    reservation = reserve(session, desk, wish, account_id=adviser.account_id)
    opening = Opening(offer=offer, adviser=adviser, seats=weekly.seats, mode=weekly.mode)
    open_on(session, opening, openable_dates(reservation, now=desk.now), now=desk.now)


def _without_room(session: Session, desk: Desk, town: Town, weekly: Weekly) -> None:
    """On the phone, at home, or in a room that each appointment takes for itself."""
    for day in open_days(session, town.first):
        if weekly.takes_place(day):
            plan = Plan(
                offer=town.offers[weekly.offer],
                adviser=town.advisers[weekly.adviser],
                interval=Interval(from_wall(day, weekly.opens), from_wall(day, weekly.closes)),
                seats=weekly.seats,
                mode=weekly.mode,
                channel=weekly.channel,
            )
            open_hours(session, plan, now=desk.now)


def _when(weekly: Weekly, first: date) -> When:
    """From the first day that fits to the end of the eight weeks."""
    begins = next(
        day for day in (first + timedelta(days=number) for number in range(14)) if weekly.takes_place(day)
    )
    rule = Rule(
        frequency=Frequency.WEEKLY,
        interval=1 if weekly.every_week else 2,
        weekdays=(weekly.weekday,),
        until=first + timedelta(days=DAYS - 1),
    )
    minutes = _minutes(weekly.closes) - _minutes(weekly.opens)
    return When(first_day=begins, at=weekly.opens, minutes=minutes, rule=rule)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
