"""Searching in the resident's own words: offers and concerns, in each language, typing errors forgiven."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.i18n import language
from booking.offers.fillers import FILLERS
from booking.offers.likeness import Likeness, likeness, nearly
from booking.offers.models import Concern, Offer
from booking.offers.spelling import vocabulary, words_of

LONGEST_SEARCH = 100
MOST_WORDS = 12
MOST_OFFERS = 12
MOST_CONCERNS = 3
TITLE, CONCERN, TEXT = 4, 2, 0
WORTH_SHOWING = 0.4

Fit = Callable[[str, Collection[str]], Likeness]


@dataclass(frozen=True)
class Found:
    """What fits, the best first."""

    concerns: list[Concern]
    offers: list[Offer]

    def __bool__(self) -> bool:
        return bool(self.concerns or self.offers)


@dataclass(frozen=True)
class Place:
    """Words of one concern or offer and what it counts to be found in them."""

    worth: int
    words: frozenset[str]

    def points(self, typed: str, fit: Fit) -> int:
        """0, or the likeness with the worth of the place: the likeness decides, then the place."""
        found = fit(typed, self.words)
        return found + self.worth if found else 0


def search(session: Session, words: str, spoken: str) -> Found:
    """What fits the words, written in any language; `spoken` is the language of the page.

    A word that is known somewhere in the house counts as it is written; only the others may be misspelt.
    """
    typed = _telling(words)
    if not typed:
        return Found([], [])
    concerns = session.scalars(select(Concern).order_by(Concern.position, Concern.id)).all()
    offers = session.scalars(
        select(Offer).options(selectinload(Offer.concerns)).order_by(Offer.position)
    ).all()
    of_concern = {each.id: _of_concern(each, spoken) for each in concerns}
    of_offer = {each.id: _of_offer(each, spoken) for each in offers}
    house = [place for places in (*of_concern.values(), *of_offer.values()) for place in places]
    fits = {word: _fit(word, house) for word in typed}
    by_concern = {key: _points(fits, places) for key, places in of_concern.items()}
    by_offer = {
        each.id: (
            max(
                [_points(fits, of_offer[each.id]), *(by_concern[concern.id] for concern in each.concerns)],
                key=sum,
            )
        )
        for each in offers
    }
    raise NotImplementedError
