"""Offers in a list, each with its next free time; and the soonest of several offers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.models import ConsultationHours
from booking.appointments.slots import Slot, Wish, find_slots
from booking.appointments.terms import widest_span
from booking.offers.models import Offer, OfferMode
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.doors import open_hours_of
from booking.web.views.offers import duration_of, nothing_free_text
from booking.web.views.rooms import place_text

SIDE_BY_SIDE = 3


@dataclass(frozen=True)
class OfferCard:
    """`next_place` says where the next free time takes place, if all who are free then agree."""

    slug: str
    title: str
    summary: str
    provider_name: str
    mode: str
    mode_text: str
    duration_minutes: int | None
    next_free: datetime | None
    next_place: str
    free_text: str


@dataclass(frozen=True)
class Soonest:
    """The next free time of one offer."""

    slug: str
    start: datetime
    title: str
    provider_name: str
    place_text: str


def offer_cards(session: Session, offers: Iterable[Offer], *, now: datetime) -> list[OfferCard]:
    """The offers in their order; one search for free times each, and the next open door where there is none."""
    return [_card(session, offer, now) for offer in offers]


def soonest(cards: Sequence[OfferCard]) -> list[Soonest]:
    """Up to three next free times of different offers, the earliest first."""
    free = [
        Soonest(card.slug, card.next_free, card.title, card.provider_name, card.next_place)
        for card in cards
        if card.next_free
    ]
    return sorted(free, key=lambda each: each.start)[:SIDE_BY_SIDE]


def _card(session: Session, offer: Offer, now: datetime) -> OfferCard:
    text = offer.text(current_language().code)
    slots = _free(session, offer, now)
    open_hours = () if slots else open_hours_of(session, offer, now, limit=1)
    return OfferCard(
        slug=offer.slug,
        title=text.title,
        summary=text.summary,
        provider_name=offer.provider.name,
        mode=offer.mode,
        mode_text=_mode_text(offer.mode),
        duration_minutes=duration_of(offer),
        next_free=slots[0].start if slots else None,
        next_place=_place(slots),
        free_text="" if slots else _free_text(offer, open_hours, now),
    )


def _free(session: Session, offer: Offer, now: datetime) -> list[Slot]:
    if offer.mode != OfferMode.APPOINTMENT:
        return []
    return find_slots(session, Wish(offer), widest_span(session, offer, now), now=now)


def _place(slots: Sequence[Slot]) -> str:
    """A booking may get any of the slots that start first."""
    places = {place_text(slot.channel) for slot in slots if slot.start == slots[0].start}
    return places.pop() if len(places) == 1 else ""


def _free_text(offer: Offer, open_hours: Sequence[ConsultationHours], now: datetime) -> str:
    formats = current_language().formats
    if open_hours:
        start = open_hours[0].starts_at
        if start <= now:
            return _("Jetzt offen bis %(time)s", time=formats.time(open_hours[0].ends_at))
        return _("Offen am %(day)s ab %(time)s", day=formats.day(start), time=formats.time(start))
    return nothing_free_text(offer, now) if offer.mode == OfferMode.APPOINTMENT else ""


def _mode_text(mode: str) -> str:
    if mode == OfferMode.APPOINTMENT:
        return _("Mit Termin")
    return _("Ohne Termin") if mode == OfferMode.OPEN else _("Bitte anrufen")
