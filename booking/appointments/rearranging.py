"""Changing a reservation with the Sprechstunden in it: they follow their date, and nobody in them is forgotten.

Each resident who has an appointment there keeps it, gets a held time instead, or is told that it does not
take place; the provider decides for each, and all of it is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import changes
from booking.appointments.goings import Going, Target, goings, guests_of
from booking.appointments.guests import (
    NO_ANSWERS,
    Answer,
    Answers,
    Fate,
    Guest,
    GuestsChanged,
    give_back,
    lock_appointments,
    open_hours_of,
    with_replacements,
)
from booking.appointments.models import Appointment, Status
from booking.errors import DomainError, NotAllowedNow, Overlap, SlotTaken, SlotUnknown
from booking.events import ConsultationHoursClosed
from booking.occupancy import Claim, claim_all, release
from booking.occupancy.claims import lock_resources
from booking.reservations import cancelling, moving
from booking.reservations.deciding import Choices, decide
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.moving import Draft, Move
from booking.reservations.planning import DatePlan
from booking.reservations.scope import Scope, reach
from booking.reservations.wishes import OnConflict
from booking.runtime import Desk


class AdviserBusy(DomainError):
    """The adviser sits in another Sprechstunde then."""

    code = "adviser-busy"


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
    draft = moving.preview_move(session, reservation, wanted, now=desk.now)
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
    _lock(session, reservation, moving.resources_of(reservation, wanted.change, choices), now=desk.now)
    draft = moving.preview_move(session, reservation, wanted, now=desk.now)
    decisions = decide(draft.world, draft.terms, draft.plans, choices, on_conflict=on_conflict)
    targets = {
        each.plan.occurrence_id or "": Target(each.interval, each.room) if each.takes_place else Target()
        for each in decisions
    }
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
    return Target(plan.interval, plan.room) if plan.is_free and plan.left_out is None else Target()


def _all_off(
    session: Session, desk: Desk, reservation: Reservation, scope: Scope, picked: Occurrence | None
) -> list[Going]:
    dates = [each for stretch in reach(reservation, picked, scope, now=desk.now) for each in stretch.dates]
    return goings(session, _by_id(reservation), {each.id: Target() for each in dates})


def guests_with_times(
    session: Session, desk: Desk, going: Sequence[Going], earlier: Collection[str]
) -> list[Guest]:
    guests = guests_of(session, desk, going)
    return with_replacements(
        session, desk, guests, avoiding={each.hours.id for each in going}, earlier=earlier
    )


def answered(session: Session, desk: Desk, going: Sequence[Going], answers: Answers) -> list[Guest]:
    """The guests, if each who cannot stay has an answer that is possible. Raises GuestsChanged.

    Their rows are locked once more: who booked just before the adviser was locked is among them now.
    """
    lock_appointments(session, [each.hours for each in going], desk.now)
    guests = guests_of(session, desk, going)
    for guest in guests:
        answer = answers.get(guest.appointment.id, Answer(Fate.KEEP))
        if answer.fate == Fate.KEEP and not guest.may_stay:
            raise GuestsChanged(guests)
    return guests


def carry_out(
    session: Session, desk: Desk, going: Sequence[Going], guests: Sequence[Guest], answers: Answers
) -> None:
    _rearrange(session, desk, going)
    rooms = {each.hours.id: each.room for each in going}
    for guest in guests:
        appointment, answer = guest.appointment, answers.get(guest.appointment.id, Answer(Fate.KEEP))
        if answer.fate == Fate.CANCEL:
            changes.cancel(session, appointment, by="house", now=desk.now)
        elif answer.fate == Fate.KEEP:
            changes.follow_room(session, appointment, rooms[appointment.hours_id], now=desk.now)
        else:
            _move_to_hold(session, desk, appointment, answer, guests)


def _rearrange(session: Session, desk: Desk, going: Sequence[Going]) -> None:
    """Close or shift the Sprechstunden; holds of residents that do not fit any more lose their claims."""
    release(session, *(each.hours.owner for each in going))
    for each in going:
        _drop_holds(session, each)
        if each.interval is None:
            each.hours.close(desk.now)
            outbox.record(session, ConsultationHoursClosed(hours_id=each.hours.id), now=desk.now)
        else:
            each.hours.starts_at, each.hours.ends_at = each.interval.start, each.interval.end
            each.hours.room_id, each.hours.room = (each.room.id, each.room) if each.room else (None, None)
    session.flush()
    claims = {
        each.hours.owner: [Claim(each.hours.adviser.resource_id, each.interval)]
        for each in going
        if each.interval is not None
    }
    try:
        claim_all(session, claims, now=desk.now)
    except Overlap as overlap:
        raise AdviserBusy from overlap


def _drop_holds(session: Session, going: Going) -> None:
    held = select(Appointment).where(
        Appointment.hours_id == going.hours.id, Appointment.status == Status.HELD
    )
    for hold in session.scalars(held):
        if not going.keeps(hold, ()):
            release(session, hold.owner)
        elif going.room is not None and not hold.own_room:
            hold.room_id, hold.room = going.room.id, going.room


def _move_to_hold(
    session: Session, desk: Desk, appointment: Appointment, answer: Answer, guests: Sequence[Guest]
) -> None:
    hold = session.get(Appointment, answer.replacement_id or "")
    if hold is None or hold.status != Status.HELD or hold.offer_id != appointment.offer_id:
        raise GuestsChanged(guests)
    start, adviser_id = hold.starts_at, hold.adviser_id
    give_back(session, [hold.id])
    try:
        changes.move(session, desk, appointment, start, adviser_id=adviser_id)
    except (SlotTaken, SlotUnknown) as lost:
        raise GuestsChanged(guests) from lost
