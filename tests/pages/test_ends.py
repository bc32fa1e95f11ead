"""Where a resident's way ends: each such page says what is, that nothing is lost, what next, and whom to call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking.appointments import changes, finding
from booking.erasing import erase_person
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE = at_wall(TUESDAY, 9)
PHONE = "02175 000-000"


def ends_well(visitor: Visitor, status: int, title: str, *sentences: str, link: str) -> None:
    """The page has this status and title, these sentences, a way on, and the help line."""
    assert visitor.status == status
    assert visitor.title.startswith(title)
    for sentence in sentences:
        assert sentence in visitor.text, sentence
    assert link in visitor.links
    assert PHONE in visitor.text
    assert visitor.text.count("Lieber anrufen?") == 1


@pytest.mark.parametrize("path", ["", "/verschieben", "/absagen", "/daten", "/daten/aendern", "/doch-kommen"])
def test_a_link_that_opens_nothing(site: Site, path: str) -> None:
    _, _, token = site.booked(NINE)
    site.clock.moment = NINE + timedelta(days=2)
    for address in (f"/t/{token}{path}", f"/t/abgeschrieben{path}"):
        ends_well(
            site.visitor().get(address),
            404,
            "Diesen Link kennen wir nicht",
            "Vielleicht fehlt ein Zeichen.",
            "Nichts ist verloren.",
            link="Link neu schicken",
        )


def test_an_appointment_that_is_over(site: Site) -> None:
    _, _, token = site.booked(NINE)
    site.clock.moment = NINE + timedelta(hours=3)
    maria = site.visitor().get(f"/t/{token}")
    ends_well(
        maria,
        200,
        "Dieser Termin ist vorbei",
        "Dieser Termin ist vorbei.",
        "Wir löschen Ihre Angaben am 24. Dezember 2026.",
        link="Neuen Termin suchen",
    )
    for path in ("verschieben", "absagen", "doch-kommen"):
        assert maria.get(f"/t/{token}/{path}").path == f"/t/{token}"
    maria.post(f"/t/{token}/absagen", {"csrf_token": maria.get("/code").token()})
    assert "Dieser Termin ist vorbei." in maria.text
    assert [row.status for row in site.appointments()] == ["confirmed"]


def test_a_number_nobody_knows(site: Site) -> None:
    maria = site.visitor().get("/code").press("Termin ansehen", code="7F3 K9M", name="Maria")
    ends_well(
        maria,
        422,
        "Fehler: Meinen Termin ansehen",
        "Diese Nummer kennen wir nicht.",
        "Nichts ist verloren.",
        link="Link neu schicken",
    )


def test_an_appointment_that_is_cancelled_already(site: Site) -> None:
    _, _, token = site.booked(NINE)
    site.visitor().get(f"/t/{token}/absagen").press("Termin absagen")
    maria = site.visitor().get(f"/t/{token}")
    ends_well(
        maria,
        200,
        "Ihr Termin ist abgesagt",
        "Solange die Zeit frei ist, können Sie den Termin wieder nehmen.",
        "Wir löschen Ihre Angaben am 30. November 2026.",
        link="Neuen Termin suchen",
    )
    for path in ("verschieben", "absagen"):
        assert maria.get(f"/t/{token}/{path}").path == f"/t/{token}"


def test_a_cancelled_appointment_whose_time_is_over_cannot_come_back(site: Site) -> None:
    _, _, token = site.booked(NINE)
    site.visitor().get(f"/t/{token}/absagen").press("Termin absagen")
    site.clock.moment = NINE + timedelta(minutes=5)
    maria = site.visitor().get(f"/t/{token}")
    assert "Doch nicht absagen" not in maria.text
    assert "Andere Zeit wählen" in maria.links


def test_an_appointment_the_house_called_off(site: Site) -> None:
    appointment_id, _, token = site.booked(NINE)
    with site.runtime.database.writing() as session:
        found = finding.by_id(session, appointment_id, for_change=True)
        changes.cancel(session, found, by="house", now=site.clock.now())
    maria = site.visitor().get(f"/t/{token}")
    ends_well(maria, 200, "Ihr Termin fällt aus", "Das tut uns leid.", link="Andere Zeit wählen")


def test_an_appointment_whose_person_is_gone_shows_nothing(site: Site) -> None:
    appointment_id, _, token = site.booked(NINE)
    with site.runtime.database.writing() as session:
        person_id = finding.by_id(session, appointment_id).person_id
        assert person_id is not None
        erase_person(session, person_id, now=site.clock.now())
    assert site.visitor().get(f"/t/{token}").status == 404


def test_the_appointment_can_be_read_out_and_printed(site: Site) -> None:
    _, code, token = site.booked(at_wall(TUESDAY, 9, 30))
    maria = site.visitor().get(f"/t/{token}")
    assert "Der Termin ist am Dienstag, 24. November, um 9 Uhr 30." in maria.text
    assert "Wo: Kirchstraße 6 bis 8, Tür: Büro 1." in maria.text
    assert f"Die Nummer ist: {code[0]}" in maria.text
    assert maria.links["Großer Termin-Zettel zum Drucken"] == f"/t/{token}/zettel"
    assert maria.links["Zettel als PDF"] == f"/t/{token}/zettel.pdf"
    assert f"\u2066{', '.join(code)}\u2069" in site.visitor().get(f"/ar/t/{token}").text
    assert " wie " not in site.visitor().get(f"/en/t/{token}").text
