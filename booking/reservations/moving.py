"""Moving: one date, the rest, or all to come; to another time, length or room. Edited by diff, never anew.

Each date keeps its id and its original start. What was moved or sent to another room by itself stays so;
cancelled dates stay cancelled; dates left out before stay out, unless somebody takes them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from booking import outbox
from booking.errors import NotAllowedNow
from booking.events import ReservationChanged
from booking.occupancy import release
from booking.occupancy.claims import lock_resources
from booking.reservations.courses import Course, take_course
from booking.reservations.deciding import Choices, Decision, decide
from booking.reservations.drafting import Draft, Move, preview_move, resources_of
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.reserving import NO_CHOICES, take
from booking.reservations.tally import Decided, Tally
from booking.reservations.wishes import OnConflict
from booking.runtime import Desk
from booking.scheduling.intervals import Interval


def move(
    session: Session,
    desk: Desk,
    reservation: Reservation,
    wanted: Move,
    choices: Choices = NO_CHOICES,
    *,
    on_conflict: OnConflict = OnConflict.FAIL,
    by_house: bool = False,
) -> Draft:
    """Move as accepted, all of it or nothing; moving to where it is already changes nothing.

    The reservation must be read with `scope.for_change`. Raises DatesTaken with the new preview, NotAllowedNow
    when the house would have to agree first, and as `preview_move`.
    """
    lock_resources(session, resources_of(reservation, wanted.change, choices))
    draft = preview_move(session, reservation, wanted, now=desk.now)
    decisions = decide(draft.world, draft.terms, draft.plans, choices, on_conflict=on_conflict)
    decided = _with_dates(reservation, decisions)
    tally = Tally.of(decided)
    if not by_house:
        _refuse_unasked(reservation, decided)
    if wanted.on_school_holiday is not None:
        reservation.on_school_holiday = wanted.on_school_holiday
    if tally.is_empty and all(course.is_unchanged or course.rule is None for course in draft.courses):
        return draft
    dates = [date for date, _ in decided]
    release(session, *(each.owner for each in dates))
    split_from = _carry_out(session, desk, reservation, draft.courses, decided)
    take(session, reservation, dates, draft.plans, now=desk.now)
    reservation.changed_at = desk.now
    event = ReservationChanged(
        reservation_id=reservation.id,
        series_ids=sorted({each.series_id for each in dates}),
        split_from=split_from,
        by_house=by_house,
        **tally.counts(),
    )
    outbox.record(session, event, now=desk.now)
    return draft


def _with_dates(reservation: Reservation, decisions: Sequence[Decision]) -> list[Decided]:
    dates = {each.id: each for each in reservation.occurrences}
    return [(dates[each.plan.occurrence_id or ""], each) for each in decisions]


def _refuse_unasked(reservation: Reservation, decided: Sequence[Decided]) -> None:
    """The house has agreed to a time in the hall, not to another one; an open request it still decides about."""
    if reservation.decide_by is not None:
        return
    for date, decision in decided:
        stays = date.takes_place and (decision.room.id, decision.interval) == (date.room_id, date.interval)
        if decision.takes_place and decision.room.needs_approval and not stays:
            raise NotAllowedNow("move", "needs_approval")


def _carry_out(
    session: Session,
    desk: Desk,
    reservation: Reservation,
    courses: Sequence[Course],
    decided: Sequence[Decided],
) -> list[str]:
    """Let each series run and each date lie as decided; says which series end earlier because of it."""
    _follow(courses)
    split_from = [take_course(session, desk, course) for course in courses]
    for date, decision in decided:
        _settle(reservation, date, decision)
    if reservation.decide_by is not None:
        reservation.decide_by = min(reservation.decide_by, *(date.starts_at for date, _ in decided))
    return [each for each in split_from if each]


def _follow(courses: Sequence[Course]) -> None:
    """Put every date where the rule of its series will put it, cancelled ones too."""
    for course in courses:
        for each in course.stretch.dates:
            if not course.is_unchanged:
                each.planned_at = course.planned(each).start


def _settle(reservation: Reservation, date: Occurrence, decision: Decision) -> None:
    """Put the date where it was decided, or leave it out, and note what it has of its own from now on."""
    if not decision.takes_place:
        stays_out = decision.status == date.status
        date.leave_out(decision.status, date.reason if stays_out else decision.plan.reason or None)
        date.starts_at, date.ends_at = decision.interval.start, decision.interval.end
        date.room_id, date.room = decision.room.id, decision.room
    elif date.takes_place:
        date.put(decision.interval, decision.room)
    else:
        date.take_up(decision.interval, decision.room, asked=reservation.decide_by is not None)
    planned = Interval(date.planned_at, date.planned_at + timedelta(minutes=date.series.minutes))
    date.own_time = date.interval != planned
    date.own_room = date.room_id != date.series.room_id
