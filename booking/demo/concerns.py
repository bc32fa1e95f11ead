"""What residents would say, each with a pictogram; everyday words for the search lie in words/. And the topics."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from booking.i18n import sentence
from booking.offers.models import Concern, Topic

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Said:
    """A concern in the resident's words; `pictogram` is a name of Phosphor's."""

    slug: str
    title: str
    example: str
    pictogram: str


CONCERNS = (
    Said("aelter-werden", sentence("Älter werden, Pflege, Wohnen"), sentence("Pflegegrad, Hilfe zu Hause"), "armchair"),
    Said("haus-und-energie", sentence("Haus und Energie"), sentence("Heizung, Solar, Kosten"), "solar-roof"),
    Said("kleine-kinder", sentence("Schwanger, Baby, kleine Kinder"), sentence("Babysprechstunde, Schnullercafé"), "baby-carriage"),
    Said("schule-und-familie", sentence("Schule, Jugend, Familie"), sentence("Übergang, Nachhilfe, Streit"), "backpack"),
    Said("ankommen", sentence("Ankommen in Deutschland"), sentence("Briefe, Ämter, Deutschkurs"), "hand-waving"),
    Said("fair-behandelt", sentence("Ungerecht behandelt werden"), sentence("Auf Wunsch ohne Namen"), "scales"),
    Said("vorsorge", sentence("Jemand anderes regelt für mich"), sentence("Vorsorge, rechtliche Betreuung"), "signature"),
    Said("hochwasser", sentence("Hochwasser und Schäden"), sentence("Anträge, Zuhören"), "waves"),
    Said("geld-und-antraege", sentence("Geld, Anträge, Rechte"), sentence("Formulare verstehen"), "coins"),
    Said("arbeit-und-beruf", sentence("Arbeit und Beruf"), sentence("Bewerbung, neue Arbeit"), "briefcase"),
    Said("gesund-bleiben", sentence("Gesund bleiben"), sentence("Bewegung, Vorsorge, Sport"), "heartbeat"),
    Said("mitmachen", sentence("Mitmachen und helfen"), sentence("Ehrenamt, eigene Ideen"), "hand-heart"),
    Said("treffen", sentence("Treffen, Bewegung, Kultur"), sentence("Schach, Literatur, Reparieren"), "coffee"),
    Said("wegweiser", sentence("Ich weiß nicht, wer mir hilft"),
         sentence("Wir hören zu und bringen Sie zur richtigen Tür. Vor Ort oder am Telefon."), "signpost"),
)  # fmt: skip

TOPICS = {
    "seniorenarbeit": sentence("Seniorenarbeit"),
    "migration": sentence("Migration"),
    "gesundheit": sentence("Gesundheit"),
    "praevention": sentence("Prävention"),
    "sport": sentence("Sport"),
    "bildung": sentence("Bildung"),
    "arbeitsmarkt": sentence("Arbeitsmarkt"),
    "jugendarbeit": sentence("Jugendarbeit"),
    "klimagerechte-umgestaltung": sentence("Klimagerechte Umgestaltung"),
}


def write_concerns(session: Session) -> dict[str, Concern]:
    """The concerns in the order of the start page, by slug; each with its words of every language."""
    words = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(WORDS.glob("*.toml"))]
    made = [
        Concern(
            slug=said.slug,
            title=said.title,
            example=said.example,
            pictogram=said.pictogram,
            position=position,
            words=" ".join(" ".join(of_language[said.slug].split()) for of_language in words),
        )
        for position, said in enumerate(CONCERNS, start=1)
    ]
    session.add_all(made)
    return {concern.slug: concern for concern in made}


def write_topics(session: Session) -> dict[str, Topic]:
    """The topics, by slug."""
    made = {slug: Topic(slug=slug, title=title) for slug, title in TOPICS.items()}
    session.add_all(made.values())
    return made
