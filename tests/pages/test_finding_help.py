"""From the resident's words to an offer; what is sensitive stays neutral outside its own page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.appointments.models import HoursMode
from booking.house.calendar import close
from booking.offers.models import Concern
from booking.scheduling.walltime import at_wall, day_bounds, wall_day
from tests import house
from tests.house import NOW, TUESDAY
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


def test_a_concern_without_offers_says_so(site: Site) -> None:
    with site.runtime.database.writing() as session:
        session.add(
            Concern(slug="wegweiser", title="Ich weiß nicht", example="", pictogram="signpost", position=9)
        )
        session.add(Concern(slug="leer", title="Leer", example="", pictogram="signpost", position=8))
    assert "Dafür haben wir noch kein Angebot." in site.visitor().get("/hilfe/leer").text
    assert site.visitor().get("/hilfe/wegweiser").status == 200


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
    assert "Im Moment ist kein Termin frei." in visitor.get("/angebot/energieberatung").text


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
