"""Searching in the resident's own words: offers and concerns, in each language, typing errors forgiven."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.offers.fillers import FAINT, FILLERS
from booking.offers.likeness import Likeness, likeness, nearly
from booking.offers.models import Concern, Offer, Topic
from booking.offers.spelling import vocabulary, words_of
from booking.offers.wording import titles_of, words_for_search

LONGEST_SEARCH = 100
MOST_WORDS = 12
MOST_OFFERS = 6
MOST_CONCERNS = 3
TITLE, CONCERN, TEXT = 4, 2, 0
WORTH_SHOWING = 0.4

Entry = TypeVar("Entry", Concern, Offer)
Fit = Callable[[str, frozenset[str]], Likeness]


@dataclass(frozen=True)
class Found:
    """What fits, the best first."""

    concerns: Sequence[Concern] = ()
    offers: Sequence[Offer] = ()

    def __bool__(self) -> bool:
        return bool(self.concerns or self.offers)


@dataclass(frozen=True)
class Place:
    """Words of a concern or offer, and what it is worth to be found in them."""

    worth: int
    words: frozenset[str]

    def points(self, typed: str, fit: Fit) -> int:
        """The likeness decides, then the place; 0 where nothing fits."""
        found = fit(typed, self.words)
        return found + self.worth if found else 0


def search(session: Session, words: str, spoken: str) -> Found:
    """What fits the words, in whatever language they are; `spoken` is that of the page.

    A word that is known anywhere in the house counts as it is written; only the others may be misspelt.
    """
    typed = _telling(words)
    if not typed:
        return Found()
    concerns = session.scalars(select(Concern).order_by(Concern.position, Concern.id)).all()
    offers = session.scalars(
        select(Offer)
        .where(Offer.retired_at.is_(None))
        .options(selectinload(Offer.concerns), selectinload(Offer.topics).selectinload(Topic.texts))
        .order_by(Offer.position, Offer.id)
    ).all()
    for_concerns = [_of_concern(each, spoken) for each in concerns]
    for_offers = [_of_offer(each, spoken) for each in offers]
    fits = _fits(typed, [place for places in (*for_concerns, *for_offers) for place in places])
    return Found(
        concerns=_best(concerns, for_concerns, fits)[:MOST_CONCERNS],
        offers=_best(offers, for_offers, fits)[:MOST_OFFERS],
    )


def _telling(words: str) -> list[str]:
    """The typed words that say something; "Hilfe" counts only when there is nothing else.

    Nor is a single word left out: "is" says nothing in English, and "iş" is work in Turkish.
    """
    typed = dict.fromkeys(word for word in words_of(words[:LONGEST_SEARCH]) if len(word) > 1)
    telling = [word for word in typed if word not in FILLERS and word not in FAINT]
    faint = [word for word in typed if word in FAINT]
    return (telling or faint or (list(typed) if len(typed) == 1 else []))[:MOST_WORDS]


def _of_concern(concern: Concern, spoken: str) -> list[Place]:
    return [Place(TITLE, vocabulary(titles_of(concern, spoken))), _among_concerns(concern, spoken)]


def _of_offer(offer: Offer, spoken: str) -> list[Place]:
    texts = {text.language: text for text in (offer.text(), offer.text(spoken))}.values()
    return [
        Place(TITLE, vocabulary(" ".join(text.title for text in texts))),
        *(_among_concerns(each, spoken) for each in offer.concerns),
        *(Place(TEXT, vocabulary(titles_of(each, spoken))) for each in offer.topics),
        Place(TEXT, vocabulary(" ".join(f"{text.summary} {text.for_whom}" for text in texts))),
    ]


def _among_concerns(concern: Concern, spoken: str) -> Place:
    return Place(CONCERN, vocabulary(words_for_search(concern, spoken)))


def _fits(typed: Iterable[str], house: Sequence[Place]) -> Mapping[str, Fit]:
    """How each typed word is compared: with typing errors only if it is nowhere known."""
    exactly, roughly = cache(likeness), cache(nearly)
    return {
        word: exactly if any(exactly(word, place.words) for place in house) else roughly for word in typed
    }


def _best(
    entries: Sequence[Entry], all_places: Sequence[Sequence[Place]], fits: Mapping[str, Fit]
) -> list[Entry]:
    """Those whose best places have points worth showing; of equals, who has them in more places."""
    ranked = [
        (_points(places, fits, max), _points(places, fits, sum), each)
        for each, places in zip(entries, all_places, strict=True)
    ]
    least = max((points for points, _, _ in ranked), default=0) * WORTH_SHOWING
    found = [each for each in ranked if each[0] and each[0] >= least]
    return [entry for _, _, entry in sorted(found, key=lambda each: (-each[0], -each[1]))]


def _points(
    places: Sequence[Place], fits: Mapping[str, Fit], together: Callable[[Iterable[int]], int]
) -> int:
    return sum(together(place.points(typed, fit) for place in places) for typed, fit in fits.items())
