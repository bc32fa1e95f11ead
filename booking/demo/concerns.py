"""What residents would say, each with a pictogram and everyday words for the search; and the topics."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.i18n import sentence
from booking.offers.models import Concern, Topic


@dataclass(frozen=True)
class Said:
    """A concern in the resident's words; `pictogram` is a name of Phosphor's."""

    slug: str
    title: str
    example: str
    pictogram: str
    words: str


CONCERNS = (
    Said(
        "aelter-werden", sentence("Älter werden, Pflege, Wohnen"), sentence("Pflegegrad, Hilfe zu Hause"), "armchair",
        "alt älter Alter Rente Rentner Senioren Pflege Pflegegrad Pflegedienst Pflegeheim Heim Rollator Rollstuhl "
        "Demenz vergesslich Mutter Vater Oma Opa Umbau Badewanne Treppe allein Haushaltshilfe Hausnotruf Wohnung",
    ),
    Said(
        "haus-und-energie", sentence("Haus und Energie"), sentence("Heizung, Solar, Kosten"), "solar-roof",
        "Heizung heizen Gas Öl Strom Stromrechnung Solar Photovoltaik Wärmepumpe Dämmung Fenster Dach Keller Schimmel "
        "Sanierung Förderung Zuschuss Klima Energie Nebenkosten Balkonkraftwerk",
    ),
    Said(
        "kleine-kinder", sentence("Schwanger, Baby, kleine Kinder"), sentence("Babysprechstunde, Schnullercafé"), "baby-carriage",
        "schwanger Schwangerschaft Geburt Hebamme Baby Säugling stillen Schlaf schreien weint Kleinkind Krabbelgruppe "
        "Kita Kindergarten Eltern Mutter Vater Elterngeld Schnuller Frühstück",
    ),
    Said(
        "schule-und-familie", sentence("Schule, Jugend, Familie"), sentence("Übergang, Nachhilfe, Streit"), "backpack",
        "Schule Schüler Lehrer Zeugnis Nachhilfe Hausaufgaben Ausbildung Übergang Jugend Jugendliche Kind Kinder "
        "Familie Eltern Erziehung Streit Trennung Scheidung Mobbing",
    ),
    Said(
        "ankommen", sentence("Ankommen in Deutschland"), sentence("Briefe, Ämter, Deutschkurs"), "hand-waving",
        "neu Flucht Flüchtling geflüchtet Asyl Aufenthalt Ausländer Ausländeramt Visum Pass Migration Integration "
        "Deutsch Deutschkurs Sprachkurs Sprache Brief Amt dolmetschen übersetzen Ukraine Syrien",
    ),
    Said(
        "fair-behandelt", sentence("Ungerecht behandelt werden"), sentence("Auf Wunsch ohne Namen"), "scales",
        "ungerecht unfair beleidigt ausgegrenzt benachteiligt Diskriminierung Rassismus rassistisch Hautfarbe Herkunft "
        "Religion Kopftuch Behinderung Geschlecht schwul lesbisch trans anonym Beschwerde",
    ),
    Said(
        "vorsorge", sentence("Jemand anderes regelt für mich"), sentence("Vorsorge, rechtliche Betreuung"), "signature",
        "Vorsorge Vollmacht Vorsorgevollmacht Patientenverfügung Betreuung Betreuer Betreuerin Gericht Unterschrift "
        "entscheiden krank Unfall Koma Testament Angehörige",
    ),
    Said(
        "hochwasser", sentence("Hochwasser und Schäden"), sentence("Anträge, Zuhören"), "waves",
        "Hochwasser Flut Überschwemmung Wasser Wupper Keller Schaden Schäden Schlamm Unwetter Wiederaufbau Versicherung "
        "Angst Regen",
    ),
    Said(
        "geld-und-antraege", sentence("Geld, Anträge, Rechte"), sentence("Formulare verstehen"), "coins",
        "Geld Schulden Miete Mietschulden Bürgergeld Grundsicherung Sozialhilfe Wohngeld Kindergeld Kinderzuschlag "
        "Rente Antrag Anträge Formular Bescheid Brief Amt Widerspruch Schwerbehinderung Ausweis Rundfunk",
    ),
    Said(
        "arbeit-und-beruf", sentence("Arbeit und Beruf"), sentence("Bewerbung, neue Arbeit"), "briefcase",
        "Arbeit Job Stelle arbeitslos Arbeitsamt Jobcenter Bewerbung Lebenslauf Beruf Ausbildung Umschulung Kündigung "
        "Chef Praktikum Weiterbildung",
    ),
    Said(
        "gesund-bleiben", sentence("Gesund bleiben"), sentence("Bewegung, Vorsorge, Sport"), "heartbeat",
        "gesund Gesundheit krank Bewegung Sport Gymnastik Rücken Sturz fit Ernährung Stress Sitzen Übungen Schlaf",
    ),
    Said(
        "mitmachen", sentence("Mitmachen und helfen"), sentence("Ehrenamt, eigene Ideen"), "hand-heart",
        "mitmachen helfen Ehrenamt ehrenamtlich Freiwillige Hilfe anbieten Idee Nachbarn Nachbarschaft Netzwerk "
        "Patenschaft spenden Zeit",
    ),
    Said(
        "treffen", sentence("Treffen, Bewegung, Kultur"), sentence("Schach, Literatur, Reparieren"), "coffee",
        "Treffen treffen Leute kennenlernen einsam allein Kaffee Gruppe Schach spielen Buch Bücher lesen Literatur "
        "reparieren kaputt nähen Musik Kultur Freizeit",
    ),
    Said(
        "wegweiser", sentence("Ich weiß nicht, wer mir hilft"),
        sentence("Wir hören zu und bringen Sie zur richtigen Tür. Vor Ort oder am Telefon."), "signpost",
        "weiß nicht Hilfe Problem Sorge Frage Fragen Rat Auskunft Information wer wohin irgendwas anderes Sonstiges",
    ),
)  # fmt: skip

TOPICS = {
    "seniorenarbeit": "Seniorenarbeit",
    "migration": "Migration",
    "gesundheit": "Gesundheit",
    "praevention": "Prävention",
    "sport": "Sport",
    "bildung": "Bildung",
    "arbeitsmarkt": "Arbeitsmarkt",
    "jugendarbeit": "Jugendarbeit",
    "klimagerechte-umgestaltung": "Klimagerechte Umgestaltung",
}


def write_concerns(session: Session) -> dict[str, Concern]:
    """The concerns in the order of the start page, by slug."""
    made = [
        Concern(
            slug=said.slug,
            title=said.title,
            example=said.example,
            pictogram=said.pictogram,
            position=position,
            words=said.words,
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
