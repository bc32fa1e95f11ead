"""What concerns and topics are called in six languages: written by an administrator, read and found by residents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from booking.accounts.models import Role
from booking.i18n import LANGUAGES
from booking.offers.models import Concern, ConcernText, Topic, TopicText
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
CONCERNS = "/einstellungen/anliegen"
TOPICS = f"{CONCERNS}/themen"
OTHERS = [code for code in LANGUAGES if code != "de"]
TITLES = {
    "de-simple": "Ruhe haben",
    "en": "Finding rest",
    "uk": "Знайти спокій",
    "ar": "إيجاد الهدوء",
    "tr": "Huzur bulmak",
}


@pytest.fixture(autouse=True)
def known(site: Site) -> None:
    """The concern of the small house is one whose words the catalogues have."""
    with site.runtime.database.writing() as session:
        session.scalars(select(Concern)).one().example = "Heizung, Solar, Kosten"


@pytest.fixture
def rest(site: Site) -> int:
    """A concern that no catalogue knows: its id."""
    with site.runtime.database.writing() as session:
        concern = Concern(
            slug="ruhe",
            title="Ruhe finden",
            example="Schlaf und Pausen",
            pictogram="coffee",
            position=9,
            words="müde",
        )
        session.add(concern)
        session.flush()
        return concern.id


def page_in(site: Site, code: str, path: str = "/") -> str:
    prefix = "" if code == "de" else f"/{code}"
    return site.visitor().get(prefix + path).text


def texts(site: Site) -> dict[str, str]:
    with site.runtime.database.reading() as session:
        return {each.language: each.title for each in session.scalars(select(ConcernText))}


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_is_written_and_read(site: Site, signed_in: SignIn, rest: int, code: str) -> None:
    german = '<span lang="de" dir="ltr">Ruhe finden</span>'
    assert german in page_in(site, code)
    admin = signed_in(Role.ADMIN).get(f"{CONCERNS}/{rest}/texte/{code}")
    assert "Auf Deutsch: Ruhe finden" in admin.text
    admin.press("Texte speichern", title=TITLES[code], example="a", words="ciphra")
    assert "Die Texte sind gespeichert:" in admin.text
    for path in ("/", "/hilfe/ruhe", "/rueckruf"):
        assert TITLES[code] in page_in(site, code, path), path
        assert "Ruhe finden" not in page_in(site, code, path), path
    assert "Ruhe finden" in page_in(site, "de")
    assert TITLES[code] not in page_in(site, "de")


def test_the_list_says_what_is_missing(site: Site, signed_in: SignIn, rest: int) -> None:
    admin = signed_in(Role.ADMIN).get(CONCERNS)
    assert admin.text.count("Es fehlt: ") == 1, "the catalogues know the other concern"
    assert "Es fehlt: Einfache Sprache, Englisch, Ukrainisch, Arabisch, Türkisch" in admin.text
    admin.get(f"{CONCERNS}/{rest}/texte/uk").press("Texte speichern", title="Спокій", words="")
    assert "Es fehlt: Einfache Sprache, Englisch, Arabisch, Türkisch" in admin.get(CONCERNS).text


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_residents_find_it_by_the_words_of_every_language(
    site: Site, signed_in: SignIn, rest: int, spoken: str
) -> None:
    tile = "/hilfe/ruhe"
    admin = signed_in(Role.ADMIN)
    admin.get(f"{CONCERNS}/{rest}/texte/ar").press("Texte speichern", title=TITLES["ar"], words="النوم")
    for typed, hits in (("النوم", 2), ("الهدوء", 2), ("müde", 2), ("сон", 1)):
        found = page_in(site, spoken, f"/?q={typed}")
        assert found.count(f'{tile}"') == hits, typed


def test_what_the_catalogues_say_stays_until_somebody_writes_something_else(
    site: Site, signed_in: SignIn
) -> None:
    with site.runtime.database.reading() as session:
        address = f"{CONCERNS}/{session.scalars(select(Concern.id)).one()}"
    assert "البيت والطاقة" in page_in(site, "ar")
    admin = signed_in(Role.ADMIN).get(address)
    assert "In jeder Sprache gibt es Texte." in admin.text
    assert '<bdi lang="ar">البيت والطاقة</bdi>' in admin.text
    admin.get(f"{address}/texte/ar")
    assert 'value="البيت والطاقة"' in admin.text, "to be written over"
    admin.press("Texte speichern", title="بيتي", words="")
    assert "بيتي" in page_in(site, "ar")
    assert "البيت والطاقة" not in page_in(site, "ar")
    assert "House and energy" in page_in(site, "en")
    admin.get(f"{address}/texte/ar").follow("Diese Texte löschen").press("Texte löschen")
    assert "البيت والطاقة" in page_in(site, "ar")
    assert texts(site) == {}


def test_it_is_looked_at_as_a_resident_before_it_is_saved(site: Site, signed_in: SignIn, rest: int) -> None:
    admin = signed_in(Role.ADMIN).get(f"{CONCERNS}/{rest}/texte/ar")
    admin.press("Als Ratsuchende ansehen", title=TITLES["ar"], example="نوم", words="")
    assert "Vorschau: So sehen Ratsuchende die Seite." in admin.text
    assert '<html lang="ar" dir="rtl"' in admin.text
    assert TITLES["ar"] in admin.text
    assert texts(site) == {}
    admin.press("Weiter schreiben")
    assert f'value="{TITLES["ar"]}"' in admin.text
    assert texts(site) == {}
    admin.press("Als Ratsuchende ansehen", words="").press("Texte speichern")
    assert texts(site) == {"ar": TITLES["ar"]}


def test_german_and_new_ones_are_looked_at_too(site: Site, signed_in: SignIn, rest: int) -> None:
    admin = signed_in(Role.ADMIN).get(f"{CONCERNS}/neu")
    admin.press("Als Ratsuchende ansehen", title="Ganz neu", words="")
    assert "Vorschau" in admin.text
    assert "Ganz neu" in admin.text
    admin.press("Texte speichern")
    assert "Das Anliegen ist angelegt." in admin.text
    admin.get(f"{CONCERNS}/{rest}").press("Als Ratsuchende ansehen", title="Schlafen", words="")
    assert "Schlafen" in admin.text
    assert "Ruhe finden" not in admin.text
    assert "Schlafen" not in page_in(site, "de")


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Haus und Energie", "Ein Anliegen mit diesem Namen gibt es schon."),
        ("HAUS  und energie", "Ein Anliegen mit diesem Namen gibt es schon."),
        ("", "Bitte schreiben Sie, wie das Anliegen heißt."),
    ],
)
def test_a_title_that_another_one_has_is_refused_at_its_field(
    site: Site, signed_in: SignIn, rest: int, title: str, fault: str
) -> None:
    admin = signed_in(Role.ADMIN)
    for path in (f"{CONCERNS}/neu", f"{CONCERNS}/{rest}"):
        admin.get(path).press("Anliegen speichern", title=title, words="")
        assert admin.status == 422
        assert f'<a class="kern-link" href="#title">{fault}</a>' in admin.text
        assert 'aria-describedby="title-hinweis title-fehler"' in admin.text
    with site.runtime.database.reading() as session:
        assert set(session.scalars(select(Concern.title))) == {"Haus und Energie", "Ruhe finden"}


def test_nor_may_residents_read_the_same_twice_in_their_language(
    site: Site, signed_in: SignIn, rest: int
) -> None:
    admin = signed_in(Role.ADMIN).get(f"{CONCERNS}/{rest}/texte/en")
    admin.press("Texte speichern", title="House and energy", words="")
    assert admin.status == 422
    assert "Ein Anliegen mit diesem Namen gibt es schon." in admin.text
    admin.press("Texte speichern", title="House and rest", words="")
    admin.get(f"{CONCERNS}/{rest}/texte/en").press("Texte speichern", title="House and rest", words="sleep")
    assert texts(site) == {"en": "House and rest"}


def test_who_writes_over_another_change_sees_both(site: Site, signed_in: SignIn, rest: int) -> None:
    address = f"{CONCERNS}/{rest}/texte/tr"
    slow, fast = signed_in(Role.ADMIN).get(address), signed_in(Role.ADMIN).get(address)
    fast.press("Texte speichern", title="Huzur", words="")
    slow.press("Texte speichern", title="Dinlenmek", words="")
    assert slow.status == 409
    assert "Die Texte haben sich inzwischen geändert." in slow.text
    assert texts(site) == {"tr": "Huzur"}
    slow.press("Meine Angaben jetzt trotzdem speichern")
    assert texts(site) == {"tr": "Dinlenmek"}


def test_words_of_no_language_and_the_german_ones(site: Site, signed_in: SignIn, rest: int) -> None:
    admin = signed_in(Role.ADMIN)
    assert admin.get(f"{CONCERNS}/{rest}/texte/fr").status == 404
    assert admin.get(f"{CONCERNS}/{rest}/texte/en/loeschen").status == 404
    assert admin.get(f"{CONCERNS}/9999/texte/en").status == 404
    token = admin.get(CONCERNS).token()
    assert admin.post(f"{CONCERNS}/{rest}/texte/de/loeschen", {"csrf_token": token}).status == 409
    assert "Ruhe finden" in page_in(site, "de")


def test_its_words_go_with_it(site: Site, signed_in: SignIn, rest: int) -> None:
    admin = signed_in(Role.ADMIN)
    admin.get(f"{CONCERNS}/{rest}/texte/en").press("Texte speichern", title="Rest", words="")
    admin.get(f"{CONCERNS}/{rest}/loeschen").press("Löschen")
    assert texts(site) == {}


def test_topics_have_words_too_and_lead_to_offers(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        topic = Topic(slug="bewegung", title="Bewegungsangebote")
        session.merge(site.house.advice).topics.append(topic)
        session.flush()
        address = f"{TOPICS}/{topic.id}"
    admin = signed_in(Role.ADMIN).get(TOPICS)
    assert "Es fehlt: Einfache Sprache, Englisch" in admin.text
    admin.follow("Bewegungsangebote").get(f"{address}/texte/uk")
    assert "Als Ratsuchende ansehen" not in admin.text
    admin.press("Texte speichern", title="Гімнастика")
    with site.runtime.database.reading() as session:
        assert [(each.language, each.title) for each in session.scalars(select(TopicText))] == [
            ("uk", "Гімнастика")
        ]
    for spoken in LANGUAGES:
        assert "/angebot/energieberatung" in page_in(site, spoken, "/?q=Гімнастика"), spoken
        assert "/angebot/energieberatung" not in page_in(site, spoken, "/?q=Кераміка"), spoken
    admin.get(f"{TOPICS}/neu").press("Thema speichern", title="bewegungsangebote")
    assert "Ein Thema mit diesem Namen gibt es schon." in admin.text
    admin.get(f"{address}/texte/uk/loeschen").press("Texte löschen")
    assert "Гімнастика" not in admin.get(TOPICS).text


def test_who_takes_a_name_of_another_language_is_told_which_one(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        moving, garden = Topic(slug="bewegung", title="Bewegung"), Topic(slug="garten", title="Garten")
        moving.texts.append(TopicText(language="en", title="Health"))
        session.add_all([moving, garden])
        session.flush()
        garden_at = f"{TOPICS}/{garden.id}"
    admin = signed_in(Role.ADMIN)
    for address in (f"{TOPICS}/neu", garden_at):
        admin.get(address).press("Thema speichern", title="Gesundheit")
        assert admin.status == 422
        assert "„Bewegung“ heißt in dieser Sprache dann genauso: Englisch." in admin.text
    admin.get(f"{garden_at}/texte/en").press("Texte speichern", title="Wellbeing")
    admin.get(garden_at).press("Thema speichern", title="Gesundheit")
    admin.get(f"{garden_at}/texte/en/loeschen")
    assert "Diese Texte können nicht gelöscht werden" in admin.text
    assert "„Bewegung“ heißt in dieser Sprache dann genauso: Englisch." in admin.text
    admin.post(f"{garden_at}/texte/en/loeschen", {"csrf_token": admin.get(TOPICS).token()})
    assert "Diese Texte können nicht gelöscht werden" in admin.text
    with site.runtime.database.reading() as session:
        assert set(session.scalars(select(TopicText.title))) == {"Health", "Wellbeing"}


@pytest.mark.parametrize(
    ("title", "example", "after"),
    [
        ("Haus und Energie", "Heizung, Solar, Kosten", "Danach gilt wieder der mitgelieferte Text."),
        ("Haus und Energie", "Wärmepumpen", "Danach gilt der mitgelieferte Text. Was er nicht hat,"),
        ("Haus und Wärme", "Wärmepumpen", "Wer diese Sprache wählt, liest danach den deutschen Text."),
    ],
)
def test_before_words_go_it_says_what_comes_instead(
    site: Site, signed_in: SignIn, title: str, example: str, after: str
) -> None:
    with site.runtime.database.writing() as session:
        concern = session.scalars(select(Concern)).one()
        concern.title, concern.example = title, example
        concern.texts.append(ConcernText(language="ar", title="بيتي"))
        address = f"{CONCERNS}/{concern.id}/texte/ar/loeschen"
    assert after in signed_in(Role.ADMIN).get(address).text
