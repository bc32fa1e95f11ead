"""What somebody sets of an offer besides its words, and the words of one language."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.i18n import language, sentence
from booking.offers.models import Concern, Offer, OfferClass, OfferMode, OfferText, Topic

NEUTRAL_WORD = sentence("Beratung")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything but provider, address and words; concerns and topics by their slugs."""

    offer_class: OfferClass
    mode: OfferMode
    duration_minutes: int = 30
    buffer_minutes: int = 0
    notice_minutes: int = 120
    horizon_days: int = 60
    daily_cap: int | None = None
    confidential: bool = True
    languages: tuple[str, ...] = ("de",)
    confirm_by_mail: bool = False
    concerns: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    @classmethod
    def of(cls, offer: Offer) -> Facts:
        """An offer as it is."""
        return cls(
            offer_class=OfferClass(offer.offer_class),
            mode=OfferMode(offer.mode),
            duration_minutes=offer.duration_minutes,
            buffer_minutes=offer.buffer_minutes,
            notice_minutes=offer.notice_minutes,
            horizon_days=offer.horizon_days,
            daily_cap=offer.daily_cap,
            confidential=offer.confidential,
            languages=tuple(code for code in re.split(r"[,\s]+", offer.languages) if code),
            confirm_by_mail=offer.confirm_by_mail,
            concerns=frozenset(each.slug for each in offer.concerns),
            topics=frozenset(each.slug for each in offer.topics),
        )

    def write_into(self, session: Session, offer: Offer) -> None:
        """Let the offer be so; concerns and topics that are gone meanwhile are left out."""
        offer.offer_class, offer.mode = self.offer_class, self.mode
        offer.duration_minutes, offer.buffer_minutes = self.duration_minutes, self.buffer_minutes
        offer.notice_minutes, offer.horizon_days = self.notice_minutes, self.horizon_days
        offer.daily_cap, offer.confidential = self.daily_cap, self.confidential
        offer.languages, offer.confirm_by_mail = ",".join(self.languages), self.confirm_by_mail
        offer.concerns = _concerns(session, self.concerns)
        offer.topics = _topics(session, self.topics)


@dataclass(frozen=True, kw_only=True)
class Words:
    """An offer in one language; a sensitive one has the neutral word whatever stands here."""

    title: str
    summary: str
    for_whom: str = ""
    bring: str = ""
    public_word: str = NEUTRAL_WORD

    @classmethod
    def of(cls, text: OfferText) -> Words:
        return cls(
            title=text.title,
            summary=text.summary,
            for_whom=text.for_whom,
            bring=text.bring,
            public_word=text.public_word,
        )

    def write_into(self, text: OfferText) -> None:
        text.title, text.summary, text.public_word = self.title, self.summary, self.public_word
        text.for_whom, text.bring = self.for_whom, self.bring


def neutral_word(code: str) -> str:
    """What a board may say of a sensitive offer, in this language."""
    return language(code).gettext(NEUTRAL_WORD)


def _concerns(session: Session, slugs: Collection[str]) -> list[Concern]:
    return list(session.scalars(select(Concern).where(Concern.slug.in_(slugs)).order_by(Concern.position)))


def _topics(session: Session, slugs: Collection[str]) -> list[Topic]:
    return list(session.scalars(select(Topic).where(Topic.slug.in_(slugs)).order_by(Topic.title)))
