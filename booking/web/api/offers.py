"""GET /offers and the free slots of one: what there is, and when."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Response, jsonify
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, lazyload

from booking.appointments.finding import why_empty
from booking.appointments.slots import Wish, find_slots
from booking.errors import NotFound
from booking.offers.models import Adviser, Concern, Offer, Topic
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.api.calls import reads
from booking.web.api.examples import OFFER, SLOTS
from booking.web.api.span import span_of
from booking.web.schemas.offers import OffersAsked, OfferSchema
from booking.web.schemas.slots import SlotsAsked, SlotsSchema, slots_shown


@reads(
    "/offers",
    tells="Angebote\nAlle, oder die zu einem Anliegen oder Thema.",
    asks=OffersAsked,
    answers=OfferSchema(many=True),
    example=[OFFER],
)
@allow()
def offers(asked: dict[str, Any]) -> Response:
    """The offers that were asked for, in the house's order."""
    statement = select(Offer).where(Offer.retired_at.is_(None)).order_by(Offer.position, Offer.id)
    if "concern" in asked:
        statement = statement.where(Offer.concerns.any(Concern.slug == asked["concern"]))
    if "topic" in asked:
        statement = statement.where(Offer.topics.any(Topic.slug == asked["topic"]))
    with runtime().database.reading() as session:
        found = session.scalars(statement).all()
        return jsonify([_shown(offer, asked.get("lang", "de")) for offer in found])


@reads(
    "/offers/<slug:slug>/slots",
    tells="Freie Zeiten eines Angebots\nOhne Angaben die der nächsten 14 Tage.",
    asks=SlotsAsked,
    answers=SlotsSchema(),
    example=SLOTS,
    refusals=(404,),
)
@allow()
def slots(asked: dict[str, Any], slug: str) -> Response:
    """The free slots of some days, or the reason why there is none."""
    now = runtime().clock.now()
    within = span_of(asked, today=wall_day(now))
    with runtime().database.reading() as session:
        offer, adviser_id = offer_and_adviser(session, slug, asked.get("adviser"))
        wish = Wish(offer, adviser_id=adviser_id)
        found = find_slots(session, wish, within, now=now)
        reason = None if found else why_empty(session, wish, within, now=now).code
        return jsonify(slots_shown(found, reason))


def offer_and_adviser(session: Session, slug: str, adviser: str | None) -> tuple[Offer, int | None]:
    """The offer with this slug, and the id of the adviser with that one, None for no wish; one query.

    Free times and bookings never ask for its texts. Raises NotFound: retired or not there.
    """
    found = session.execute(_named(), {"slug": slug, "adviser": adviser}).first()
    if found is None:
        raise NotFound("offer")
    offer, adviser_id = found
    if adviser is not None and adviser_id is None:
        raise NotFound("adviser")
    return offer, adviser_id


def adviser_named(session: Session, slug: str | None) -> int | None:
    """The id of the adviser with this slug, None for no wish. Raises NotFound."""
    if slug is None:
        return None
    found = session.scalar(select(Adviser.id).where(Adviser.slug == slug))
    if found is None:
        raise NotFound("adviser")
    return found


@cache
def _named() -> Select[Offer, int | None]:
    wished = select(Adviser.id).where(Adviser.slug == bindparam("adviser")).scalar_subquery()
    named = select(Offer, wished).where(Offer.slug == bindparam("slug"), Offer.retired_at.is_(None))
    return named.options(lazyload(Offer.texts), lazyload(Offer.topics))


def _shown(offer: Offer, language: str) -> dict[str, Any]:
    shown: dict[str, Any] = OfferSchema().dump(
        {
            "slug": offer.slug,
            "title": offer.text(language).title,
            "provider": offer.provider.name,
            "offer_class": offer.offer_class,
            "mode": offer.mode,
            "duration_minutes": offer.duration_minutes,
            "topics": [topic.slug for topic in offer.topics],
        }
    )
    return shown
