"""What a browser is about to book: one held appointment for each browser session, until it is booked or let go.

The cookie carries a secret of its own; behind its hash stands which appointment it may fill in. So a
double click, a second window and a lost answer all meet in the database, one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.accounts.models import Capability
from booking.accounts.people import Contact
from booking.appointments import booking as bookings
from booking.appointments import pending
from booking.appointments.booking import KEEP_DRAFT
from booking.appointments.models import Appointment, Status
from booking.appointments.wishes import Wish, grants, serves
from booking.db import lock
from booking.ids import token_hash
from booking.offers.models import Offer
from booking.runtime import Desk
from booking.web.access import current_actor
from booking.web.lasting import HoldEnded, has_ended, may_be_renewed, outlives
from booking.web.wishes import typed_for, wish_of

HOLDING = "hold"
REPEATABLE = timedelta(minutes=30)


class Changed(StrEnum):
    """What a step changed in a hold, its time apart."""

    NOTHING = ""
    ROOM = "room"  # for one that suits what was typed
    PLACE = "place"  # another room, adviser or channel than it had


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


def is_again(session: Session, browser: str, slug: str, start: datetime, *, now: datetime) -> bool:
    """Whether this browser took this very time within the last twenty minutes: then nothing more is held."""
    held = held_for(session, browser, slug, now=now)
    return held is not None and held.starts_at == start and not outlives(held, now=now)


def take(session: Session, desk: Desk, browser: str, wish: Wish, start: datetime) -> Appointment:
    """Hold a slot for this browser; what it held before is let go, what was typed moves along.

    The same slot again is the same hold. What was typed for another provider is deleted with its hold.
    Raises SlotTaken, SlotUnknown; then the old hold stays.
    """
    held = current_for_change(session, browser, now=desk.now)
    held = held if held is not None and held.status == Status.HELD else None
    contact = _for_offer(typed_for(held, wish.offer, desk), held, wish.offer)
    wish = replace(wish, needs=contact.needs if contact else ())
    if held is not None and _is_this(held, wish, start) and not has_ended(held, now=desk.now):
        held.wish_for(adviser=wish.adviser_id is not None, filters=wish.only.kept)
        keep(session, desk, held)
        return held
    if held is None:
        taken = bookings.hold(session, desk, wish, start)
    else:
        taken = bookings.hold_instead(session, desk, held, wish, start)
    if contact is not None:
        bookings.write_down(session, desk, taken, contact)
    _remember(session, browser, taken, now=desk.now, until=desk.now + KEEP_DRAFT)
    return taken


def keep(session: Session, desk: Desk, held: Appointment, contact: Contact | None = None) -> None:
    """Renew the hold, for two hours at most, and keep what was typed.

    Raises HoldEnded when it ran out after that, SlotTaken when no room that suits is free then.
    """
    if has_ended(held, now=desk.now):
        raise HoldEnded
    if may_be_renewed(held, now=desk.now):
        bookings.keep(session, desk, held, contact=contact)
    elif contact is not None:
        bookings.write_down(session, desk, held, contact)


def fill_in(session: Session, desk: Desk, held: Appointment, contact: Contact) -> Changed:
    """`keep`; says what had to change for it."""
    before, room_suited = _seat(held), grants(held, wish_of(held, contact))
    keep(session, desk, held, contact)
    if _seat(held) == before:
        return Changed.NOTHING
    same_seat = _seat(held)[1:] == before[1:]
    return Changed.ROOM if same_seat and not room_suited else Changed.PLACE


def book(session: Session, desk: Desk, browser: str, appointment: Appointment) -> str:
    """Confirm, or ask by mail first, and give a link to it. Whoever is signed in is not asked. The same browser may ask again for half an hour and gets another link."""
    if current_actor() is None:
        pending.confirm_or_ask(session, desk, appointment)
    else:
        bookings.confirm(session, desk, appointment)
    _remember(session, browser, appointment, now=desk.now, until=desk.now + REPEATABLE)
    return bookings.open_link(session, appointment, now=desk.now)


def drop(session: Session, browser: str, *, now: datetime) -> None:
    """Forget this browser: what it holds is given back with everything typed; what it booked stays booked."""
    held = current_for_change(session, browser, now=now)
    if held is not None and held.status == Status.HELD:
        bookings.let_go(session, held)
    secret = session.get(Capability, token_hash(browser))
    if secret is not None:
        session.delete(secret)


def _still_held(appointment: Appointment | None, slug: str) -> Appointment | None:
    if appointment is None or appointment.status != Status.HELD or appointment.offer.slug != slug:
        return None
    return appointment


def _for_offer(contact: Contact | None, held: Appointment | None, offer: Offer) -> Contact | None:
    """What moves along to a sensitive offer from one that is none: its mails become brief."""
    if contact is None or held is None or held.offer.sensitive or not offer.sensitive:
        return contact
    return replace(contact, brief_mails=contact.email is not None)


def _is_this(held: Appointment, wish: Wish, start: datetime) -> bool:
    return held.offer_id == wish.offer.id and held.starts_at == start and serves(held, wish)


def _seat(held: Appointment) -> tuple[int | None, int, str]:
    return held.room_id, held.adviser_id, held.channel


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
