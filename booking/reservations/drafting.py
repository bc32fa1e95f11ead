"""Drafting a move: which dates of a reservation it touches, and where it would put each. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from booking.errors import NotAllowedNow
from booking.reservations.courses import Change, Course, course_of
from booking.reservations.deciding import Choices
from booking.reservations.models import (
    IN_THE_CALENDAR,
    TAKES_PLACE,
    Occurrence,
    OccurrenceStatus,
    Reservation,
)
from booking.reservations.planning import DatePlan, Terms, Wanted, judge
from booking.reservations.school_terms import falls_out
from booking.reservations.scope import Scope, Stretch, reach
from booking.reservations.wishes import OnClosure, OnSchoolHoliday
from booking.reservations.world import World
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import from_wall, to_wall, wall_day


@dataclass(frozen=True, kw_only=True)
class Move:
    """A change of one date, of the rest from it on, or of all that is still to come.

    A picked date goes exactly where the change says. The days are counted from `counted_from`, else from
    where the picked date is, else from where the series has its first date to come. With `on_school_holiday`
    all dates are judged anew by it; without, those that take place stay on their day.
    """

    change: Change
    scope: Scope
    picked: Occurrence | None = None
    counted_from: date | None = None
    on_school_holiday: OnSchoolHoliday | None = None


@dataclass(frozen=True)
class Draft:
    """What a move would do: the course of each series it touches, and each date with its state."""

    courses: Sequence[Course]
    plans: Sequence[DatePlan]
    world: World
    terms: Terms


def preview_move(session: Session, reservation: Reservation, move: Move, *, now: datetime) -> Draft:
    """What the move would do. Raises NotAllowedNow, CannotShift, NonexistentTime."""
    if reservation.decide_by is not None and reservation.decide_by <= now:
        raise NotAllowedNow("move", "expired")
    stretches = reach(reservation, move.picked, move.scope, now=now)
    first = move.picked or _first(stretches)
    repeats = first.series.rule is not None
    one = move.scope == Scope.ONE and repeats
    change = move.change if repeats else _complete(move.change, first)
    shift = 0 if one else _shift(move, change, first)
    courses = [course_of(each, Change() if one else change, shift=shift) for each in stretches]
    if one and move.picked is not None:
        wanted = [_one(move.picked, move.change)]
    else:
        wanted = [
            _one(date, change)
            if date is move.picked and repeats
            else _of_course(course, date, move.on_school_holiday)
            for course in courses
            for date in course.stretch.dates
            if date.status != OccurrenceStatus.CANCELLED
        ]
    touched = {each.occurrence_id for each in wanted}
    owners = [each.owner for each in reservation.occurrences if each.id in touched]
    world = World.look(session, [each.interval for each in wanted], now=now, but_for=owners)
    terms = terms_of(reservation)
    if move.on_school_holiday is not None:
        terms = replace(terms, on_school_holiday=move.on_school_holiday)
    return Draft(courses, judge(world, terms, wanted), world, terms)


def terms_of(reservation: Reservation) -> Terms:
    return Terms(
        around=reservation.taken,
        people=reservation.people,
        needs=tuple(reservation.needs),
        on_closure=OnClosure(reservation.on_closure),
        on_school_holiday=OnSchoolHoliday(reservation.on_school_holiday),
    )


def resources_of(reservation: Reservation, change: Change, choices: Choices) -> set[int]:
    """Everything a move may release or take."""
    rooms = [each.room for each in reservation.occurrences]
    rooms += [each.room for each in reservation.series]
    rooms += [choice.room for choice in choices.values() if choice.room is not None]
    if change.room is not None:
        rooms.append(change.room)
    return {resource for room in rooms for resource in room.resource_ids}


def _shift(move: Move, change: Change, first: Occurrence) -> int:
    """By how many days the others follow."""
    basis = move.counted_from or wall_day(first.starts_at if move.picked else first.planned_at)
    return (change.day - basis).days if change.day else 0


def _complete(change: Change, date: Occurrence) -> Change:
    """The change of a date that repeats nothing: what it leaves as it is, is as the date is now."""
    wall = to_wall(date.starts_at)
    return Change(
        day=change.day or wall.date(),
        at=change.at or wall.time(),
        minutes=change.minutes or date.interval.minutes,
        room=change.room or date.room,
    )


def _first(stretches: Sequence[Stretch]) -> Occurrence:
    """The date that comes first in the calendar, whichever series it belongs to."""
    coming = (date for each in stretches for date in each.dates if date.status in IN_THE_CALENDAR)
    return min(coming, key=lambda date: date.planned_at)


def _one(date: Occurrence, change: Change) -> Wanted:
    """The date that the change names, exactly there."""
    wall = to_wall(date.starts_at)
    start = from_wall(change.day or wall.date(), change.at or wall.time())
    length = timedelta(minutes=change.minutes) if change.minutes else date.ends_at - date.starts_at
    interval, room = Interval(start, start + length), change.room or date.room
    return Wanted(date.recurrence_id, interval, room, date.id, accepted=True)


def _of_course(course: Course, date: Occurrence, on_school_holiday: OnSchoolHoliday | None) -> Wanted:
    """A date that follows its series, but for what it has of its own."""
    interval = date.interval if date.own_time and course.rule else course.planned(date)
    stands = date.status in TAKES_PLACE
    comes_back = on_school_holiday == OnSchoolHoliday.KEEP and falls_out(date)
    return Wanted(
        date.recurrence_id,
        interval,
        date.room if date.own_room and course.rule else course.room,
        date.id,
        None if stands or comes_back else OccurrenceStatus(date.status),
        accepted=on_school_holiday is None
        and stands
        and wall_day(date.starts_at) == wall_day(interval.start),
    )
