"""Bookings that somebody of the staff takes down: a time held in their name, and booked for whoever calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import Contact, contact_of
from booking.appointments import booking
from booking.appointments.models import Appointment, CameBy, Status
from booking.appointments.slots import Wish
from booking.db import lock
from booking.errors import NotFound
from booking.runtime import Desk

TAKING_DOWN = 2**62  # beside it stand the keys of accounts whose holds are looked for (db.lock)
OWN = (Status.HELD, Status.CONFIRMED)


def held_by(session: Session, account_id: int, hold_id: str, *, for_change: bool = False) -> Appointment:
    """What this account holds for a caller, or has just booked. Raises NotFound; foreign and gone look alike."""
    statement = select(Appointment).where(
        Appointment.id == hold_id, Appointment.taken_by == account_id, Appointment.status.in_(OWN)
    )
    if for_change:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound("hold")
    return found


def hold_for_caller(
    session: Session,
    desk: Desk,
    wish: Wish,
    start: datetime,
    *,
    account_id: int,
    before: Appointment | None,
    contact: Contact,
) -> Appointment:
    """Hold a time for somebody on the phone; the one held before is given back. Sent twice it is one hold.

    Raises SlotTaken, SlotUnknown; then the one before stays.
    """
    if before is None or before.status != Status.HELD:
        held = _sent_before(session, desk, wish, start, account_id=account_id, contact=contact)
        held = held or booking.hold(session, desk, wish, start)
    else:
        held = booking.hold_instead(session, desk, before, wish, start)
    held.take_down(CameBy.PHONE, account_id)
    return held


def still_fits(session: Session, desk: Desk, held: Appointment, contact: Contact) -> bool:
    """Keep what was said so far and renew the hold; False when room or adviser had to change for it.

    Raises SlotTaken, SlotUnknown when nothing that suits is free at this time.
    """
    before = _place(held)
    booking.keep(session, desk, held, contact=contact)
    return _place(held) == before


def book_for_caller(
    session: Session, desk: Desk, held: Appointment, *, came_by: CameBy, account_id: int
) -> None:
    """The caller has an appointment; doing it twice is harmless. Raises SlotTaken, SlotUnknown."""
    if held.status == Status.HELD:
        held.take_down(came_by, account_id)
    booking.confirm(session, desk, held)


def _sent_before(
    session: Session, desk: Desk, wish: Wish, start: datetime, *, account_id: int, contact: Contact
) -> Appointment | None:
    """What this very form holds already: the same account, offer and time, and nothing else about the person."""
    lock(session, [TAKING_DOWN + account_id])
    found = session.scalars(
        select(Appointment)
        .where(Appointment.taken_by == account_id, Appointment.status == Status.HELD)
        .where(Appointment.offer_id == wish.offer.id, Appointment.starts_at == start)
        .where(Appointment.hold_expires_at > desk.now)
        .order_by(Appointment.created_at, Appointment.id)
    )
    for each in found:
        suits = wish.adviser_id in (None, each.adviser_id)
        if suits and each.person is not None and contact_of(each.person, desk.vault) == contact:
            return each
    return None


def _place(held: Appointment) -> tuple[int | None, int, datetime]:
    return held.room_id, held.adviser_id, held.ends_at
