"""Home: from the problem to an offer in two steps, by concern, in one's own words, or led by the hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session

from booking.offers import finding
from booking.offers.searching import LONGEST_SEARCH, search
from booking.offers.sorting import GUIDE
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.pages.appointments.leaving import LEFT
from booking.web.views.concerns import concern_tiles, concern_view
from booking.web.views.doors import doors_today, next_open_door
from booking.web.views.offer_cards import offer_cards, soonest
from booking.web.views.situations import situations

pages = Blueprint("concerns", __name__)


@pages.get("/")
@allow()
def home() -> Response:
    words = typed(request.args, "q")["q"][:LONGEST_SEARCH]
    with runtime().database.reading() as database:
        if not finding.all_concerns(database) and not finding.any_offer(database):
            return page("house/first_steps.html")
        return page("concerns/home.html", **home_context(database, words), left=session.pop(LEFT, False))


def home_context(database: Session, words: str) -> dict[str, Any]:
    """Everything the first page shows, in the language of the request, and what fits the words."""
    now = runtime().clock.now()
    found = search(database, words, current_language().code)
    return {
        "concerns": concern_tiles(finding.all_concerns(database)),
        "today": doors_today(database, now, only_open=True),
        "today_date": wall_day(now),
        "next_open": next_open_door(database, now),
        "q": words,
        "found": offer_cards(database, found.offers, now=now),
        "found_concerns": concern_tiles(found.concerns),
    }


@pages.get("/hilfe/<slug:slug>")
@allow()
def concern(slug: str) -> Response:
    with runtime().database.reading() as database:
        found = finding.concern_by_slug(database, slug)
        cards = offer_cards(database, finding.given(found.offers), now=runtime().clock.now())
        return page(
            "concerns/concern.html", concern=concern_view(found), offers=cards, soonest=soonest(cards)
        )


@pages.get(f"/hilfe/{GUIDE}")
@allow()
def guide() -> Response:
    """For whoever does not know: there in every house, whatever its concerns are."""
    with runtime().database.reading() as database:
        concerns = finding.all_concerns(database)
        offers = [offer for each in concerns if each.slug == GUIDE for offer in finding.given(each.offers)]
        return page(
            "concerns/guide.html",
            offers=offer_cards(database, offers, now=runtime().clock.now()),
            situations=situations(concerns),
        )
