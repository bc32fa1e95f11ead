"""Withdrawing a closure or an absence: what still has its place wakes, the rest is named with the reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments.models import Appointment
from booking.disruptions.answering import close, read_again
from booking.disruptions.events import AbsenceWithdrawn, AppointmentWoken, ClosureWithdrawn
from booking.disruptions.locking import lock_places, lock_rows
from booking.disruptions.models import Replacement, State
from booking.disruptions.returning import Return, Sleepers, Thing, Why, sleepers, what_returns
from booking.disruptions.sleeping import tell_providers
from booking.disruptions.stops import Stops
from booking.disruptions.wanted import Cause
from booking.errors import Busy
from booking.house.models import Closure
from booking.occupancy import Claim, claim, claim_all
from booking.offers.absences import Absence
from booking.reservations.models import Occurrence
from booking.reservations.reserving import claims_of
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.vault import Vault

__all__ = ["Return", "Why", "may_try_again", "preview_withdrawal", "withdraw"]


def preview_withdrawal(session: Session, row: Cause, now: datetime, vault: Vault | None = None) -> Return:
    """What would wake, and what would not. With a vault, needs that a broken lift does not serve are seen too."""
    if row.withdrawn_at is not None:
        return Return()
    asleep = sleepers(session, row)
    return what_returns(session, _stops(session, row, asleep, vault), asleep, now)


def withdraw(session: Session, desk: Desk, row: Cause) -> Return:
    """It never was: what can, wakes as it stood, under the next sequence.

    Done again it tries what still sleeps: its room or its adviser may be free by now. What is awake stays as it is.
    """
    row = _locked_row(session, row)
    asleep = _locked(session, row)
    if row.withdrawn_at is not None and not asleep.still(desk.now):
        return Return()
    returns = what_returns(session, _stops(session, row, asleep, desk.vault), asleep, desk.now)
    if row.withdrawn_at is None:
        _take_back(session, row, desk.now)
    _wake_dates(session, desk, row, returns.dates)
    for hours in returns.hours:
        hours.wake()
        time = Interval(hours.starts_at, hours.ends_at)
        claim(session, [Claim(hours.adviser.resource_id, time)], owner=hours.owner, now=desk.now)
    _wake_appointments(session, desk, row, returns.appointments)
    _pass_on(session, row, returns)
    session.flush()
    return returns


def may_try_again(session: Session, row: Cause, now: datetime) -> bool:
    """Whether it is withdrawn, and something to come sleeps for it all the same."""
    return row.withdrawn_at is not None and bool(sleepers(session, row).still(now))


def _take_back(session: Session, row: Cause, now: datetime) -> None:
    row.withdrawn_at = now
    if isinstance(row, Absence):
        outbox.record(session, AbsenceWithdrawn(absence_id=row.id), now=now)
    else:
        outbox.record(session, ClosureWithdrawn(closure_id=row.id), now=now)


def _locked_row(session: Session, row: Cause) -> Cause:
    """As it is now; somebody else who withdraws it waits."""
    if isinstance(row, Absence):
        return session.get_one(Absence, row.id, with_for_update={"key_share": True}, populate_existing=True)
    return session.get_one(Closure, row.id, with_for_update={"key_share": True}, populate_existing=True)


def _locked(session: Session, row: Cause) -> Sleepers:
    """What sleeps, now that nobody can change it. Raises Busy when somebody just did."""
    seen = sleepers(session, row)
    ids = {each.id for each in seen.appointments}
    offers = _open(session, row, ids)
    holds = [choice for each in offers for choice in each.choices]
    rooms, advisers = [each.room for each in seen.all_dates], {each.adviser_id for each in seen.hours}
    locked = lock_rows(session, dates=seen.all_dates, hours=seen.hours, appointments=[*ids, *holds])
    read_again(session, offers)
    lock_places(session, rooms, advisers, [*ids, *holds])
    asleep = sleepers(session, row)
    there = {each.reservation_id for each in asleep.all_dates} | {each.id for each in asleep.appointments}
    elsewhere = {each.room_id for each in asleep.all_dates} - {each.id for each in rooms}
    if not there <= locked or elsewhere or not {each.adviser_id for each in asleep.hours} <= advisers:
        raise Busy
    return asleep


def _stops(session: Session, row: Cause, asleep: Sleepers, vault: Vault | None) -> Stops:
    """What else is in effect where any of it lies: dates that were moved in their sleep are elsewhere."""
    things: list[Thing] = [*asleep.all_dates, *asleep.hours, *asleep.appointments]
    start = min([row.starts_at, *(each.starts_at for each in things)])
    end = max([row.ends_at, *(each.ends_at for each in things)])
    return Stops(session, row, Interval(start, end), vault)


def _wake_dates(session: Session, desk: Desk, row: Cause, dates: Sequence[Occurrence]) -> None:
    reason = row.reason or None if isinstance(row, Closure) else None
    for date in dates:
        reservation = date.reservation
        date.wake(reason, asked=reservation.decide_by is not None)
        claims = claims_of(reservation, [date])
        claim_all(session, claims, now=desk.now, expires_at=reservation.decide_by)
    tell_providers(session, desk, dates, asleep=False)


def _wake_appointments(session: Session, desk: Desk, row: Cause, woken: Sequence[Appointment]) -> None:
    offers = {each.appointment_id: each for each in _open(session, row, [each.id for each in woken])}
    for appointment in woken:
        appointment.wake()
        if not appointment.own_room and appointment.room_id != appointment.hours.room_id:
            appointment.room_id, appointment.room = appointment.hours.room_id, appointment.hours.room
        outbox.record(session, AppointmentWoken(**appointment.placement()), now=desk.now)
        if appointment.id in offers:
            close(session, offers[appointment.id], State.WITHDRAWN, now=desk.now)


def _pass_on(session: Session, row: Cause, returns: Return) -> None:
    """What something else keeps asleep is asleep because of that from now on, and what was offered with it."""
    asleep = [thing.id for thing, _why in returns.stays if isinstance(thing, Appointment)]
    offers = {each.appointment_id: each for each in _open(session, row, asleep)}
    for thing, _why in returns.stays:
        cause = returns.passed_on.get(thing.owner)
        if cause is None:
            continue
        thing.asleep_by = cause
        if isinstance(thing, Appointment) and thing.id in offers:
            offers[thing.id].cause = cause


def _open(session: Session, row: Cause, appointments: Collection[str]) -> Sequence[Replacement]:
    """What is offered because of it, and to these appointments for whatever reason."""
    mine = or_(Replacement.cause == row.cause, Replacement.appointment_id.in_(appointments))
    statement = select(Replacement).where(mine, Replacement.state == State.OPEN)
    return session.scalars(statement.order_by(Replacement.id)).all()
