"""From everyday words to concerns and offers: in each language, with typing errors, the best first."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.db import Database
from booking.offers.models import Concern, Offer, OfferClass, OfferMode, OfferText
from booking.offers.searching import MOST_CONCERNS, MOST_OFFERS, search


def offers(session: Session, words: str, spoken: str = "de") -> list[str]:
    return [offer.slug for offer in search(session, words, spoken).offers]


def concerns(session: Session, words: str, spoken: str = "de") -> list[str]:
    return [concern.slug for concern in search(session, words, spoken).concerns]


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        ("Heizung teuer", "energieberatung"),
        ("heizunk", "energieberatung"),
        ("Heizkostenabrechnung", "energieberatung"),
        ("Nebenkostenabrechnug zu hoch", "energieberatung"),
        ("Waermepumpe", "energieberatung"),
        ("опалення", "energieberatung"),
        ("Isınma pahalı", "energieberatung"),
        ("ısınma", "energieberatung"),
        ("isinma", "energieberatung"),
        ("التدفئة", "energieberatung"),
        ("تدفئتي غالية", "energieberatung"),
        ("my heating is too expensive", "energieberatung"),
        ("Mutter vergisst alles", "beratung-1"),
        ("мама все забуває", "beratung-1"),
        ("annem unutuyor", "beratung-1"),
        ("أمي تنسى كل شيء", "beratung-1"),
        ("my mother forgets everything", "beratung-1"),
        ("Job", "beratung-8"),
        ("шукаю роботу", "beratung-8"),
        ("iş arıyorum", "beratung-8"),
        ("iş", "beratung-8"),
        ("عمل", "beratung-8"),
        ("I am looking for a job", "beratung-8"),
        ("Kopftuch", "beratung-5"),
        ("Toaster kaputt", "reparaturtreff"),
    ],
)
def test_everyday_words_lead_to_the_right_offer_first(catalogue: Session, words: str, offer: str) -> None:
    assert offers(catalogue, words)[0] == offer


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        ("Wohngeld antrak", "beratung-7"),
        ("Mietschulden", "beratung-7"),
        ("kira", "beratung-7"),
        ("إيجار", "beratung-7"),
    ],
)
def test_everyday_words_find_the_offer_among_others(catalogue: Session, words: str, offer: str) -> None:
    assert offer in offers(catalogue, words)


@pytest.mark.parametrize("spoken", ["de", "de-simple", "en", "uk", "ar", "tr"])
def test_each_page_finds_its_own_titles(catalogue: Session, spoken: str) -> None:
    """And concerns in the words of the catalogue."""
    for offer in catalogue.query(Offer):
        assert offer.slug in offers(catalogue, offer.text(spoken).title, spoken), offer.slug


def test_the_title_of_a_concern_is_known_in_the_language_of_the_page(catalogue: Session) -> None:
    assert concerns(catalogue, "Дім та енергія", "uk")[0] == "haus-und-energie"
    assert concerns(catalogue, "Haus und Energie", "uk")[0] == "haus-und-energie"


@pytest.mark.parametrize(
    "words", ["Raumschiff", "Pizza", "Zahnbürste", "xyz", "a", "", "  ", "ich und mein", "<b>", "%_"]
)
def test_nonsense_finds_nothing(catalogue: Session, words: str) -> None:
    assert not search(catalogue, words, "de")


def test_a_word_alone_may_say_little(catalogue: Session) -> None:
    """Beside others "Hilfe" does not count, alone it finds more than nothing."""
    assert "wegweiser" in concerns(catalogue, "Hilfe")
    assert concerns(catalogue, "Hilfe bei der Heizung") == concerns(catalogue, "Heizung")


def test_there_is_an_end(catalogue: Session) -> None:
    found = search(catalogue, "Kind Geld Arbeit Haus Brief Treffen Pflege Sport " * 20, "de")
    assert len(found.offers) == MOST_OFFERS
    assert len(found.concerns) == MOST_CONCERNS


def write(
    session: Session, slug: str, *, title: str = "Nichts", summary: str = "Nichts", words: str = ""
) -> None:
    """An offer with a concern of its own, which alone has the words."""
    provider = session.query(Provider).first()
    made = Offer(slug=slug, provider_id=provider.id, offer_class=OfferClass.ADVICE, mode=OfferMode.OPEN)
    made.texts.append(OfferText(offer_id=0, language="de", title=title, summary=summary))
    made.concerns.append(
        Concern(slug=slug, title="Etwas", example="", pictogram="waves", position=1, words=words)
    )
    session.add(made)


def test_the_better_fit_comes_first_and_then_the_better_place(database: Database) -> None:
    with database.writing() as session:
        session.add(Provider(slug="haus", name="Testverein"))
        session.flush()
        write(session, "text", summary="Wir lesen den Vertrag.")
        write(session, "words", words="Miete Vertrag")
        write(session, "title", title="Vertrag verstehen")
        write(session, "beginning", title="Vertragsrecht")
        write(session, "part", title="Arbeitsvertrag")
        write(session, "misspelt", title="Vertrak")
    with database.reading() as session:
        assert offers(session, "Vertrag") == ["title", "words", "text", "beginning", "part"]
        assert offers(session, "Wertrag") == ["title", "words", "text"]


def test_what_is_written_right_is_not_taken_for_an_error(database: Database) -> None:
    with database.writing() as session:
        session.add(Provider(slug="haus", name="Testverein"))
        session.flush()
        write(session, "garten", title="Garten")
        write(session, "karten", title="Karten")
    with database.reading() as session:
        assert offers(session, "Garten") == ["garten"]
        assert set(offers(session, "Tarten")) == {"garten", "karten"}
