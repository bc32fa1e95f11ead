"""Finding an offer by its concern or its address; for the resident's own words see searching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.errors import NotFound
from booking.i18n import SOURCE
from booking.offers.addresses import spelled
from booking.offers.models import Adviser, Concern, Offer, OfferClass, OfferText


class OfferRetired(NotFound):
    """It was given once; whoever asks for it can be shown what else helps (`retired_offer`)."""

    def __init__(self, slug: str) -> None:
        super().__init__("offer")
        self.slug = slug


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
    """The offer if it is given. Raises NotFound, and OfferRetired for one that is not any more."""
    found = session.scalar(select(Offer).where(Offer.slug == slug))
    if found is None:
        raise NotFound("offer")
    if not found.is_given:
        raise OfferRetired(slug)
    return found


def neutral_address_behind(session: Session, slug: str) -> str | None:
    """Where an offer is found now that became sensitive and lost this telling address, or None.

    Printed links and QR codes lead on while its German name is the same.
    """
    rows = session.execute(
        select(Offer.slug, OfferText.title)
        .join(OfferText, OfferText.offer_id == Offer.id)
        .where(Offer.offer_class == OfferClass.SENSITIVE, OfferText.language == SOURCE)
    )
    return next((neutral for neutral, title in rows if spelled(title) == slug), None)


def retired_offer(session: Session, slug: str) -> Offer | None:
    """The offer that was given once, or None."""
    return session.scalar(select(Offer).where(Offer.slug == slug, Offer.retired_at.is_not(None)))


def adviser_by_slug(session: Session, offer: Offer, slug: str) -> Adviser | None:
    """The adviser of this name who works for the offer's provider, or None."""
    return session.scalar(
        select(Adviser).where(Adviser.slug == slug, Adviser.provider_id == offer.provider_id)
    )


def of_the_same_concerns(offer: Offer) -> list[Offer]:
    """The other offers of its concerns that are given, each once."""
    others = {other.id: other for concern in offer.concerns for other in given(concern.offers)}
    return [other for other in others.values() if other.id != offer.id]


def given(offers: Iterable[Offer]) -> list[Offer]:
    """Those of the offers that are not retired."""
    return [offer for offer in offers if offer.is_given]
