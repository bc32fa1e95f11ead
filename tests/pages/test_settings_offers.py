"""/einstellungen/angebote and /einstellungen/anliegen: added, changed with a look at what follows, written, retired."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from booking.accounts.models import Provider, Role
from booking.offers import editing
from booking.offers.facts import Facts, Words
from booking.offers.models import Concern, Offer, OfferClass, OfferMode, Topic
from booking.scheduling.walltime import at_wall
from tests.house import NOW, TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
HOME = "/einstellungen/angebote"
CONCERNS = "/einstellungen/anliegen"
NEW = {
    "title": "Hilfe für Ältere",
    "summary": "Wir helfen Ihnen.",
    "for_whom": "Für alle.",
    "bring": "",
    "public_word": "",
}
FACTS = {"offer_class": "S1", "languages": ["de", "tr"], "concerns": "haus-und-energie"}
SAVE, SAVE_SO = "Angaben speichern", "Angaben so speichern"


def the(site: Site, slug: str = "energieberatung") -> dict[str, object]:
    with site.runtime.database.reading() as session:
        offer = session.scalars(select(Offer).where(Offer.slug == slug)).one()
        return {
            "id": offer.id,
            "class": str(offer.offer_class),
            "minutes": offer.duration_minutes,
            "cap": offer.daily_cap,
            "languages": offer.languages,
            "concerns": [each.slug for each in offer.concerns],
            "texts": {text.language: text.title for text in offer.texts},
            "word": offer.text().public_word,
            "given": offer.is_given,
        }


def url(site: Site, slug: str = "energieberatung") -> str:
    return f"{HOME}/{the(site, slug)['id']}"


@pytest.fixture
def foreign(site: Site) -> str:
    """An offer of another provider: its address in the settings."""
    with site.runtime.database.writing() as session:
        other = Provider(slug="anderer", name="Anderer Träger")
        session.add(other)
        session.flush()
        facts = Facts(offer_class=OfferClass.MEETING, mode=OfferMode.OPEN)
        made = editing.add_offer(
            session, other.id, facts, Words(title="Schachtreff", summary="Wir spielen."), now=NOW
        )
        return f"{HOME}/{made.id}"


def test_added_with_facts_and_german_words(site: Site, signed_in: SignIn) -> None:
    lead = signed_in(Role.LEAD).get(HOME).follow("Angebot anlegen")
    lead.press("Angebot anlegen", **NEW, **FACTS)
    assert "Das Angebot ist angelegt." in lead.text
    assert "Es fehlt: Einfache Sprache, Englisch, Ukrainisch, Arabisch, Türkisch" in lead.text
    made = the(site, "hilfe-fuer-aeltere")
    assert (made["languages"], made["concerns"], made["word"]) == ("de,tr", ["haus-und-energie"], "Beratung")
    assert "Wir helfen Ihnen." in site.visitor().get("/angebot/hilfe-fuer-aeltere").text
    assert "Hilfe für Ältere" in site.visitor().get("/hilfe/haus-und-energie").text
    lead.follow("Verlauf ansehen")
    assert "Das Angebot ist angelegt." in lead.text
    assert "Konto lead" in lead.text


def test_a_sensitive_one_gets_a_neutral_address(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(f"{HOME}/neu")
    admin.press(
        "Angebot anlegen",
        **{**NEW, "title": "Suchthilfe", "public_word": "Sucht"},
        **{**FACTS, "offer_class": "S2"},
    )
    made = the(site, "beratung-1")
    assert (made["texts"], made["word"]) == ({"de": "Suchthilfe"}, "Beratung")


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("title", "", "Bitte schreiben Sie, wie das Angebot heißt."),
        ("title", "x" * 121, "höchstens 120 Zeichen"),
        ("summary", "  ", "Bitte schreiben Sie in ein, zwei Sätzen"),
        ("summary", "x" * 601, "Ihr Text hat 601 Zeichen."),
        ("for_whom", "x" * 401, "kürzen Sie ihn auf 400"),
        ("public_word", "x" * 61, "höchstens 60 Zeichen"),
        ("offer_class", "S9", "Bitte wählen Sie, wie vertraulich das Thema ist."),
        ("mode", "irgendwie", "Bitte wählen Sie, wie man einen Termin bekommt."),
        ("duration", "7", "Bitte schreiben Sie 5 bis 240 Minuten, in Schritten von 5."),
        ("duration", "245", "in Schritten von 5."),
        ("duration", "²5", "in Schritten von 5."),
        ("buffer", "61", "eine Zahl von 0 bis 60."),
        ("notice", "721", "Bitte schreiben Sie Stunden, von 0 bis 720."),
        ("notice", "bald", "Bitte schreiben Sie Stunden, von 0 bis 720."),
        ("horizon", "0", "eine Zahl von 1 bis 365."),
        ("cap", "101", "eine Zahl von 1 bis 100."),
        ("languages", "xx", "Bitte wählen Sie mindestens eine Sprache."),
        ("provider", "gibt-es-nicht", "Bitte wählen Sie, wer das Angebot gibt."),
    ],
)
def test_faults_are_said_at_their_field(
    site: Site, signed_in: SignIn, field: str, value: str, fault: str
) -> None:
    admin = signed_in(Role.ADMIN).get(f"{HOME}/neu")
    admin.press("Angebot anlegen", **{**NEW, **FACTS, field: value})
    assert admin.status == 422
    assert fault in admin.text
    assert f'id="{field}-fehler"' in admin.text
    assert "Wir helfen Ihnen." in admin.text or field == "summary"
    with site.runtime.database.reading() as session:
        assert len(session.scalars(select(Offer)).all()) == 2


def test_what_takes_nothing_from_anybody_is_saved_at_once(site: Site, signed_in: SignIn) -> None:
    admin = (
        signed_in(Role.ADMIN).get(f"{url(site)}/angaben").press(SAVE, notice="1,5", languages=["de", "en"])
    )
    assert "Die Angaben sind gespeichert." in admin.text
    assert the(site)["languages"] == "de,en"
    assert "1,5 Stunden" in admin.text


def test_other_numbers_say_whom_they_reach_before_they_are_saved(site: Site, signed_in: SignIn) -> None:
    site.booked(at_wall(TUESDAY, 9))
    admin = signed_in(Role.ADMIN).get(f"{url(site)}/angaben").press(SAVE, duration="45", cap="3")
    assert "Passt das so?" in admin.text
    assert "Die neuen Zahlen gelten sofort für 1 kommende Sprechstunde." in admin.text
    assert "1 gebuchter Termin behält seine Zeit." in admin.text
    assert the(site)["minutes"] == 30
    admin.press("Angaben ändern")
    assert 'value="45"' in admin.text
    admin.press(SAVE, duration="45", cap="3").press(SAVE_SO)
    assert (the(site)["minutes"], the(site)["cap"], the(site)["concerns"]) == (45, 3, ["haus-und-energie"])


def test_a_class_that_rises_says_all_that_follows(site: Site, signed_in: SignIn) -> None:
    site.booked(at_wall(TUESDAY, 9))
    offer_url = url(site)
    admin = signed_in(Role.ADMIN).get(f"{offer_url}/angaben").press(SAVE, offer_class="S2")
    for sentence in (
        "nur „Beratung“ oder „Termin im Quartiersbüro“",
        "Abonnierte Kalender zeigen das beim nächsten Abruf.",
        "löschen wir früher",
        "Die Adresse wird neutral.",
        "1 kommender Termin ist betroffen.",
    ):
        assert sentence in admin.text
    admin.press(SAVE_SO)
    assert the(site, "beratung-1")["word"] == "Beratung"
    visitor = site.visitor().get("/angebot/energieberatung")
    assert (visitor.status, visitor.path) == (200, "/angebot/beratung-1")
    assert "Auf Tafel und Türschild steht „Beratung“." in admin.get(f"{offer_url}/texte/de").text


def test_the_way_to_a_time_stays_while_times_are_to_come(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(f"{url(site)}/angaben").press(SAVE, mode="request")
    assert admin.status == 422
    assert "1 Sprechstunde mit Terminen kommt noch. Sagen Sie sie zuerst ab." in admin.text


def test_who_saves_over_another_change_sees_both(site: Site, signed_in: SignIn) -> None:
    first, second = signed_in(Role.ADMIN), signed_in(Role.LEAD)
    slow = first.get(f"{url(site)}/angaben")
    second.get(f"{url(site)}/angaben").press(SAVE, buffer="10").press(SAVE_SO)
    slow.press(SAVE, duration="60")
    assert slow.status == 409
    assert "Konto lead" in slow.text
    assert "10 Minuten" in slow.text
    slow.press("Meine Angaben jetzt trotzdem speichern").press(SAVE_SO)
    assert the(site)["minutes"] == 60
    slow = first.get(f"{url(site)}/texte/de")
    second.get(f"{url(site)}/texte/de").press("Texte speichern", summary="Neu.")
    slow.press("Texte speichern", title="Ganz anders", summary="Alt.")
    assert slow.status == 409
    assert "Ganz anders" in slow.text
    slow.press("Meine Angaben jetzt trotzdem speichern")
    assert the(site)["texts"] == {"de": "Ganz anders"}


def test_words_are_looked_at_as_a_resident_before_they_are_saved(site: Site, signed_in: SignIn) -> None:
    lead = signed_in(Role.LEAD).get(f"{url(site)}/texte/ar")
    assert 'lang="ar" dir="rtl"' in lead.text
    assert "Auf Deutsch: Energieberatung" in lead.text
    before = site.rows()
    lead.press("Als Ratsuchende ansehen", title="استشارة الطاقة", summary="نساعدكم.", for_whom="", bring="")
    assert '<html lang="ar" dir="rtl"' in lead.text
    assert "استشارة الطاقة" in lead.text
    assert "نساعدكم." in lead.text
    assert "Noch ist nichts gespeichert." in lead.text
    assert site.rows() == before
    lead.press("Weiter schreiben")
    assert "نساعدكم." in lead.text
    assert '<html lang="de"' in lead.text
    lead.press("Texte speichern", summary="نساعدكم.", for_whom="", bring="")
    assert "Die Texte sind gespeichert: Arabisch." in lead.text
    assert the(site)["texts"] == {"de": "Energieberatung", "ar": "استشارة الطاقة"}
    assert "نساعدكم." in site.visitor().get("/ar/angebot/energieberatung").text
    lead.follow("Löschen : Arabisch") if "Löschen : Arabisch" in lead.links else lead.get(
        f"{url(site)}/texte/ar/loeschen"
    )
    lead.press("Texte löschen")
    assert the(site)["texts"] == {"de": "Energieberatung"}
    assert "Energieberatung" in site.visitor().get("/ar/angebot/energieberatung").text


def test_german_words_stay_and_unknown_languages_are_unknown(site: Site, signed_in: SignIn) -> None:
    lead = signed_in(Role.LEAD)
    assert lead.get(f"{url(site)}/texte/de/loeschen").status == 404
    assert lead.get(f"{url(site)}/texte/fr").status == 404
    lead.get(f"{url(site)}/texte/de")
    assert lead.post(f"{url(site)}/texte/de/loeschen", {"csrf_token": lead.token()}).status == 409
    lead.get(f"{url(site)}/texte/de").press("Texte speichern", title="", summary="Da.")
    assert lead.status == 422
    assert the(site)["texts"] == {"de": "Energieberatung"}


def test_retired_it_is_gone_for_residents_and_programs(site: Site, signed_in: SignIn) -> None:
    site.booked(at_wall(TUESDAY, 9))
    lead = signed_in(Role.LEAD).get(url(site)).follow("Angebot zurückziehen")
    assert "1 gebuchter Termin bleibt, wie er ist." in lead.text
    assert "1 Sprechstunde steht noch im Plan." in lead.text
    lead.press("Angebot zurückziehen")
    assert "Das Angebot ist zurückgezogen." in lead.text
    visitor = site.visitor()
    for path in ("/angebot/energieberatung", "/termin/energieberatung", "/warteliste/energieberatung"):
        assert visitor.get(path).status == 410, path
        assert "Dieses Angebot gibt es nicht mehr." in visitor.text
        assert "Schuldnerberatung" in visitor.text, "what else is there for the same"
    assert "/angebot/energieberatung" not in visitor.get("/?q=Energieberatung").links.values()
    assert "Energieberatung" not in visitor.get("/hilfe/haus-und-energie").text
    client = site.app.test_client()
    assert [each["slug"] for each in client.get("/api/v1/offers").get_json()] == ["beratung-7"]
    assert client.get("/api/v1/offers/energieberatung/slots").status_code == 404
    lead.get(url(site)).press("Angebot wieder anbieten")
    assert site.visitor().get("/termin/energieberatung").status == 200
    assert the(site)["given"]


def test_it_comes_back_only_when_its_provider_is_there(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(f"{url(site)}/zurueckziehen").press("Angebot zurückziehen")
    with site.runtime.database.writing() as session:
        session.scalars(select(Provider).where(Provider.slug == "haus")).one().retired_at = NOW
    admin.get(url(site)).press("Angebot wieder anbieten")
    assert admin.status == 409
    assert "Holen Sie bitte zuerst den Anbieter zurück." in admin.text
    assert not the(site)["given"]


def test_who_looked_before_it_was_retired_is_told_when_they_choose(site: Site, signed_in: SignIn) -> None:
    visitor = site.visitor().get("/termin/energieberatung")
    slot = visitor.slots()[0]
    signed_in(Role.LEAD).get(f"{url(site)}/zurueckziehen").press("Angebot zurückziehen")
    visitor.press(slot)
    assert visitor.status == 410
    assert site.appointments() == []


def test_a_list_is_searched_and_cut_to_the_own_provider(site: Site, signed_in: SignIn, foreign: str) -> None:
    lead, admin = signed_in(Role.LEAD).get(HOME), signed_in(Role.ADMIN).get(HOME)
    assert "2 Angebote" in lead.text
    assert "Schachtreff" not in lead.text
    assert "Schachtreff" in admin.text
    assert "Kein Angebot gefunden" in lead.get(f"{HOME}?q=Schach").text
    assert "1 Angebot<" in admin.get(f"{HOME}?q=schach&stand=aktiv").text
    assert "Kein Angebot gefunden" in admin.get(f"{HOME}?stand=zurueckgezogen").text
    assert "2 Angebote" in lead.get("/einstellungen").text
    for path in ("", "/angaben", "/texte/de", "/texte/de/loeschen", "/zurueckziehen", "/verlauf"):
        assert lead.get(foreign + path).status == 404, path
    lead.get(HOME + "/neu")
    sent = {"csrf_token": lead.token(), **NEW, **FACTS, "step": "speichern"}
    for path in ("/angaben", "/texte/de", "/texte/en/loeschen", "/zurueckziehen", "/zurueckholen"):
        assert lead.post(foreign + path, sent).status == 404, path
    assert lead.post(f"{HOME}/neu", {**sent, "provider": "anderer"}).status == 422
    for role in (Role.STAFF, Role.ADVISER, Role.CARETAKER):
        assert signed_in(role).get(HOME).status == 403
        assert signed_in(role).get(CONCERNS).status == 403
    assert signed_in(Role.LEAD).get(CONCERNS).status == 403


def test_long_lists_have_pages(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        facts = Facts(offer_class=OfferClass.MEETING, mode=OfferMode.OPEN)
        for number in range(25):
            words = Words(title=f"Treff {number}", summary="Wir treffen uns.")
            editing.add_offer(session, site.house.provider.id, facts, words, now=NOW)
    lead = signed_in(Role.LEAD).get(f"{HOME}?q=treff")
    assert "25 Angebote" in lead.text
    lead.get(HOME + lead.links["Nächste Seite"])
    assert "Treff 24" in lead.text
    assert "Seite 2 von 2" in lead.text


def concerns(site: Site) -> list[tuple[str, str, str]]:
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(Concern).order_by(Concern.position))
        return [(each.slug, each.title, each.pictogram) for each in rows]


def test_concerns_are_added_changed_moved_and_deleted(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(CONCERNS)
    admin.follow("Anliegen anlegen").press(
        "Anliegen speichern", title="Ruhe finden", pictogram="coffee", words="Schlaf müde"
    )
    assert concerns(site)[-1] == ("ruhe-finden", "Ruhe finden", "coffee")
    assert "Ruhe finden" in site.visitor().get("/").text
    admin.press("rauf")
    assert [each[0] for each in concerns(site)] == ["ruhe-finden", "haus-und-energie"]
    admin.follow("Ruhe finden").press("Anliegen speichern", title="Gut schlafen", words="Schlaf")
    assert concerns(site)[0] == ("ruhe-finden", "Gut schlafen", "coffee")
    address = next(link for link in admin.links.values() if link.endswith("/loeschen"))
    admin.get(address).press("Löschen")
    assert [each[0] for each in concerns(site)] == ["haus-und-energie"]
    assert admin.post(address, {"csrf_token": admin.token()}).status == 200


def test_what_offers_stand_under_cannot_be_deleted(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.reading() as session:
        concern_id = session.scalars(select(Concern.id)).one()
    admin = signed_in(Role.ADMIN).get(f"{CONCERNS}/{concern_id}/loeschen")
    assert "2 Angebote stehen noch darunter." in admin.text
    admin.get(CONCERNS)
    admin.post(f"{CONCERNS}/{concern_id}/loeschen", {"csrf_token": admin.token()})
    assert "2 Angebote stehen noch darunter." in admin.text
    assert len(concerns(site)) == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"title": " "}, "Bitte schreiben Sie, wie das Anliegen heißt."),
        ({"title": "x" * 81}, "höchstens 80 Zeichen"),
        ({"title": "Ruhe", "example": "x" * 121}, "höchstens 120 Zeichen"),
        ({"title": "Ruhe", "pictogram": "drache"}, "Bitte wählen Sie ein Bild."),
        ({"title": "Ruhe", "words": "x" * 4001}, "Ihr Text hat 4001 Zeichen."),
    ],
)
def test_faults_of_a_concern(site: Site, signed_in: SignIn, typed: dict[str, str], fault: str) -> None:
    admin = signed_in(Role.ADMIN).get(f"{CONCERNS}/neu").press("Anliegen speichern", **typed)
    assert admin.status == 422
    assert fault in admin.text
    assert len(concerns(site)) == 1


def test_topics_are_added_renamed_and_deleted(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(CONCERNS).follow("Zu den Themen").follow("Thema anlegen")
    assert admin.press("Thema speichern", title="").status == 422
    admin.press("Thema speichern", title="Bildung")
    admin.follow("Bildung").press("Thema speichern", title="Lernen")
    with site.runtime.database.writing() as session:
        topic = session.scalars(select(Topic)).one()
        assert (topic.slug, topic.title) == ("bildung", "Lernen")
        session.merge(site.house.advice).topics.append(topic)
        address = f"{CONCERNS}/themen/{topic.id}"
    assert "1 Angebot steht noch darunter." in admin.get(f"{address}/loeschen").text
    with site.runtime.database.writing() as session:
        session.merge(site.house.advice).topics.clear()
    admin.get(f"{address}/loeschen").press("Löschen")
    with site.runtime.database.reading() as session:
        assert session.scalars(select(Topic)).all() == []


def test_who_renames_over_another_change_sees_both(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.reading() as session:
        address = f"{CONCERNS}/{session.scalars(select(Concern.id)).one()}"
    slow, fast = signed_in(Role.ADMIN).get(address), signed_in(Role.ADMIN).get(address)
    fast.press("Anliegen speichern", title="Wohnen", words="")
    slow.press("Anliegen speichern", title="Energie", words="")
    assert slow.status == 409
    slow.press("Meine Angaben jetzt trotzdem speichern")
    assert concerns(site)[0][:2] == ("haus-und-energie", "Energie")
