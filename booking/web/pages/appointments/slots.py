"""Step 1: choose a time. A tap holds it for this browser."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.appointments.models import Status
from booking.appointments.slots import Wish
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.offers.finding import offer_by_slug
from booking.offers.models import Offer, OfferMode
from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.caps import count_hold, count_step
from booking.web.errors import error_page
from booking.web.forms.details import Details, is_called
from booking.web.forms.reading import instant_of, typed
from booking.web.forms.time_filter import TimeFilter
from booking.web.frame import page, see
from booking.web.limits import browser
from booking.web.unmet import count_page
from booking.web.views.free_times import free_times
from booking.web.wishes import typed_for, typed_so_far

pages = Blueprint("slots", __name__)


@pages.get("/termin/<slug:slug>")
@allow()
def choose(slug: str) -> Response:
    return _list(slug)


@pages.post("/termin/<slug:slug>")
@allow()
def hold(slug: str) -> Response:
    start = instant_of(typed(request.form, "slot")["slot"])
    if start is None:
        return error_page(400)
    desk = runtime().desk()
    with runtime().database.reading() as session:
        again = draft.is_again(session, browser(), slug, start, now=desk.now)
    count_step()
    if not again:
        count_hold()
    try:
        with runtime().database.writing() as session:
            offer = offer_by_slug(session, slug)
            wanted = TimeFilter.read(session, offer, request.form)
            wish = Wish(offer, adviser_id=wanted.adviser_id, only=wanted.only)
            held = draft.take(session, desk, browser(), wish, start)
            known = Details.of(typed_so_far(held, desk), calls=is_called(held.channel))
    except (SlotTaken, SlotUnknown, Overlap):
        return _list(slug, taken=True)
    return see(f"/termin/{slug}/pruefen" if known.complete else f"/termin/{slug}/angaben")


def _list(slug: str, *, taken: bool = False) -> Response:
    with runtime().database.reading() as session:
        offer = offer_by_slug(session, slug)
        if offer.mode != OfferMode.APPOINTMENT:
            return see(f"/angebot/{slug}")
        context = _context(session, offer)
        response = page("appointments/slots.html", 409 if taken else 200, taken=taken, **context)
    if context["unmet"]:
        count_page(offer.id, context["unmet"])
    return response


def _context(session: Session, offer: Offer) -> dict[str, Any]:
    desk = runtime().desk()
    held = draft.current(session, browser(), now=desk.now)
    contact = typed_for(held, offer, desk)
    wish = Wish(
        offer,
        needs=contact.needs if contact else (),
        moving=held if held is not None and held.status == Status.HELD else None,
    )
    wanted = TimeFilter.read(session, offer, request.values)
    return free_times(session, wish, wanted, request.args, f"/termin/{offer.slug}", now=desk.now)
