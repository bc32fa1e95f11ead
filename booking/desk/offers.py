"""Which offers somebody may take bookings for, and which of them fit what a caller says."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.i18n import SOURCE
from booking.offers.models import Offer, OfferMode
from booking.offers.searching import search


def offers_for(session: Session, actor: Actor) -> Sequence[Offer]:
    """The offers with appointments that the actor may book: the house all, advisers and leads their provider's."""
    statement = (
        select(Offer)
        .where(Offer.mode == OfferMode.APPOINTMENT, Offer.retired_at.is_(None))
        .order_by(Offer.position, Offer.id)
    )
    if actor.role in PROVIDER_ROLES:
        statement = statement.where(Offer.provider_id == actor.provider_id)
    elif actor.role not in HOUSE_ROLES:
        return []
    return session.scalars(statement).all()


def matching(session: Session, words: str, offers: Sequence[Offer]) -> list[Offer]:
    """Those of the offers that fit the caller's words, the best first: found themselves, or by their concern."""
    found = search(session, words, SOURCE)
    wanted = [*found.offers, *(offer for concern in found.concerns for offer in concern.offers)]
    known = {offer.id for offer in offers}
    return list({offer.id: offer for offer in wanted if offer.id in known}.values())
