"""From the resident's words to an offer; what is sensitive stays neutral outside its own page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from booking.appointments.models import Channel, HoursMode
from booking.house.calendar import close
from booking.house.models import Room, RoomAccess
from booking.i18n import LANGUAGES
from booking.offers.models import Concern, OfferClass, OfferMode
from booking.scheduling.walltime import at_wall, day_bounds, wall_day
from tests import house
from tests.house import NOW, TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

TODAY = wall_day(NOW)


@pytest.mark.parametrize(
    "words",
    [
        "Energie",
        "energieberatung",
        "Ich brauche Hilfe bei Energie!",
        "HEIZUNG",
        "meine Heizungsrechnung",
        "Haus",
    ],
)
def test_ones_own_words_find_an_offer(site: Site, words: str) -> None:
    visitor = site.visitor().get("/").press("Suchen", q=words)
    assert "Energieberatung" in visitor.links
    assert "gefunden" in visitor.text


@pytest.mark.parametrize("words", ["Raumschiff", "", "   ", "a", "ich und mein", "<b>"])
def test_words_that_fit_nothing_lead_to_the_phone(site: Site, words: str) -> None:
    visitor = site.visitor().get("/").press("Suchen", q=words)
    assert visitor.status == 200
    assert "Energieberatung" not in visitor.links
    assert "Haus und Energie" in visitor.links


def test_a_concern_shows_who_helps_and_when(site: Site) -> None:
    visitor = site.visitor().get("/hilfe/haus-und-energie")
    assert "Nächster freier Termin: Dienstag, 24. November, 9:00 Uhr" in visitor.text
    assert "Testverein" in visitor.text


@pytest.mark.parametrize("words", ["heizunk", "Enrgie", "haus und energi"])
def test_typing_errors_find_the_offer_and_its_concern(site: Site, words: str) -> None:
    visitor = site.visitor().get("/").press("Suchen", q=words)
    assert "Energieberatung" in visitor.links
    assert "Passende Themen" in visitor.text


def test_nothing_found_ends_at_a_human(site: Site) -> None:
    visitor = site.visitor().get("/").press("Suchen", q="Raumschiff")
    assert "Dazu haben wir nichts gefunden" in visitor.text
    assert_a_human(visitor)
    assert visitor.follow("Ich weiß nicht, wer mir hilft").status == 200


def test_the_soonest_of_different_offers_stand_side_by_side(site: Site) -> None:
    later = TUESDAY.replace(day=25)
    with site.runtime.database.writing() as session:
        small = site.house
        house.hours_on(session, small, later, start=8, offer=small.sensitive, channel=Channel.PHONE)
    visitor = site.visitor().get("/hilfe/haus-und-energie")
    first, second = re.findall(r'<a href="(/termin/[^"]+)">', visitor.text)
    assert (first, second) == ("/termin/energieberatung", "/termin/beratung-7")
    assert "Am schnellsten" in visitor.text
    soonest = visitor.text.partition('class="tp-soon"')[2]
    assert soonest.index("im Quartiersbüro") < soonest.index("am Telefon")
    assert visitor.get(first).slots()[0] == "2026-11-24T08:00Z"


def test_a_single_offer_is_not_called_the_soonest(site: Site) -> None:
    text = site.visitor().get("/hilfe/haus-und-energie").text
    assert "Am schnellsten" not in text
    assert 'href="/termin/energieberatung"' in text


def test_a_concern_without_offers_asks_whether_to_call(site: Site) -> None:
    with site.runtime.database.writing() as session:
        session.add(Concern(slug="leer", title="Leer", example="", pictogram="signpost", position=8))
    visitor = site.visitor().get("/hilfe/leer")
    assert "Dafür haben wir noch kein Angebot. Sollen wir Sie anrufen?" in visitor.text
    assert_a_human(visitor, "?thema=leer")


def test_the_way_finder_is_there_in_every_house_and_ends_at_a_human(site: Site) -> None:
    visitor = site.visitor().get("/").follow("Ich weiß nicht, wer mir hilft")
    assert_a_human(visitor, "?thema=wegweiser")
    assert "Kirchstraße" in visitor.text
    assert "Ich suche Arbeit." not in visitor.links, "this house has no concern for it"
    visitor.follow("In meiner Wohnung ist es kalt, feucht oder zu teuer.")
    assert "Energieberatung" in visitor.links


def test_the_way_finder_says_who_knows_the_way(site: Site) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        guide = house.offer("wegweiser", small.provider, OfferClass.ADVICE, title="Wegweiser-Stube")
        concern = Concern(slug="wegweiser", title="Wer hilft", example="", pictogram="signpost", position=9)
        concern.offers.append(guide)
        session.add(concern)
        session.flush()
        guide.mode = OfferMode.OPEN
        house.hours_on(session, small, TUESDAY, start=13, end=15, offer=guide, mode=HoursMode.OPEN_DOOR)
    text = site.visitor().get("/hilfe/wegweiser").text
    assert "Wegweiser-Stube" in text
    assert "Offen am Dienstag, 24. November ab 13:00 Uhr" in text


@pytest.mark.parametrize(
    ("entrances", "sentence"),
    [
        ([RoomAccess.STEP_FREE], "Alle Räume dieses Angebots sind ohne Stufen."),
        ([RoomAccess.STAIR_LIFT], "Sie fahren mit dem Treppenlift."),
        ([RoomAccess.STEP_FREE, RoomAccess.STAIR_LIFT], "andere erreichen Sie mit dem Treppenlift"),
        ([RoomAccess.STEP_FREE, RoomAccess.STAIRS], "nur über Treppen"),
    ],
)
def test_an_offer_says_how_to_get_into_its_rooms(
    site: Site, entrances: list[RoomAccess], sentence: str
) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        for number, access in enumerate(entrances):
            room = session.get_one(Room, small.rooms[number].id)
            room.access = access
            house.hours_on(session, small, TUESDAY.replace(day=26 + number), offer=small.sensitive, room=room)
    assert sentence in site.visitor().get("/angebot/beratung-7").text


def test_only_sprechstunden_to_come_count_for_the_way_in(site: Site) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        off = house.hours_on(session, small, TUESDAY, start=14, end=15, channel=Channel.HOME_VISIT)
        house.hours_on(session, small, TUESDAY, start=16, end=17, channel=Channel.PHONE)
        off.close(NOW)
    text = site.visitor().get("/angebot/energieberatung").text
    assert "Alle Räume dieses Angebots sind ohne Stufen. Beratung am Telefon ist möglich." in text
    assert "nach Hause" not in text


def test_a_room_of_the_moment_is_said_to_be_chosen_later(site: Site) -> None:
    with site.runtime.database.writing() as session:
        house.hours_on(session, site.house, TUESDAY, start=14, end=15, offer=site.house.sensitive)
    assert "wählen wir den Raum erst beim Buchen" in site.visitor().get("/angebot/beratung-7").text


def test_nothing_free_leads_on(site: Site) -> None:
    """Why, the waiting list, a call-back, open hours, and the other offers of the concern."""
    with site.runtime.database.writing() as session:
        small = site.house
        house.hours_on(
            session, small, TUESDAY, start=13, end=15, offer=small.sensitive, mode=HoursMode.OPEN_DOOR
        )
    visitor = site.visitor().get("/angebot/beratung-7")
    assert "Im Moment ist kein Termin frei." in visitor.text
    assert "noch keine Sprechstunde geplant" in visitor.text
    assert visitor.links["Auf die Warteliste setzen"] == "/warteliste/beratung-7"
    assert visitor.links["Oder kommen Sie ohne Termin"] == "#offen"
    assert visitor.links["Energieberatung"] == "/termin/energieberatung"
    assert_a_human(visitor, "?thema=haus-und-energie")


def test_whoever_comes_without_appointment_is_not_stored(site: Site) -> None:
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.advice, load=False)
        offer.mode = OfferMode.OPEN
    text = site.visitor().get("/angebot/energieberatung").text
    assert "Darum speichern wir hier nichts über Sie." in text
    assert "Nur Testverein sieht Ihre Angaben" not in text


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"de"}))
def test_each_language_searches_and_stays_in_it(site: Site, code: str) -> None:
    visitor = site.visitor().get(f"/{code}/?q=heizunk")
    assert visitor.links["Energieberatung"] == f"/{code}/angebot/energieberatung"
    assert f'href="/{code}/hilfe/wegweiser"' in visitor.text
    assert f'href="/{code}/rueckruf"' in visitor.text


def assert_a_human(visitor: Visitor, about: str = "") -> None:
    """One can call, or ask to be called, from within the page."""
    (_, main) = visitor.text.split("<main", 1)
    assert 'href="tel:' in main
    assert f'href="/rueckruf{about}"' in main


def test_an_empty_house_shows_the_first_steps(build: Callable[..., Site]) -> None:
    site = build(empty=True)
    visitor = site.visitor().get("/")
    assert "Willkommen bei Treffpunkt" in visitor.text
    for path in ("/heute", "/datenschutz", "/code"):
        assert visitor.get(path).status == 200


def test_nothing_free_says_why_and_offers_the_phone(site: Site) -> None:
    visitor = site.visitor().get("/termin/beratung-7")
    assert "noch keine Sprechstunde geplant" in visitor.text
    for start in range(6):
        site.taken(at_wall(TUESDAY, 9 + start // 2, 30 * (start % 2)))
    visitor.get("/termin/energieberatung")
    assert "ist alles vergeben" in visitor.text
    visitor.get("/angebot/energieberatung")
    assert "Im Moment ist kein Termin frei." in visitor.text
    assert "ist alles vergeben" in visitor.text


def test_later_days_come_fourteen_at_a_time(site: Site) -> None:
    with site.runtime.database.writing() as session:
        for day in (TUESDAY.replace(month=12, day=1), TUESDAY.replace(month=12, day=15)):
            house.hours_on(session, site.house, day)
    visitor = site.visitor().get("/termin/energieberatung")
    assert {slot[:10] for slot in visitor.slots()} == {"2026-11-24", "2026-12-01"}
    visitor.follow("Weitere Tage anzeigen")
    assert {slot[:10] for slot in visitor.slots()} == {"2026-12-15"}
    assert "Weitere Tage anzeigen" not in visitor.links


def test_one_adviser_or_anybody(build: Callable[..., Site]) -> None:
    site = build(advisers=2)
    visitor = site.visitor().get("/termin/energieberatung")
    assert len(visitor.slots()) == 6
    visitor.press("Zeiten anzeigen", adviser="ada-2")
    visitor.press(visitor.slots()[0])
    assert "Büro 2" in visitor.text
    assert site.visitor().get("/termin/energieberatung?adviser=ada-2").slots()[0] == "2026-11-24T08:30Z"


def test_a_closed_day_says_why(site: Site) -> None:
    wednesday = TUESDAY.replace(day=25)
    with site.runtime.database.writing() as session:
        house.hours_on(session, site.house, TUESDAY.replace(day=26))
        close(session, day_bounds(wednesday), reason="Betriebsausflug")
    text = site.visitor().get("/termin/energieberatung").text
    assert "Betriebsausflug" in text


def test_today_in_the_house_in_neutral_words(site: Site) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        house.hours_on(
            session, small, TODAY, start=9, end=10, offer=small.sensitive, mode=HoursMode.OPEN_DOOR
        )
        house.hours_on(session, small, TODAY, start=10, end=12, mode=HoursMode.BOTH, room=small.rooms[1])
    for path in ("/", "/heute"):
        text = site.visitor().get(path).text
        assert "Beratung" in text
        assert "Schuldnerberatung" not in text
        assert "offen ab 9:00 Uhr" in text
    site.clock.moment = at_wall(TODAY, 10, 30)
    text = site.visitor().get("/heute").text
    assert "vorbei" in text
    assert "offen bis 12:00 Uhr" in text


def test_a_closed_house_says_why(site: Site) -> None:
    with site.runtime.database.writing() as session:
        close(session, day_bounds(TODAY), reason="Wasserrohrbruch")
        house.hours_on(session, site.house, TUESDAY.replace(day=26), mode=HoursMode.OPEN_DOOR)
    text = site.visitor().get("/heute").text
    assert "Wasserrohrbruch" in text
    assert "Donnerstag, 26. November" in text


def test_a_sensitive_appointment_is_neutral_everywhere_but_on_its_own_way(site: Site) -> None:
    with site.runtime.database.writing() as session:
        house.hours_on(session, site.house, TUESDAY, start=13, end=14, offer=site.house.sensitive)
    visitor = site.visitor().get("/termin/beratung-7").press("2026-11-24T12:00Z")
    for press in ("Weiter: Angaben prüfen", "Termin verbindlich buchen"):
        assert "Schuldner" not in visitor.title
        visitor.press(press, **({"name": "Maria", "contact": "none"} if press.startswith("Weiter") else {}))
    own = visitor.path
    for path in (own, f"{own}/absagen", f"{own}/verschieben", f"{own}/termin.ics"):
        visitor.get(path)
        assert "Schuldner" not in visitor.title
        if not path.endswith("verschieben"):
            assert "Schuldner" not in visitor.text, path


def test_an_offer_without_booking_sends_nobody_to_a_list_of_times(site: Site) -> None:
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.advice, load=False)
        offer.mode = "open"
    visitor = site.visitor().get("/termin/energieberatung")
    assert visitor.path == "/angebot/energieberatung"
