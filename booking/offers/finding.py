"""Finding an offer by its concern or its address; for the resident's own words see searching."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.errors import NotFound
from booking.offers.models import Adviser, Concern, Offer


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


def of_the_same_concerns(offer: Offer) -> list[Offer]:
    """The other offers of its concerns, each once."""
    others = {other.id: other for concern in offer.concerns for other in concern.offers}
    return [other for other in others.values() if other.id != offer.id]
