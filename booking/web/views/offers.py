"""One offer as pages show it, and what is said when nothing of it is free."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.finding import why_empty
from booking.appointments.slots import Wish, bookable_span
from booking.offers.models import Offer, OfferMode
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import wall_day
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.the_house import settings_now


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
        privacy_text=_without_booking() if offer.mode == OfferMode.OPEN else privacy_text(offer),
        duration_minutes=duration_of(offer),
        mode=offer.mode,
    )


def privacy_text(offer: Offer) -> str:
    """Who sees what was typed, and when it goes."""
    return ngettext(
        "Wir speichern nur, was wir für Ihren Termin brauchen: wie wir Sie ansprechen, wie wir Sie erreichen und "
        "wann Sie kommen. Nur %(provider)s sieht Ihre Angaben. %(num)s Tag nach dem Termin löschen wir sie.",
        "Wir speichern nur, was wir für Ihren Termin brauchen: wie wir Sie ansprechen, wie wir Sie erreichen und "
        "wann Sie kommen. Nur %(provider)s sieht Ihre Angaben. %(num)s Tage nach dem Termin löschen wir sie.",
        settings_now().keeping.days(sensitive=offer.sensitive),
        provider=offer.provider.name,
    )


def duration_of(offer: Offer) -> int | None:
    """How long an appointment takes; None where there are none to book."""
    return offer.duration_minutes if offer.mode == OfferMode.APPOINTMENT else None


def last_day_of(span: Interval) -> date:
    """The last day on which something may start."""
    return wall_day(span.end - timedelta(microseconds=1))


def nothing_free_text(offer: Offer, now: datetime) -> str:
    until = current_language().formats.short_day(last_day_of(bookable_span(offer, now)))
    return _("Bis %(day)s ist nichts frei.", day=until)


def why_empty_text(session: Session, wish: Wish, span: Interval, *, now: datetime) -> str:
    """Why nothing is free in the span, as a sentence."""
    day = current_language().formats.short_day(last_day_of(span))
    empty = why_empty(session, wish, span, now=now)
    if empty.code == "fully_booked":
        return _("Bis %(day)s ist alles vergeben.", day=day)
    if empty.code == "closed":
        return _("Bis %(day)s ist geschlossen: %(reason)s", day=day, reason=empty.text)
    return _("Bis %(day)s ist noch keine Sprechstunde geplant.", day=day)


def _without_booking() -> str:
    return _("Sie kommen ohne Termin. Darum speichern wir hier nichts über Sie.")


def _language_names(codes: str) -> str:
    names = current_language().locale.languages
    return ", ".join(names.get(code, code) for code in re.split(r"[,\s]+", codes) if code)
