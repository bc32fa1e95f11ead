"""Changing a reservation with the Sprechstunden in it: they follow their date, and nobody in them is forgotten.

Each resident who has an appointment there keeps it, gets a held time instead, or is told that it does not
take place; the provider decides for each, and all of it is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.carrying_out import answered, carry_out, guests_with_times
from booking.appointments.goings import Going, Target, goings
from booking.appointments.guests import (
    NO_ANSWERS,
    Answers,
    Guest,
    lock_appointments,
    open_hours_of,
)
from booking.errors import NotAllowedNow
from booking.occupancy.claims import lock_resources
from booking.reservations import cancelling, drafting, moving
from booking.reservations.deciding import Choices, Decision, decide
from booking.reservations.drafting import Draft, Move
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.planning import DatePlan
from booking.reservations.scope import Scope, reach
from booking.reservations.wishes import OnConflict
from booking.runtime import Desk


def preview_move(
    session: Session,
    desk: Desk,
    reservation: Reservation,
    wanted: Move,
    choices: Choices,
    *,
    earlier: Collection[str] = (),
) -> tuple[Draft, list[Guest]]:
    """What the move would do to dates and appointments; holds a time for who cannot stay. Raises as moving."""
    draft = drafting.preview_move(session, reservation, wanted, now=desk.now)
    targets = {plan.occurrence_id or "": _likely(plan, choices) for plan in draft.plans}
    return draft, guests_with_times(session, desk, goings(session, _by_id(reservation), targets), earlier)


def move(
    session: Session,
    desk: Desk,
    reservation: Reservation,
    wanted: Move,
    choices: Choices,
    *,
    answers: Answers = NO_ANSWERS,
    on_conflict: OnConflict = OnConflict.FAIL,
    by_house: bool = False,
) -> None:
    """Move the reservation with its Sprechstunden, as accepted; all of it or nothing.

    The reservation must be read with `scope.for_change`. Raises GuestsChanged when an appointment that
    cannot stay has no answer, AdviserBusy, and as `reservations.moving.move`.
    """
    _lock(session, reservation, drafting.resources_of(reservation, wanted.change, choices), now=desk.now)
    draft = drafting.preview_move(session, reservation, wanted, now=desk.now)
    decisions = decide(draft.world, draft.terms, draft.plans, choices, on_conflict=on_conflict)
    targets = {each.plan.occurrence_id or "": _target(each) for each in decisions}
    going = goings(session, _by_id(reservation), targets)
    guests = answered(session, desk, going, answers)
    moving.move(session, desk, reservation, wanted, choices, on_conflict=on_conflict, by_house=by_house)
    carry_out(session, desk, going, guests, answers)


def preview_cancel(
    session: Session,
    desk: Desk,
    reservation: Reservation,
    scope: Scope,
    picked: Occurrence | None = None,
    *,
    earlier: Collection[str] = (),
) -> list[Guest]:
    """Whose appointments would be off, each with a time held instead. Raises NotAllowedNow."""
    going = _all_off(session, desk, reservation, scope, picked)
    return guests_with_times(session, desk, going, earlier)


def cancel(
    session: Session,
    desk: Desk,
    reservation: Reservation,
    scope: Scope,
    picked: Occurrence | None = None,
    *,
    answers: Answers = NO_ANSWERS,
    by_house: bool = False,
) -> None:
    """Call dates off with the Sprechstunden in them. Raises GuestsChanged, and as `reservations.cancelling`."""
    _lock(
        session,
        reservation,
        {r for each in reservation.occurrences for r in each.room.resource_ids},
        now=desk.now,
    )
    try:
        going = _all_off(session, desk, reservation, scope, picked)
    except NotAllowedNow:
        going = []  # off already is harmless, past is not: `cancelling` knows which it is
    guests = answered(session, desk, going, answers)
    cancelling.cancel(session, reservation, scope, picked, now=desk.now, by_house=by_house)
    carry_out(session, desk, going, guests, answers)


def _lock(session: Session, reservation: Reservation, rooms: Collection[int], *, now: datetime) -> None:
    """Appointments, then rooms and advisers in one go: whoever books there has booked before or comes after."""
    hours = open_hours_of(session, [each.id for each in reservation.occurrences])
    lock_appointments(session, hours, now)
    lock_resources(session, {*rooms, *(each.adviser.resource_id for each in hours)})


def _by_id(reservation: Reservation) -> Mapping[str, Occurrence]:
    return {each.id: each for each in reservation.occurrences}


def _likely(plan: DatePlan, choices: Choices) -> Target:
    """Where a date goes if what was chosen so far is accepted."""
    choice = choices.get(plan.recurrence_id)
    if choice is not None:
        return Target(choice.interval, choice.room)
    if plan.left_out == OccurrenceStatus.ASLEEP:
        return Target(plan.interval, plan.room, asleep=True)
    return Target(plan.interval, plan.room) if plan.is_free and plan.left_out is None else Target()


def _target(decision: Decision) -> Target:
    """What was asleep and stays so goes with its series; whatever else does not take place is off."""
    asleep = decision.plan.left_out == decision.status == OccurrenceStatus.ASLEEP
    if decision.takes_place or asleep:
        return Target(decision.interval, decision.room, asleep)
    return Target()


def _all_off(
    session: Session, desk: Desk, reservation: Reservation, scope: Scope, picked: Occurrence | None
) -> list[Going]:
    dates = [each for stretch in reach(reservation, picked, scope, now=desk.now) for each in stretch.dates]
    return goings(session, _by_id(reservation), {each.id: Target() for each in dates})
