"""Home: from the problem to an offer in two steps, by concern or in one's own words."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session

from booking.offers import finding
from booking.offers.models import Offer
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.pages.appointments.leaving import LEFT
from booking.web.views.doors import doors_today, next_open_door, open_hours_of
from booking.web.views.offers import OfferCard, offer_card

pages = Blueprint("concerns", __name__)


@pages.get("/")
@allow()
def home() -> Response:
    words = typed(request.args, "q")["q"][: finding.LONGEST_SEARCH]
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        concerns = finding.all_concerns(database)
        if not concerns and not finding.any_offer(database):
            return page("house/first_steps.html")
        found = finding.search(database, words, current_language().code) if words else []
        return page(
            "concerns/home.html",
            concerns=concerns,
            today=doors_today(database, now, only_open=True),
            today_date=wall_day(now),
            next_open=next_open_door(database, now),
            q=words,
            found=[_card(database, offer) for offer in found],
            left=session.pop(LEFT, False),
        )


@pages.get("/hilfe/<slug:slug>")
@allow()
def concern(slug: str) -> Response:
    with runtime().database.reading() as database:
        found = finding.concern_by_slug(database, slug)
        return page(
            "concerns/concern.html", concern=found, offers=[_card(database, offer) for offer in found.offers]
        )


def _card(database: Session, offer: Offer) -> OfferCard:
    now = runtime().clock.now()
    return offer_card(database, offer, open_hours_of(database, offer, now, limit=1), now=now)
