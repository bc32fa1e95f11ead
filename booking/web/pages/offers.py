"""One offer: what it is, for whom, and the ways to it."""

from __future__ import annotations

from flask import Blueprint, Response

from booking.appointments.slots import Wish, open_hours_for
from booking.appointments.terms import widest_span
from booking.offers import finding
from booking.offers.models import OfferMode
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.views.doors import open_hours_of, open_hours_view
from booking.web.views.offers import nothing_free_text, offer_view
from booking.web.views.slots import free_starts, slot_view

pages = Blueprint("offers", __name__)


@pages.get("/angebot/<slug:slug>")
@allow()
def offer(slug: str) -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as session:
        found = finding.offer_by_slug(session, slug)
        wish, span = Wish(found), widest_span(session, found, now)
        bookable = found.mode == OfferMode.APPOINTMENT
        slots = free_starts(session, wish, span, now=now) if bookable else []
        advisers = {hours.adviser_id: hours.adviser for hours in open_hours_for(session, wish, span)}
        return page(
            "offers/offer.html",
            offer=offer_view(found),
            next_slot=slot_view(slots[0]) if slots else None,
            free_text=nothing_free_text(found, now) if bookable else "",
            advisers=list(advisers.values()),
            open_hours=[open_hours_view(hours) for hours in open_hours_of(session, found, now)],
            concern=found.concerns[0] if found.concerns else None,
        )
