"""Answering an offered time, by the person or for them on the phone; each answer twice is like once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import finding as appointments
from booking.appointments.booking import confirm, give_back
from booking.appointments.models import Appointment
from booking.appointments.wishes import kept_of, only_of
from booking.errors import NotAllowedNow
from booking.occupancy import held_by
from booking.occupancy.claims import lock_resources
from booking.runtime import Desk
from booking.waiting.ending import end_without_time
from booking.waiting.events import WaitingAnswered
from booking.waiting.models import State, WaitingEntry

GONE = "gone"


def accept(
    session: Session, desk: Desk, entry: WaitingEntry, *, start: datetime | None = None
) -> Appointment:
    """Book the held time; `start` is the one they saw. The entry must be locked (`for_change`).

    Raises NotAllowedNow when that is not held for them any more, SlotTaken or SlotUnknown when the time went
    with a change of the Sprechstunde: then `give_up` in a transaction of its own.
    """
    appointment_id = entry.appointment_id or ""
    if entry.state == State.BOOKED:
        return appointments.by_id(session, appointment_id)
    if entry.state != State.OFFERED:
        raise NotAllowedNow("accept", entry.state)
    if entry.answer_by is not None and entry.answer_by <= desk.now:
        raise NotAllowedNow("accept", "late")
    appointment = appointments.by_id(session, appointment_id, for_change=True)
    if start not in (None, appointment.starts_at):
        raise NotAllowedNow("accept", "another")
    appointment.filters = kept_of(only_of(appointment), party=entry.party_size)
    confirm(session, desk, appointment)
    entry.book(desk.now)
    _record(session, entry, "accepted", appointment.starts_at, now=desk.now)
    return appointment


def decline(session: Session, desk: Desk, entry: WaitingEntry, *, start: datetime | None = None) -> None:
    """The time does not suit them: it goes to the next, they wait on.

    `start` is the time they saw: an answer to another one, or a second answer, changes nothing.
    """
    if entry.state == State.OFFERED and start in (None, offered_start(session, entry)):
        _wait_on(session, entry, "declined", now=desk.now)


def give_up(session: Session, desk: Desk, entry: WaitingEntry) -> None:
    """The held time does not exist any more: they wait on."""
    if entry.state == State.OFFERED:
        _wait_on(session, entry, GONE, now=desk.now)


def lapse(session: Session, desk: Desk, entry: WaitingEntry) -> None:
    """Nobody answered in time: the time goes to the next, they wait on."""
    if entry.state == State.OFFERED and (entry.answer_by is None or entry.answer_by <= desk.now):
        _wait_on(session, entry, "lapsed", now=desk.now)


def leave(session: Session, desk: Desk, entry: WaitingEntry) -> None:
    """They do not want to wait any more: a held time goes to the next, their data the day after."""
    if not entry.is_on_the_list:
        return
    let_time_go(session, entry, "left", now=desk.now)
    entry.leave(desk.now)
    end_without_time(session, entry, "left", now=desk.now)


def let_time_go(session: Session, entry: WaitingEntry, answer: str, *, now: datetime) -> None:
    """Give back what is held for them, if anything is."""
    if entry.state == State.OFFERED:
        _wait_on(session, entry, answer, now=now)


def offered_start(session: Session, entry: WaitingEntry) -> datetime | None:
    """When the held time starts, or None when nothing is held."""
    if entry.state != State.OFFERED or entry.appointment_id is None:
        return None
    return appointments.by_id(session, entry.appointment_id).starts_at


def _wait_on(session: Session, entry: WaitingEntry, answer: str, *, now: datetime) -> None:
    held = appointments.by_id(session, entry.appointment_id or "", for_change=True)
    start = held.starts_at
    lock_resources(session, held_by(session, held.owner))
    if answer == GONE:
        entry.lose(start)
    else:
        entry.wait_on(start)
    session.flush()  # nothing refers to the held appointment any more
    give_back(session, held)
    _record(session, entry, answer, start, now=now)


def _record(session: Session, entry: WaitingEntry, answer: str, start: datetime, *, now: datetime) -> None:
    event = WaitingAnswered(
        entry_id=entry.id,
        offer_id=entry.offer_id,
        number=entry.offers_made,
        answer=answer,
        starts_at=start,
    )
    outbox.record(session, event, now=now)
