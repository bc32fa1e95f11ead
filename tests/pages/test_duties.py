"""The duties: what the statement must say, who is responsible for what, and the way to the house."""

from __future__ import annotations

from booking.i18n import LANGUAGES, REVIEWED
from tests.house import NOW
from tests.pages.conftest import Site


def test_the_statement_says_what_is_missing_and_where_to_complain(site: Site) -> None:
    visitor = site.visitor().get("/barrierefreiheit")
    for code in set(LANGUAGES) - REVIEWED:
        assert LANGUAGES[code] in visitor.text
    for words in (
        "EN 301 549",
        "zum Teil",
        "Ombudsstelle",
        "Gebärdensprache fehlt",
        "PDF",
        "Stand: 22. November 2026",
    ):
        assert words in visitor.text
    visitor.follow("Barriere melden: zum Formular")
    assert (visitor.status, visitor.path) == (200, "/barriere-melden")


def test_each_controller_has_a_section_and_the_numbers_are_those_we_delete_by(site: Site) -> None:
    with site.runtime.database.writing() as session:
        session.merge(site.house.provider).house_calls = True
    visitor = site.visitor().get("/datenschutz")
    for words in (
        "Testverein",
        "Das Quartiersbüro selbst",
        "darf für diese Stelle anrufen",
        "7 Tage nach dem Termin",
        "30 Tage nach dem Termin",
        "14 Tage nach dem Anruf",
        "höchstens 60 Tage",
    ):
        assert words in visitor.text
    assert visitor.follow("Anfrage zu Ihren Daten stellen").path == "/daten-anfrage"


def test_the_privacy_statement_names_what_is_offered_and_nothing_else(site: Site) -> None:
    assert "Energieberatung" in site.visitor().get("/datenschutz").text
    with site.runtime.database.writing() as session:
        session.merge(site.house.advice).retire(NOW)
    assert "Energieberatung" not in site.visitor().get("/datenschutz").text


def test_sign_language_leads_to_a_request_without_a_phone(site: Site) -> None:
    visitor = site.visitor().get("/gebaerdensprache")
    assert "gibt es noch nicht" in visitor.text
    visitor.follow("Termin mit Gebärdensprach-Dolmetschung anfragen")
    chosen = [pair for form in visitor.forms for pair in form.fields]
    assert ("contact", "email") in chosen
    assert ("needs", "sign_language") in chosen


def test_easy_language_leads_to_every_way_of_getting_help(site: Site) -> None:
    visitor = site.visitor().get("/leichte-sprache")
    assert "Entwurf" in visitor.title
    assert {"/", "/code", "/rueckruf", "/anfahrt", "/barrierefreiheit"} <= set(visitor.links.values())
    assert visitor.follow("Dann schreiben Sie uns hier.").path == "/barriere-melden"


def test_the_way_to_the_house_names_every_door(site: Site) -> None:
    visitor = site.visitor().get("/anfahrt")
    for room in site.house.rooms:
        assert room.name in visitor.text
    assert visitor.text.count("Erdgeschoss, ohne Stufen") == len(site.house.rooms)
    assert "Treppenlift" in visitor.text


def test_the_duties_are_linked_from_every_page(site: Site) -> None:
    for path in ("/", "/code", "/rueckruf", "/gibt-es-nicht"):
        links = site.visitor().get(path).links.values()
        wanted = {
            "/impressum",
            "/datenschutz",
            "/barrierefreiheit",
            "/leichte-sprache",
            "/gebaerdensprache",
            "/anfahrt",
        }
        assert wanted <= set(links), path
