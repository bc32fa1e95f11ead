"""What a table of offers may name, in German words: classes, modes, languages, and the concerns and topics there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.offers.models import Concern, OfferClass, OfferMode, Topic

CLASSES = {
    "Treffen oder Information": OfferClass.MEETING,
    "Treffen": OfferClass.MEETING,
    "Beratung": OfferClass.ADVICE,
    "Sensible Beratung": OfferClass.SENSITIVE,
}
MODES = {
    "mit Termin": OfferMode.APPOINTMENT,
    "ohne Termin": OfferMode.OPEN,
    "auf Anfrage": OfferMode.REQUEST,
    "mit Anmeldung": OfferMode.REGISTRATION,
}
LANGUAGES = {
    "Deutsch": "de",
    "Englisch": "en",
    "Ukrainisch": "uk",
    "Arabisch": "ar",
    "Türkisch": "tr",
    "Russisch": "ru",
    "Polnisch": "pl",
    "Rumänisch": "ro",
    "Bulgarisch": "bg",
    "Kroatisch": "hr",
    "Serbisch": "sr",
    "Albanisch": "sq",
    "Griechisch": "el",
    "Italienisch": "it",
    "Französisch": "fr",
    "Spanisch": "es",
    "Persisch": "fa",
    "Kurdisch": "ku",
}


@dataclass(frozen=True)
class OfferNames:
    """The concerns and topics of the house: slugs by title."""

    concerns: Mapping[str, str]
    topics: Mapping[str, str]

    @classmethod
    def look(cls, session: Session) -> OfferNames:
        concerns = session.scalars(select(Concern))
        topics = session.scalars(select(Topic))
        return cls(
            {concern.title: concern.slug for concern in concerns},
            {topic.title: topic.slug for topic in topics},
        )
