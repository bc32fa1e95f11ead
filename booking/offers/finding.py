"""Finding an offer: by concern, by its address, and in the resident's own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.errors import NotFound
from booking.offers.models import Adviser, Concern, Offer

LONGEST_SEARCH = 100
FOUND_AT_MOST = 12
SAYS_NOTHING = "ich wir mein meine meinen und oder der die das den dem ein eine einen zu bei mit für auf im in von ist hilfe brauche"


def all_concerns(session: Session) -> Sequence[Concern]:
    return session.scalars(select(Concern).order_by(Concern.position, Concern.id)).all()


def any_offer(session: Session) -> bool:
    """Whether somebody has set the house up already."""
    return session.scalar(select(Offer.id).limit(1)) is not None


def concern_by_slug(session: Session, slug: str) -> Concern:
    """The concern with its offers. Raises NotFound."""
    found = session.scalar(select(Concern).where(Concern.slug == slug).options(selectinload(Concern.offers)))
    if found is None:
        raise NotFound("concern")
    return found


def offer_by_slug(session: Session, slug: str) -> Offer:
    """Raises NotFound."""
    found = session.scalar(select(Offer).where(Offer.slug == slug))
    if found is None:
        raise NotFound("offer")
    return found


def adviser_by_slug(session: Session, offer: Offer, slug: str) -> Adviser | None:
    """The adviser of this name who works for the offer's provider, or None."""
    return session.scalar(
        select(Adviser).where(Adviser.slug == slug, Adviser.provider_id == offer.provider_id)
    )


def search(session: Session, words: str, language: str) -> list[Offer]:
    """The offers that fit the words best: in their own texts, or through the words of their concerns.

    A word counts when something begins with it or it begins with something: "Heizungsrechnung" finds "Heizung".
    """
    typed = _words(words[:LONGEST_SEARCH])
    wanted = [word for word in typed if len(word) > 1 and word not in SAYS_NOTHING.split()]
    if not wanted:
        return []
    offers = session.scalars(
        select(Offer).options(selectinload(Offer.concerns)).order_by(Offer.position)
    ).all()
    ranked = [(_fit(wanted, offer, language), offer) for offer in offers]
    found = sorted((pair for pair in ranked if pair[0]), key=lambda pair: -pair[0])
    return [offer for _, offer in found[:FOUND_AT_MOST]]


def _fit(wanted: list[str], offer: Offer, language: str) -> int:
    """Three points for each word in the title, two in a concern, one in the other texts."""
    texts = {id(text): text for text in (offer.text(), offer.text(language))}.values()
    title = _words(*(text.title for text in texts))
    concerns = _words(*(f"{each.title} {each.example} {each.words}" for each in offer.concerns))
    rest = _words(*(f"{text.summary} {text.for_whom}" for text in texts))
    return sum(
        3 * _among(word, title) or 2 * _among(word, concerns) or int(_among(word, rest)) for word in wanted
    )


def _among(word: str, others: Iterable[str]) -> bool:
    return any(other.startswith(word) or (len(other) >= 4 and word.startswith(other)) for other in others)


def _words(*texts: str) -> list[str]:
    plain = unicodedata.normalize("NFC", " ".join(texts)).casefold()
    return "".join(character if character.isalnum() else " " for character in plain).split()
