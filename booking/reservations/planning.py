"""Judging dates before anything is saved: each with its state and, if it is blocked, concrete proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from booking.house.models import Room
from booking.reservations.models import OccurrenceStatus
from booking.reservations.ranking import by_preference
from booking.reservations.wishes import OnClosure, OnSchoolHoliday, misfits
from booking.reservations.world import DateState, Verdict, World
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import NonexistentTime, from_wall, to_wall

SHIFTS = (-30, 30, -60, 60, -90, 90, -120, 120)
DAYS_AROUND = (1, -1, 2, -2, 3, -3)
ROOMS_PROPOSED = 2
SATURDAY = 5
SCHOOL_HOLIDAYS = "Schulferien"  # kept with the date as its reason, like that of a closure


class ProposalKind(StrEnum):
    OTHER_ROOM = "other_room"
    OTHER_TIME = "other_time"
    OTHER_DAY = "other_day"


@dataclass(frozen=True)
class Proposal:
    """Where a blocked date could take place instead."""

    kind: ProposalKind
    interval: Interval
    room: Room


@dataclass(frozen=True)
class DatePlan:
    """One date as it would be: `recurrence_id` names it for good, whatever is accepted for it.

    `staffed` is False outside the opening hours. `occurrence_id` is set when the date exists already, and
    `left_out` when it did not take place so far: it stays so unless somebody takes it up. `has_room` is False
    when somebody else has the room, whatever else speaks against it.
    """

    recurrence_id: datetime
    interval: Interval
    room: Room
    state: DateState
    reason: str = ""
    staffed: bool = True
    proposals: tuple[Proposal, ...] = ()
    occurrence_id: str | None = None
    left_out: OccurrenceStatus | None = None
    has_room: bool = True

    @property
    def is_free(self) -> bool:
        return self.state == DateState.FREE

    @property
    def may_take_place(self) -> bool:
        """Whether it could take place as it is, if somebody wants it to: also in school holidays."""
        return self.is_free or (self.state == DateState.SCHOOL_HOLIDAY and self.has_room)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What every date of a plan has in common; `around` adds set-up and clean-up to a time."""

    around: Callable[[Interval], Interval]
    people: int | None = None
    needs: Sequence[str] = ()
    on_closure: OnClosure = OnClosure.SKIP
    on_school_holiday: OnSchoolHoliday = OnSchoolHoliday.KEEP


@dataclass(frozen=True)
class Wanted:
    """A date to judge. `accepted`: somebody wants it on this day, whether there are school holidays or not."""

    recurrence_id: datetime
    interval: Interval
    room: Room
    occurrence_id: str | None = None
    left_out: OccurrenceStatus | None = None
    accepted: bool = False


def judge(world: World, terms: Terms, wanted: Sequence[Wanted]) -> list[DatePlan]:
    """Each date with its state and, where it is blocked, what could be done instead."""
    return [_judged(world, terms, each, wanted) for each in wanted]


def _judged(world: World, terms: Terms, date: Wanted, all_dates: Sequence[Wanted]) -> DatePlan:
    verdict = _verdict(world, terms, date)
    blocked = verdict.state in (DateState.CONFLICT, DateState.HOLIDAY, DateState.CLOSURE)
    others = [each for each in all_dates if each is not date]
    return DatePlan(
        recurrence_id=date.recurrence_id,
        interval=date.interval,
        room=date.room,
        state=verdict.state,
        reason=verdict.reason,
        staffed=world.is_staffed(date.interval),
        proposals=tuple(_proposals(world, terms, date, others)) if blocked else (),
        occurrence_id=date.occurrence_id,
        left_out=date.left_out,
        has_room=world.has_room(date.room, terms.around(date.interval)),
    )


def _verdict(world: World, terms: Terms, date: Wanted) -> Verdict:
    """How the date stands by the terms of its plan."""
    taken = terms.around(date.interval)
    verdict = world.verdict(date.room, date.interval, taken)
    if verdict.state == DateState.HOLIDAY and terms.on_closure == OnClosure.KEEP:
        has_room = world.has_room(date.room, taken)
        verdict = Verdict(DateState.FREE if has_room else DateState.CONFLICT, verdict.reason)
    skips = terms.on_school_holiday == OnSchoolHoliday.SKIP and not date.accepted
    falls_out = world.school_holiday(date.interval) if skips else None
    if falls_out and verdict.state in (DateState.FREE, DateState.CONFLICT):
        return Verdict(DateState.SCHOOL_HOLIDAY, f"{SCHOOL_HOLIDAYS}: {falls_out}")
    return verdict


def _proposals(world: World, terms: Terms, date: Wanted, others: Sequence[Wanted]) -> Iterator[Proposal]:
    """Another room at this time, the same room a little earlier or later, another day of the week."""

    def possible(room: Room, interval: Interval) -> bool:
        taken = terms.around(interval)
        return (
            world.verdict(room, interval, taken).is_free
            and world.is_staffed(interval)
            and not any(_collide(room, taken, other, terms) for other in others)
        )

    rooms = [
        room
        for room in by_preference(world.rooms, people=terms.people)
        if room.id != date.room.id
        and room.kind == date.room.kind
        and not misfits(room, people=terms.people, needs=terms.needs)
    ]
    fitting = (room for room in rooms if possible(room, date.interval))
    yield from (
        Proposal(ProposalKind.OTHER_ROOM, date.interval, room) for room in islice(fitting, ROOMS_PROPOSED)
    )
    for kind, times in (
        (ProposalKind.OTHER_TIME, _shifted(date.interval)),
        (ProposalKind.OTHER_DAY, _same_time_that_week(date.interval)),
    ):
        yield from (
            Proposal(kind, interval, date.room)
            for interval in islice((each for each in times if possible(date.room, each)), 1)
        )


def _collide(room: Room, taken: Interval, other: Wanted, terms: Terms) -> bool:
    shared = set(room.resource_ids) & set(other.room.resource_ids)
    return bool(shared) and terms.around(other.interval).overlaps(taken)


def _shifted(interval: Interval) -> Iterator[Interval]:
    for minutes in SHIFTS:
        step = timedelta(minutes=minutes)
        yield Interval(interval.start + step, interval.end + step)


def _same_time_that_week(interval: Interval) -> Iterator[Interval]:
    """The same wall-clock time on the other working days of the week, the nearest first."""
    wall = to_wall(interval.start)
    for days in DAYS_AROUND:
        day = wall.date() + timedelta(days=days)
        if day.isocalendar()[:2] != wall.date().isocalendar()[:2] or day.weekday() >= SATURDAY:
            continue
        try:
            start = from_wall(day, wall.time())
        except NonexistentTime:
            continue
        yield Interval(start, start + (interval.end - interval.start))
