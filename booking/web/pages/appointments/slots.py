"""Step 1: choose a time. A tap holds it for this browser."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.appointments.models import Status
from booking.appointments.slots import Wish
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.offers.finding import adviser_by_slug, offer_by_slug
from booking.offers.models import OfferMode
from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.caps import count_hold, count_step
from booking.web.errors import error_page
from booking.web.forms.details import Details
from booking.web.forms.reading import instant_of, slug_of, typed
from booking.web.frame import page, see
from booking.web.limits import browser
from booking.web.views.free_times import free_times
from booking.web.wishes import typed_for, typed_so_far

pages = Blueprint("slots", __name__)


@pages.get("/termin/<slug:slug>")
@allow()
def choose(slug: str) -> Response:
    with runtime().database.reading() as session:
        return _list(session, slug)


@pages.post("/termin/<slug:slug>")
@allow()
def hold(slug: str) -> Response:
    sent = typed(request.form, "slot", "adviser")
    start = instant_of(sent["slot"])
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
            adviser = adviser_by_slug(session, offer, slug_of(sent["adviser"]))
            held = draft.take(
                session, desk, browser(), Wish(offer, adviser_id=adviser.id if adviser else None), start
            )
            known = Details.of(typed_so_far(held, desk))
    except (SlotTaken, SlotUnknown, Overlap):
        with runtime().database.reading() as session:
            return _list(session, slug, taken=True)
    return see(f"/termin/{slug}/pruefen" if known.complete else f"/termin/{slug}/angaben")


def _list(session: Session, slug: str, *, taken: bool = False) -> Response:
    desk = runtime().desk()
    offer = offer_by_slug(session, slug)
    if offer.mode != OfferMode.APPOINTMENT:
        return see(f"/angebot/{slug}")
    adviser = adviser_by_slug(session, offer, slug_of(typed(request.values, "adviser")["adviser"]))
    held = draft.current(session, browser(), now=desk.now)
    contact = typed_for(held, offer, desk)
    wish = Wish(
        offer,
        adviser_id=adviser.id if adviser else None,
        needs=contact.needs if contact else (),
        moving=held if held is not None and held.status == Status.HELD else None,
    )
    context = free_times(session, wish, request.args, f"/termin/{slug}", now=desk.now, adviser=adviser)
    return page("appointments/slots.html", 409 if taken else 200, taken=taken, **context)
