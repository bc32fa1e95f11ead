"""Nothing is free: why, and what next. There is always a way on, and a human at the end of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.finding import why_empty
from booking.appointments.releasing import next_release
from booking.appointments.slots import Wish, find_slots
from booking.appointments.terms import widest_span
from booking.offers.finding import of_the_same_concerns
from booking.offers.models import Offer, OfferMode
from booking.web.language import current_language, localized
from booking.web.language import gettext as _
from booking.web.views.doors import OpenHoursView, open_hours_of, open_hours_view
from booking.web.views.offers import last_day_of, why_empty_text

OTHERS_SHOWN = 3


@dataclass(frozen=True)
class OtherOffer:
    """Another offer of the same concern, with its next free time."""

    title: str
    url: str
    start: datetime


@dataclass(frozen=True)
class NoTime:
    """What the page says and offers; `reason` is a code of finding.why_empty."""

    reason: str
    reason_text: str
    release_text: str
    others: list[OtherOffer]
    open_hours: list[OpenHoursView]
    waiting_url: str
    call_back_url: str


def no_time(session: Session, wish: Wish, *, now: datetime) -> NoTime:
    """Why there is no time for the wish, and the ways on."""
    offer = wish.offer
    span = widest_span(session, offer, now)
    return NoTime(
        reason=why_empty(session, wish, span, now=now).code,
        reason_text=_needs_text(session, wish, now) or why_empty_text(session, wish, span, now=now),
        release_text=_release_text(session, wish, now),
        others=_others(session, offer, now),
        open_hours=[open_hours_view(each) for each in open_hours_of(session, offer, now)],
        waiting_url=localized(f"/warteliste/{offer.slug}"),
        call_back_url=localized(_call_back(offer)),
    )


def _needs_text(session: Session, wish: Wish, now: datetime) -> str:
    """There would be times, but none with what somebody needs."""
    span = widest_span(session, wish.offer, now)
    if not wish.needs or not find_slots(session, replace(wish, needs=()), span, now=now):
        return ""
    day = current_language().formats.short_day(last_day_of(span))
    return _("Bis %(day)s ist keine Zeit frei, die zu Ihren Angaben passt.", day=day)


def _release_text(session: Session, wish: Wish, now: datetime) -> str:
    """From when on the next Sprechstunde can be booked."""
    release = next_release(session, wish, now=now)
    if release is None:
        return ""
    formats = current_language().formats
    return _(
        "Ab %(day)s, %(time)s können Sie Termine ab %(first)s buchen.",
        day=formats.day(release.opens_at),
        time=formats.time(release.opens_at),
        first=formats.day(release.starts_at),
    )


def _others(session: Session, offer: Offer, now: datetime) -> list[OtherOffer]:
    """Offers of the same concern that have a free time, the earliest first."""
    found = []
    for other in of_the_same_concerns(offer):
        if other.mode == OfferMode.APPOINTMENT:
            slots = find_slots(session, Wish(other), widest_span(session, other, now), now=now)
            title = other.text(current_language().code).title
            found += [OtherOffer(title, localized(f"/termin/{other.slug}"), slots[0].start)] if slots else []
    return sorted(found, key=lambda each: each.start)[:OTHERS_SHOWN]


def _call_back(offer: Offer) -> str:
    return f"/rueckruf?thema={offer.concerns[0].slug}" if offer.concerns else "/rueckruf"
