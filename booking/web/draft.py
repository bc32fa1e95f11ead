"""What a browser is about to book: one held appointment for each browser session, until it is booked or let go.

The cookie carries a secret of its own; behind its hash stands which appointment it may fill in. So a
double click, a second window and a lost answer all meet in the database, one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.accounts.models import Capability
from booking.accounts.people import Contact, contact_of
from booking.appointments import booking as bookings
from booking.appointments.booking import HOLD, KEEP_DRAFT
from booking.appointments.models import Appointment, Status
from booking.appointments.placing import place
from booking.appointments.slots import Wish
from booking.db import lock
from booking.house.rooms import suits
from booking.ids import token_hash
from booking.offers.models import Adviser
from booking.runtime import Desk

HOLDING = "hold"
REPEATABLE = timedelta(minutes=30)


def current(session: Session, browser: str, *, now: datetime) -> Appointment | None:
    """What this browser holds, or booked in the last half hour."""
    subject = capabilities.subject_of(session, browser, purpose=HOLDING, now=now)
    return session.get(Appointment, subject) if subject else None


def current_for_change(session: Session, browser: str, *, now: datetime) -> Appointment | None:
    """`current`; other requests of the same browser wait until this transaction ends."""
    lock(session, [int(token_hash(browser)[:15], 16) - 2**61])
    return current(session, browser, now=now)


def held_for(session: Session, browser: str, slug: str, *, now: datetime) -> Appointment | None:
    """What this browser holds of the offer, if it is not booked yet."""
    return _still_held(current(session, browser, now=now), slug)


def held_for_change(session: Session, browser: str, slug: str, *, now: datetime) -> Appointment | None:
    """`held_for`; other requests of the same browser wait until this transaction ends."""
    return _still_held(current_for_change(session, browser, now=now), slug)


def take(session: Session, desk: Desk, browser: str, wish: Wish, start: datetime) -> Appointment:
    """Hold a slot for this browser; what it held before is let go, what was typed moves along.

    The same slot again is the same hold. Raises SlotTaken, SlotUnknown; then the old hold stays.
    """
    held = current_for_change(session, browser, now=desk.now)
    held = held if held is not None and held.status == Status.HELD else None
    if held is not None and _is_this(held, wish, start):
        bookings.keep(session, desk, held)
        return held
    contact = typed_so_far(held, desk)
    if held is not None:
        bookings.let_go(session, held)
    taken = bookings.hold(session, desk, replace(wish, needs=contact.needs if contact else ()), start)
    if contact is not None:
        bookings.write_down(session, desk, taken, contact)
    _remember(session, browser, taken, now=desk.now, until=desk.now + KEEP_DRAFT)
    return taken


def fill_in(session: Session, desk: Desk, appointment: Appointment, contact: Contact) -> bool:
    """Keep what was typed and renew the hold; True when it had to go to another room.

    Raises SlotTaken when no room that suits the needs is free then.
    """
    bookings.write_down(session, desk, appointment, contact)
    room = appointment.room
    if room is None or suits(room, confidential=False, needs=contact.needs):
        bookings.keep(session, desk, appointment)
        return False
    appointment.hold_until(desk.now + HOLD)
    place(
        session,
        appointment,
        wish_of(appointment, contact),
        appointment.starts_at,
        now=desk.now,
        expires_at=appointment.hold_expires_at,
    )
    session.refresh(appointment, ["room", "adviser", "hours"])
    return True


def book(session: Session, desk: Desk, browser: str, appointment: Appointment) -> str:
    """Confirm, and give a link to it. The same browser may ask again for half an hour and gets another link."""
    bookings.confirm(session, desk, appointment)
    _remember(session, browser, appointment, now=desk.now, until=desk.now + REPEATABLE)
    return bookings.open_link(session, appointment, now=desk.now)


def typed_so_far(appointment: Appointment | None, desk: Desk) -> Contact | None:
    """What was typed into a held appointment, or None."""
    if appointment is None or appointment.person is None:
        return None
    return contact_of(appointment.person, desk.vault)


def wish_of(appointment: Appointment, contact: Contact | None) -> Wish:
    """The wish behind a held or booked appointment, its own time free for it."""
    return Wish(
        appointment.offer,
        adviser_id=appointment.adviser_id if appointment.adviser_wish else None,
        needs=contact.needs if contact else (),
        moving=appointment,
    )


def with_adviser(wish: Wish, adviser: Adviser | None) -> Wish:
    """The wish, for this adviser only, or for anybody."""
    return replace(wish, adviser_id=adviser.id if adviser else None)


def _still_held(appointment: Appointment | None, slug: str) -> Appointment | None:
    if appointment is None or appointment.status != Status.HELD or appointment.offer.slug != slug:
        return None
    return appointment


def _is_this(held: Appointment, wish: Wish, start: datetime) -> bool:
    same_slot = held.offer_id == wish.offer.id and held.starts_at == start
    return same_slot and wish.adviser_id in (None, held.adviser_id)


def _remember(
    session: Session, browser: str, appointment: Appointment, *, now: datetime, until: datetime
) -> None:
    session.merge(
        Capability(
            token_hash=token_hash(browser),
            purpose=HOLDING,
            subject=appointment.id,
            created_at=now,
            expires_at=until,
        )
    )
