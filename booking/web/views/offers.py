"""Concerns and offers as pages show them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.booking import retention_days
from booking.appointments.models import ConsultationHours
from booking.appointments.slots import Wish, bookable_span, find_slots
from booking.appointments.terms import widest_span
from booking.offers.models import Offer, OfferMode
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import wall_day
from booking.web.language import current_language
from booking.web.language import gettext as _


@dataclass(frozen=True)
class OfferCard:
    slug: str
    title: str
    summary: str
    provider_name: str
    mode: str
    mode_text: str
    duration_minutes: int | None
    next_free: datetime | None
    free_text: str


@dataclass(frozen=True)
class OfferView:
    slug: str
    title: str
    summary: str
    for_whom: str
    bring: str
    cost_text: str
    languages_text: str
    provider_name: str
    privacy_text: str
    duration_minutes: int | None
    mode: str


def offer_card(
    session: Session, offer: Offer, open_hours: Sequence[ConsultationHours], *, now: datetime
) -> OfferCard:
    """An offer in a list, with its next free time; open doors say when they open."""
    text = offer.text(current_language().code)
    next_free = _next_free(session, offer, now)
    return OfferCard(
        slug=offer.slug,
        title=text.title,
        summary=text.summary,
        provider_name=offer.provider.name,
        mode=offer.mode,
        mode_text=_mode_text(offer.mode),
        duration_minutes=_duration(offer),
        next_free=next_free,
        free_text="" if next_free else _free_text(offer, open_hours, now),
    )


def offer_view(offer: Offer) -> OfferView:
    text = offer.text(current_language().code)
    return OfferView(
        slug=offer.slug,
        title=text.title,
        summary=text.summary,
        for_whom=text.for_whom,
        bring=text.bring,
        cost_text=_("kostenlos"),
        languages_text=_language_names(offer.languages),
        provider_name=offer.provider.name,
        privacy_text=privacy_text(offer),
        duration_minutes=_duration(offer),
        mode=offer.mode,
    )


def privacy_text(offer: Offer) -> str:
    """Who sees what was typed, and when it goes."""
    return _(
        "Wir speichern nur, was wir für Ihren Termin brauchen: wie wir Sie ansprechen, wie wir Sie erreichen und "
        "wann Sie kommen. Nur %(provider)s sieht Ihre Angaben. %(days)s Tage nach dem Termin löschen wir sie.",
        provider=offer.provider.name,
        days=retention_days(offer.offer_class),
    )


def last_day_of(span: Interval) -> date:
    """The last day on which something may start."""
    return wall_day(span.end - timedelta(microseconds=1))


def nothing_free_text(offer: Offer, now: datetime) -> str:
    until = current_language().formats.short_day(last_day_of(bookable_span(offer, now)))
    return _("Bis %(day)s ist nichts frei.", day=until)


def _next_free(session: Session, offer: Offer, now: datetime) -> datetime | None:
    if offer.mode != OfferMode.APPOINTMENT:
        return None
    slots = find_slots(session, Wish(offer), widest_span(session, offer, now), now=now)
    return slots[0].start if slots else None


def _free_text(offer: Offer, open_hours: Sequence[ConsultationHours], now: datetime) -> str:
    formats = current_language().formats
    if open_hours:
        start = open_hours[0].starts_at
        if start <= now:
            return _("Jetzt offen bis %(time)s", time=formats.time(open_hours[0].ends_at))
        return _("Offen am %(day)s ab %(time)s", day=formats.day(start), time=formats.time(start))
    return nothing_free_text(offer, now) if offer.mode == OfferMode.APPOINTMENT else ""


def _duration(offer: Offer) -> int | None:
    return offer.duration_minutes if offer.mode == OfferMode.APPOINTMENT else None


def _mode_text(mode: str) -> str:
    if mode == OfferMode.APPOINTMENT:
        return _("Mit Termin")
    return _("Ohne Termin") if mode == OfferMode.OPEN else _("Bitte anrufen")


def _language_names(codes: str) -> str:
    names = current_language().locale.languages
    return ", ".join(names.get(code, code) for code in re.split(r"[,\s]+", codes) if code)
