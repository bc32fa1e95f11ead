"""One offer: what it is, for whom, and the ways to it; and what else helps when nothing is free."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.slots import Wish, open_hours_for
from booking.appointments.terms import widest_span
from booking.errors import NotFound
from booking.offers import finding
from booking.offers.models import Offer, OfferMode
from booking.web.access import allow, runtime
from booking.web.frame import page, see
from booking.web.views.concerns import ConcernView, concern_view
from booking.web.views.doors import open_hours_of, open_hours_view
from booking.web.views.entrances import access_texts
from booking.web.views.no_time import no_time
from booking.web.views.offer_cards import offer_cards
from booking.web.views.offers import offer_view
from booking.web.views.slots import free_starts, slot_view

pages = Blueprint("offers", __name__)

DOORS = 3
MOST_OTHERS = 5


@pages.get("/angebot/<slug:slug>")
@allow()
def offer(slug: str) -> AnyResponse:
    with runtime().database.reading() as session:
        try:
            found = finding.offer_by_slug(session, slug)
        except finding.OfferRetired:
            raise
        except NotFound:
            neutral = finding.neutral_address_behind(session, slug)
            if neutral is None:
                raise
            return see(f"/angebot/{neutral}")
        return page("offers/offer.html", **offer_context(session, found, now=runtime().clock.now()))


@pages.app_errorhandler(finding.OfferRetired)
def gone(error: finding.OfferRetired) -> Response:
    """410 under each address of the offer: it is not given any more, and what else helps."""
    now = runtime().clock.now()
    with runtime().database.reading() as session:
        offer = finding.retired_offer(session, error.slug)
        others = finding.of_the_same_concerns(offer)[:MOST_OTHERS] if offer is not None else []
        concern = _first_concern(offer) if offer is not None else None
        return page("offers/gone.html", 410, others=offer_cards(session, others, now=now), concern=concern)


def offer_context(session: Session, offer: Offer, *, now: datetime) -> dict[str, Any]:
    """Everything the page of an offer shows, in the language of the request."""
    return {
        "offer": offer_view(offer),
        "access_texts": access_texts(session, offer, now=now),
        "open_hours": [open_hours_view(hours) for hours in open_hours_of(session, offer, now, limit=DOORS)],
        "concern": _first_concern(offer),
        **_booking(session, offer, now),
    }


def _first_concern(offer: Offer) -> ConcernView | None:
    first = min(offer.concerns, key=lambda concern: concern.position, default=None)
    return concern_view(first) if first is not None else None


def _booking(session: Session, offer: Offer, now: datetime) -> dict[str, Any]:
    """The next free time, or why there is none and which other offers there are."""
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
