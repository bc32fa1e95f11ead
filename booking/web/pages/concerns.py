"""Home: from the problem to an offer in two steps, by concern or in one's own words."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.offers import finding
from booking.offers.models import Offer
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.views.doors import doors_today, next_open_door, open_hours_of
from booking.web.views.offers import OfferCard, offer_card

pages = Blueprint("concerns", __name__)


@pages.get("/")
@allow()
def home() -> Response:
    words = typed(request.args, "q")["q"][: finding.LONGEST_SEARCH]
    now = runtime().clock.now()
    with runtime().database.reading() as session:
        concerns = finding.all_concerns(session)
        if not concerns and not finding.any_offer(session):
            return page("house/first_steps.html")
        found = finding.search(session, words, current_language().code) if words else []
        return page(
            "concerns/home.html",
            concerns=concerns,
            today=doors_today(session, now, only_open=True),
            today_date=wall_day(now),
            next_open=next_open_door(session, now),
            q=words,
            found=[_card(session, offer) for offer in found],
        )


@pages.get("/hilfe/<slug:slug>")
@allow()
def concern(slug: str) -> Response:
    with runtime().database.reading() as session:
        found = finding.concern_by_slug(session, slug)
        return page(
            "concerns/concern.html", concern=found, offers=[_card(session, offer) for offer in found.offers]
        )


def _card(session: Session, offer: Offer) -> OfferCard:
    now = runtime().clock.now()
    return offer_card(session, offer, open_hours_of(session, offer, now, limit=1), now=now)
