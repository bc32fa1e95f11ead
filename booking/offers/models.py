"""Concerns, topics, offers and their texts; the advisers who give them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.accounts.models import Provider
from booking.db import Base


class OfferClass(StrEnum):
    """How much the mere fact of an appointment tells (product rule 6)."""

    MEETING = "S0"
    ADVICE = "S1"
    SENSITIVE = "S2"


class OfferMode(StrEnum):
    APPOINTMENT = "appointment"
    OPEN = "open"
    REQUEST = "request"
    REGISTRATION = "registration"


offer_concern = Table(
    "offer_concern",
    Base.metadata,
    Column("offer_id", ForeignKey("offer.id"), primary_key=True),
    Column("concern_id", ForeignKey("concern.id"), primary_key=True),
)
offer_topic = Table(
    "offer_topic",
    Base.metadata,
    Column("offer_id", ForeignKey("offer.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True),
)


class Concern(Base):
    """What a resident would say: "Haus und Energie". `words` are everyday words for the search, in any language.

    These are the German ones; `texts` are those that somebody wrote in another language (see wording).
    """

    __tablename__ = "concern"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    example: Mapped[str] = mapped_column(String(120))
    pictogram: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column()
    words: Mapped[str] = mapped_column(Text, default="")

    offers: Mapped[list[Offer]] = relationship(
        init=False, secondary=offer_concern, back_populates="concerns", order_by="Offer.position"
    )
    texts: Mapped[list[ConcernText]] = relationship(
        init=False, lazy="selectin", cascade="all, delete-orphan", back_populates="concern"
    )


class ConcernText(Base):
    """A concern in another language than German."""

    __tablename__ = "concern_text"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True, init=False)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    example: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(Text, default="")

    concern: Mapped[Concern] = relationship(init=False, back_populates="texts")


class Topic(Base):
    """A word of the programme: Seniorenarbeit, Migration, Gesundheit; `texts` as of a concern."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(80))

    texts: Mapped[list[TopicText]] = relationship(
        init=False, cascade="all, delete-orphan", back_populates="topic"
    )


class TopicText(Base):
    """A topic in another language than German."""

    __tablename__ = "topic_text"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, init=False)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))

    topic: Mapped[Topic] = relationship(init=False, back_populates="texts")


class Offer(Base):
    """Something a provider gives. A slot lasts `duration_minutes`; after it `buffer_minutes` stay free.

    `confirm_by_mail`: in times of misuse, a booking with an e-mail address counts once its mail is answered.
    """

    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    offer_class: Mapped[OfferClass] = mapped_column(String(2))
    mode: Mapped[OfferMode] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(default=0)
    duration_minutes: Mapped[int] = mapped_column(default=30)
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    notice_minutes: Mapped[int] = mapped_column(default=120)
    horizon_days: Mapped[int] = mapped_column(default=60)
    daily_cap: Mapped[int | None] = mapped_column(default=None)
    confidential: Mapped[bool] = mapped_column(default=True)
    languages: Mapped[str] = mapped_column(String(60), default="de")
    confirm_by_mail: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)

    provider: Mapped[Provider] = relationship(init=False, lazy="joined")
    texts: Mapped[list[OfferText]] = relationship(init=False, lazy="selectin", back_populates="offer")
    concerns: Mapped[list[Concern]] = relationship(
        init=False, secondary=offer_concern, back_populates="offers", order_by="Concern.position"
    )
    topics: Mapped[list[Topic]] = relationship(init=False, secondary=offer_topic, lazy="selectin")

    @property
    def sensitive(self) -> bool:
        return self.offer_class == OfferClass.SENSITIVE

    @property
    def is_given(self) -> bool:
        """Whether it can be found and booked; a retired one has its booked appointments and no more."""
        return self.retired_at is None

    def retire(self, now: datetime) -> None:
        """Take it out of what is offered."""
        self.retired_at = now

    def bring_back(self) -> None:
        """Offer it again."""
        self.retired_at = None

    def text(self, language: str = "de") -> OfferText:
        """The texts in this language, else in German."""
        by_language = {text.language: text for text in self.texts}
        return by_language.get(language) or by_language["de"]


class OfferText(Base):
    """An offer in one language. `public_word` is what a board or another provider may read."""

    __tablename__ = "offer_text"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text)
    public_word: Mapped[str] = mapped_column(String(60), default="Beratung")
    for_whom: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="")

    offer: Mapped[Offer] = relationship(init=False, back_populates="texts")


class Adviser(Base):
    """A person who advises, under a public name; perhaps with an account. One resource, and one per seat.

    `languages` as of an offer; empty: the offer's.
    """

    __tablename__ = "adviser"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    languages: Mapped[str] = mapped_column(String(60), default="")
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
