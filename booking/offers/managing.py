"""The offers somebody may manage: the admin all, a lead those of the own provider, found by words and by state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, false, func, select, true
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Provider, Role
from booking.errors import NotFound
from booking.i18n import LANGUAGES
from booking.offers.addresses import alone
from booking.offers.models import Offer
from booking.offers.spelling import words_of

PER_PAGE = 20


class OfferState(StrEnum):
    ACTIVE = "aktiv"
    RETIRED = "zurueckgezogen"
    UNTRANSLATED = "texte-fehlen"


@dataclass(frozen=True)
class Page:
    """One page of a list; `number` counts from 1."""

    offers: Sequence[Offer]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def offers_managed(
    session: Session, actor: Actor, *, words: str = "", state: OfferState | None = None, page: int = 1
) -> Page:
    """Those that fit, in the house's order; behind the last page comes the last page again."""
    rows = session.scalars(select(Offer).where(_managed_by(actor)).order_by(Offer.position, Offer.id))
    wanted = words_of(words)
    found = [each for each in rows.unique() if _is(each, state) and _has(each, wanted)]
    number = min(page, Page((), 1, len(found)).pages)
    start = (number - 1) * PER_PAGE
    return Page(found[start : start + PER_PAGE], number, len(found))


def count_managed(session: Session, actor: Actor) -> tuple[int, int]:
    """How many are given, and how many are retired."""
    rows = session.execute(
        select(Offer.retired_at.is_(None), func.count())
        .where(_managed_by(actor))
        .group_by(Offer.retired_at.is_(None))
    )
    counted = {bool(given): number for given, number in rows}
    return counted.get(True, 0), counted.get(False, 0)


def offer_managed(session: Session, actor: Actor, offer_id: int) -> Offer:
    """Raises NotFound, foreign and not there alike."""
    found = session.scalar(select(Offer).where(Offer.id == offer_id, _managed_by(actor)))
    if found is None:
        raise NotFound("offer")
    return found


def offer_for_change(session: Session, actor: Actor, offer_id: int) -> Offer:
    """The offer as it is now; others who want to change one wait. Raises NotFound."""
    alone(session)
    statement = (
        select(Offer)
        .where(Offer.id == offer_id, _managed_by(actor))
        .with_for_update(of=Offer, key_share=True)
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound("offer")
    return found


def providers_for(session: Session, actor: Actor) -> Sequence[Provider]:
    """For whom the actor may add offers."""
    own = true() if actor.role == Role.ADMIN else Provider.id == actor.provider_id
    statement = select(Provider).where(own, Provider.retired_at.is_(None)).order_by(Provider.name)
    return session.scalars(statement).all()


def missing_languages(offer: Offer) -> list[str]:
    """The languages of the house in which the offer has no words of its own."""
    there = {text.language for text in offer.texts}
    return [code for code in LANGUAGES if code not in there]


def _managed_by(actor: Actor) -> ColumnElement[bool]:
    if actor.role == Role.ADMIN:
        return true()
    return Offer.provider_id == actor.provider_id if actor.role == Role.LEAD else false()


def _is(offer: Offer, state: OfferState | None) -> bool:
    if state == OfferState.UNTRANSLATED:
        return offer.retired_at is None and bool(missing_languages(offer))
    return state is None or (offer.retired_at is None) == (state == OfferState.ACTIVE)


def _has(offer: Offer, wanted: Sequence[str]) -> bool:
    """Whether each word is the beginning of one in its titles, its address or its provider's name."""
    text = " ".join([offer.slug, offer.provider.name, *(each.title for each in offer.texts)])
    known = words_of(text)
    return all(any(word.startswith(each) for word in known) for each in wanted)
