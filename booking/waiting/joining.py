"""Joining the waiting list, and wishing something else later; the turn stays."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import people
from booking.accounts.people import Contact
from booking.db import lock
from booking.errors import NotAllowedNow
from booking.offers.models import Offer, OfferMode
from booking.runtime import Desk
from booking.scheduling.walltime import wall_day
from booking.waiting.events import WaitingChanged, WaitingJoined
from booking.waiting.links import keep_links
from booking.waiting.models import WaitingEntry
from booking.waiting.turns import lock_of
from booking.waiting.wishes import Wishes


def join(
    session: Session, desk: Desk, offer: Offer, wishes: Wishes, contact: Contact, *, key: str
) -> WaitingEntry:
    """Put somebody on the list of the offer. The same `key` (a secret of the form) again is the same entry.

    Raises NotAllowedNow when nobody can book the offer, BadWish.
    """
    entry_id = _id_of(key)
    lock(session, [lock_of(entry_id)])
    known = session.get(WaitingEntry, entry_id)
    if known is not None:
        return known
    if not is_open(offer):
        raise NotAllowedNow("join", "closed")
    today = wall_day(desk.now)
    wishes.check(today=today, joined=today)
    person = people.remember(
        session, desk.vault, contact, provider_id=offer.provider_id, erase_on=wishes.until + timedelta(days=1)
    )
    session.flush()
    entry = WaitingEntry(
        id=entry_id,
        offer_id=offer.id,
        provider_id=offer.provider_id,
        created_at=desk.now,
        until=wishes.until,
        person_id=person.id,
    )
    wishes.write_into(entry)
    session.add(entry)
    session.flush()
    outbox.record(session, WaitingJoined(entry_id=entry.id, offer_id=offer.id), now=desk.now)
    return entry


def joined_with(session: Session, key: str) -> WaitingEntry | None:
    """The entry that this secret of a form has brought already."""
    return session.get(WaitingEntry, _id_of(key))


def change_wishes(session: Session, desk: Desk, entry: WaitingEntry, wishes: Wishes) -> None:
    """Wish something else from now on; the turn stays, and so does a time that is held already, with its links.

    Raises NotAllowedNow for who is not on the list any more, BadWish.
    """
    if not entry.is_on_the_list:
        raise NotAllowedNow("change", entry.state)
    wishes.check(today=wall_day(desk.now), joined=wall_day(entry.created_at))
    if wishes == Wishes.of(entry):
        return
    wishes.write_into(entry)
    keep_links(session, entry)
    if entry.person is not None:
        entry.person.erase_on = entry.last_day + timedelta(days=1)
    outbox.record(session, WaitingChanged(entry_id=entry.id, offer_id=entry.offer_id), now=desk.now)


def is_open(offer: Offer) -> bool:
    """Whether somebody can wait for a time of this offer at all."""
    return offer.mode == OfferMode.APPOINTMENT and offer.is_given


def _id_of(key: str) -> str:
    """The id that belongs to the secret of a form."""
    return sha256(f"waiting:{key}".encode()).hexdigest()[:24]
