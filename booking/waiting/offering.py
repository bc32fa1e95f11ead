"""Offering a free time to whoever's turn it is: one time to one person, held until the stated hour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.people import contact_of
from booking.appointments.booking import hold_for
from booking.offers.models import Offer, OfferMode
from booking.runtime import Desk
from booking.waiting.events import WaitingOffered
from booking.waiting.finding import by_id, waiting_for
from booking.waiting.matching import Chance, Matcher, wish_of
from booking.waiting.models import State, WaitingEntry
from booking.waiting.turns import deciding, may_decide

Missed = Collection[tuple[str, datetime]]


def wanted_offers(session: Session) -> Sequence[int]:
    """The offers for which somebody waits, and which can be booked."""
    statement = (
        select(WaitingEntry.offer_id)
        .join(Offer, Offer.id == WaitingEntry.offer_id)
        .where(WaitingEntry.state == State.WAITING, Offer.mode == OfferMode.APPOINTMENT)
        .distinct()
        .order_by(WaitingEntry.offer_id)
    )
    return session.scalars(statement).all()


def next_chance(session: Session, desk: Desk, offer_id: int, *, missed: Missed = ()) -> Chance | None:
    """The next free time of the offer and whose turn it is, or None when nothing suits anybody.

    Only looks. `missed` are the pairs that others were faster for. One mailbox or phone decides about one
    time at once, however often it stands on the list.
    """
    busy = deciding(session, offer_id)
    matcher = Matcher(session, desk)
    for entry in waiting_for(session, offer_id):
        if entry.person is not None and entry.person.contact_keys & busy:
            continue
        chance = matcher.chance(entry, but_for=[start for entry_id, start in missed if entry_id == entry.id])
        if chance is not None:
            return chance
    return None


def offer_time(session: Session, desk: Desk, chance: Chance) -> bool:
    """Hold the time for them and tell it; False when they do not wait any more, or decide about another time.

    Raises SlotTaken or SlotUnknown when it is not free any more. Takes the locks of one booking, so it needs a
    transaction of its own.
    """
    entry = by_id(session, chance.entry_id, for_change=True)
    if entry.state != State.WAITING or entry.person is None:
        return False
    if not may_decide(session, entry.person, entry.offer_id):
        return False
    slot = chance.slot
    wish = replace(
        wish_of(entry, contact_of(entry.person, desk.vault)),
        offer=entry.offer,
        adviser_id=slot.hours.adviser_id,
    )
    held = hold_for(session, desk, wish, slot.start, entry.person, until=chance.answer_by)
    held.adviser_wish = entry.adviser_id is not None
    entry.offered(held.id, now=desk.now, answer_by=chance.answer_by)
    event = WaitingOffered(
        entry_id=entry.id,
        offer_id=entry.offer_id,
        number=entry.offers_made,
        appointment_id=held.id,
        starts_at=held.starts_at,
        answer_by=chance.answer_by,
    )
    outbox.record(session, event, now=desk.now)
    return True
