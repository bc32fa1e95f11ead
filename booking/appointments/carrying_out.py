"""Carrying out a change of Sprechstunden: they close or go elsewhere, and each appointment gets its answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import changes
from booking.appointments.goings import Going, guests_of
from booking.appointments.guests import (
    Answer,
    Answers,
    Fate,
    Guest,
    GuestsChanged,
    give_back,
    lock_appointments,
    with_replacements,
)
from booking.appointments.models import UNFINISHED, Appointment, Status
from booking.errors import DomainError, Overlap, SlotTaken, SlotUnknown
from booking.events import ConsultationHoursClosed
from booking.occupancy import Claim, claim_all, release
from booking.runtime import Desk


class AdviserBusy(DomainError):
    """The adviser sits in another Sprechstunde then."""

    code = "adviser-busy"


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
    by_hours = {each.hours.id: each for each in going}
    asleep = _sleeping_on(guests, by_hours)
    _rearrange(session, desk, going)
    for guest in guests:
        appointment, answer = guest.appointment, answers.get(guest.appointment.id, Answer(Fate.KEEP))
        if answer.fate == Fate.CANCEL:
            changes.cancel(session, appointment, by="house", now=desk.now)
        elif answer.fate == Fate.KEEP and appointment.id in asleep:
            appointment.asleep_by = asleep[appointment.id]
        elif answer.fate == Fate.KEEP:
            changes.follow_room(session, appointment, by_hours[appointment.hours_id].room, now=desk.now)
        elif answer.fate == Fate.MOVE:
            _move_to_hold(session, desk, appointment, answer, guests)


def _sleeping_on(guests: Sequence[Guest], by_hours: Mapping[int, Going]) -> Mapping[str, str | None]:
    """The appointments that something goes on to keep from taking place, and what that is where they go."""
    asleep = [each.appointment for each in guests if each.appointment.asleep_by is not None]
    on = [each for each in asleep if not by_hours[each.hours_id].wakes_up(each)]
    return {each.id: by_hours[each.hours_id].cause_of(each) for each in on}


def _rearrange(session: Session, desk: Desk, going: Sequence[Going]) -> None:
    """Close or shift the Sprechstunden; holds of residents that do not fit any more lose their claims."""
    release(session, *(each.hours.owner for each in going))
    for each in going:
        _drop_holds(session, each)
        if each.interval is None:
            each.hours.close(desk.now)
            outbox.record(session, ConsultationHoursClosed(hours_id=each.hours.id), now=desk.now)
        else:
            if each.wakes:
                each.hours.wake()
            elif each.hours.asleep_by is not None and not each.asleep:
                each.hours.asleep_by = each.cause
            each.hours.starts_at, each.hours.ends_at = each.interval.start, each.interval.end
            each.hours.room_id, each.hours.room = (each.room.id, each.room) if each.room else (None, None)
    session.flush()
    claims = {
        each.hours.owner: [Claim(each.hours.adviser.resource_id, each.interval)]
        for each in going
        if each.interval is not None and each.hours.is_open
    }
    try:
        claim_all(session, claims, now=desk.now)
    except Overlap as overlap:
        raise AdviserBusy from overlap


def _drop_holds(session: Session, going: Going) -> None:
    held = select(Appointment).where(
        Appointment.hours_id == going.hours.id, Appointment.status.in_(UNFINISHED)
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
        changes.move(session, desk, appointment, start, adviser_id=adviser_id, by="house")
    except (SlotTaken, SlotUnknown) as lost:
        raise GuestsChanged(guests) from lost
