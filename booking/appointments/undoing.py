"""Taking a cancellation back: the same person, a new appointment with a UID and a number of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts import people
from booking.accounts.models import Person
from booking.appointments.booking import book_for
from booking.appointments.finding import by_id
from booking.appointments.models import STILL_TO_COME, Appointment, Status
from booking.appointments.placing import INSTANT
from booking.appointments.slots import find_slots
from booking.appointments.wishes import Wish, wish_behind
from booking.errors import NotAllowedNow, SlotUnknown
from booking.runtime import Desk
from booking.scheduling.intervals import Interval

BY_HOUSE = "house"


def can_undo(appointment: Appointment, now: datetime) -> bool:
    """Whether the resident cancelled it, is known to us still, and could come then."""
    return (
        appointment.status == Status.CANCELLED
        and appointment.cancelled_by != BY_HOUSE
        and appointment.person_id is not None
        and appointment.starts_at > now
    )


def undo(session: Session, desk: Desk, cancelled_id: str, start: datetime | None = None) -> Appointment:
    """The appointment that takes the place of a cancelled one: at its time, or at `start`.

    Both share the person's row, so nothing of the person is copied, and whoever asks again gets the appointment
    that is there already. Raises NotAllowedNow, SlotTaken, SlotUnknown.
    """
    cancelled = by_id(session, cancelled_id, for_change=True)
    person = _locked_person(session, cancelled)
    if person is None or cancelled.status != Status.CANCELLED:
        raise NotAllowedNow("undo", cancelled.status)
    there = came_after(session, cancelled, now=desk.now)
    if there is not None:
        return there
    if start is None and not can_undo(cancelled, desk.now):
        raise NotAllowedNow("undo", "past")
    again = _book_again(session, desk, cancelled, person, start)
    again.reminders_on = cancelled.reminders_on
    again.came_by, again.taken_by = cancelled.came_by, cancelled.taken_by
    return again


def came_after(session: Session, cancelled: Appointment, *, now: datetime) -> Appointment | None:
    """The coming appointment that its person has instead of it, or None; one that began is no answer any more."""
    if cancelled.person_id is None:
        return None
    return session.scalar(
        select(Appointment)
        .where(Appointment.person_id == cancelled.person_id, Appointment.id != cancelled.id)
        .where(Appointment.status.in_(STILL_TO_COME), Appointment.starts_at > now)
        .order_by(Appointment.starts_at)
        .limit(1)
    )


def is_free_still(session: Session, cancelled: Appointment, needs: tuple[str, ...], *, now: datetime) -> bool:
    """Whether the time one had can be taken again now."""
    then = Interval(cancelled.starts_at, cancelled.starts_at + INSTANT)
    return can_undo(cancelled, now) and any(
        find_slots(session, wish_again(cancelled, needs, asked=asked), then, now=now)
        for asked in (cancelled.created_at, now)
    )


def wish_again(cancelled: Appointment, needs: tuple[str, ...], *, asked: datetime | None = None) -> Wish:
    """What its person wishes, as they wished it then."""
    return replace(wish_behind(cancelled, needs), since=asked)


def _book_again(
    session: Session, desk: Desk, cancelled: Appointment, person: Person, start: datetime | None
) -> Appointment:
    """At the same time no notice is asked for, for it was booked before; a move may have gone beyond that horizon."""
    needs = people.contact_of(person, desk.vault).needs
    if start is not None and start != cancelled.starts_at:
        return book_for(session, desk, wish_again(cancelled, needs), start, person)
    first_asked = wish_again(cancelled, needs, asked=cancelled.created_at)
    try:
        return book_for(session, desk, first_asked, cancelled.starts_at, person)
    except SlotUnknown as unknown:
        if unknown.reason != "beyond_horizon":
            raise
    return book_for(session, desk, wish_again(cancelled, needs), cancelled.starts_at, person)


def _locked_person(session: Session, cancelled: Appointment) -> Person | None:
    """Two cancelled appointments of one person wait for each other here."""
    if cancelled.person_id is None:
        return None
    return session.get(Person, cancelled.person_id, with_for_update={"key_share": True})
