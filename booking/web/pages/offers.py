"""One offer: what it is, for whom, and the ways to it; and what else helps when nothing is free."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from booking.appointments.slots import Wish, open_hours_for
from booking.appointments.terms import widest_span
from booking.offers import finding
from booking.offers.models import Offer, OfferMode
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.views.doors import open_hours_of, open_hours_view
from booking.web.views.entrances import access_texts
from booking.web.views.no_time import no_time
from booking.web.views.offers import offer_view
from booking.web.views.slots import free_starts, slot_view

pages = Blueprint("offers", __name__)

DOORS = 3


@pages.get("/angebot/<slug:slug>")
@allow()
def offer(slug: str) -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as session:
        found = finding.offer_by_slug(session, slug)
        return page(
            "offers/offer.html",
            offer=offer_view(found),
            access_texts=access_texts(session, found, now=now),
            open_hours=[open_hours_view(hours) for hours in open_hours_of(session, found, now, limit=DOORS)],
            concern=min(found.concerns, key=lambda concern: concern.position, default=None),
            **_booking(session, found),
        )


def _booking(session: Session, offer: Offer) -> dict[str, Any]:
    """The next free time, or why there is none and which other offers there are."""
    now = runtime().clock.now()
    wish, span = Wish(offer), widest_span(session, offer, now)
    advisers = {hours.adviser_id: hours.adviser for hours in open_hours_for(session, wish, span)}
    if offer.mode != OfferMode.APPOINTMENT:
        return {"advisers": list(advisers.values())}
    slots = free_starts(session, wish, span, now=now)
    return {
        "advisers": list(advisers.values()),
        "next_slot": slot_view(slots[0]) if slots else None,
        "empty": None if slots else no_time(session, wish, now=now),
    }
