"""Printing: everybody gets what is theirs, as a page and as a file, and nobody a person who is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from booking.accounts import signin
from booking.accounts.enrolling import enrol
from booking.accounts.models import Provider, Reading, Role
from booking.accounts.people import Contact
from booking.ids import readable_code
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import add_hall, reserved
from tests.printing.reading import read

OF_TUESDAY = f"?tag={TUESDAY}"
FILES = ("/tagesliste.pdf", "/drucken/tuerschilder.pdf", "/drucken/notfall.pdf")
PAGES = ("/tagesliste", "/drucken/tuerschilder", "/drucken/notfall")
ERIKA = Contact(name="Erika Geheim", phone="0170 1234567")


def text_of(visitor: Visitor) -> str:
    return " ".join(read(visitor.page.get_data()).text.split()).replace("\xad ", "")


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_a_pdf_with_a_name(signed_in: Callable[..., Visitor], path: str) -> None:
    visitor = signed_in(Role.STAFF).get(path + OF_TUESDAY)
    assert visitor.page.headers["Content-Type"] == "application/pdf"
    assert visitor.page.headers["Cache-Control"] == "no-store"
    assert visitor.page.headers["Content-Disposition"].startswith('inline; filename="')
    assert "Stand: 23. November 2026, 8:00 Uhr" in text_of(visitor)


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_made_at_any_moment(site: Site, signed_in: Callable[..., Visitor], path: str) -> None:
    """A real clock tells parts of a second, which no other test does."""
    site.clock.moment += timedelta(microseconds=123456)
    assert signed_in(Role.STAFF).get(path + OF_TUESDAY).status == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_page_says_the_same_as_the_file(site: Site, signed_in: Callable[..., Visitor], path: str) -> None:
    site.booked(at_wall(TUESDAY, 9), ERIKA)
    page = signed_in(Role.STAFF).get(path + OF_TUESDAY).text
    assert "Energieberatung" in page
    assert "Stand: 23. November 2026, 8:00 Uhr" in page
    assert "Erika" not in page


def test_the_choice_leads_everywhere(signed_in: Callable[..., Visitor]) -> None:
    visitor = signed_in(Role.STAFF).get("/drucken").press("Tag wählen", tag=str(TUESDAY))
    assert visitor.text.count(f'{OF_TUESDAY}"') >= 6
    for address in [each for each in visitor.links.values() if "tag=" in each]:
        assert signed_in(Role.STAFF).get(address).status == 200, address


@pytest.mark.parametrize("tag", ["", "gestern", "2026-13-40", "99999-01-01", "2026-11-24&raum="])
def test_an_odd_day_is_today(signed_in: Callable[..., Visitor], tag: str) -> None:
    visitor = signed_in(Role.STAFF)
    for path in ("/drucken", *PAGES):
        assert visitor.get(f"{path}?tag={tag}").status == 200


@pytest.mark.parametrize("tag", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time(signed_in: Callable[..., Visitor], tag: str) -> None:
    visitor = signed_in(Role.STAFF)
    for path in ("/drucken", *PAGES, *FILES):
        assert visitor.get(f"{path}?tag={tag}").status in (200, 404), path


def test_one_door(site: Site, signed_in: Callable[..., Visitor]) -> None:
    visitor = signed_in(Role.CARETAKER).get(f"/drucken/tuerschilder.pdf{OF_TUESDAY}&raum=buero-2")
    assert read(visitor.page.get_data()).pages == 1
    assert "Büro 2" in text_of(visitor)
    assert visitor.get(f"/drucken/tuerschilder{OF_TUESDAY}&raum=keller").status == 404


def test_the_caretaker_begins_with_the_day_list_and_sees_no_persons(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    hall = add_hall(site)
    reserved(
        site, room=hall, count=1, title="Vorstandswahl geheim", people=30, seating="rows", key="caretaker"
    )
    _id, code, _token = site.booked(at_wall(TUESDAY, 9), ERIKA)
    signed_in(Role.CARETAKER)
    visitor = site.visitor().get("/anmelden")
    visitor.press("Einloggen", email="caretaker@example.org", password="ein langes Passwort")
    assert visitor.path == "/tagesliste"
    visitor.get(f"/tagesliste{OF_TUESDAY}")
    for told in (
        "14–16 Uhr",
        "Saal",
        "Reserviert",
        "Bestuhlung: Stuhlreihen",
        "der Hausmeister schließt auf",
    ):
        assert told in visitor.text
    for path in (*PAGES, *FILES):
        visitor.get(path + OF_TUESDAY)
        text = text_of(visitor) if visitor.status == 200 and path.endswith(".pdf") else visitor.text
        for secret in ("Erika", "0170", code, readable_code(code), "geheim", "Testverein", "Ada"):
            assert secret not in text, (path, secret)
    assert visitor.get("/drucken/notfall").status == 403
    assert "Wenn das Internet ausfällt" not in visitor.get("/drucken").text


def test_the_house_reads_numbers_and_no_names(site: Site, signed_in: Callable[..., Visitor]) -> None:
    _id, code, _token = site.booked(at_wall(TUESDAY, 9), ERIKA)
    visitor = signed_in(Role.STAFF).get(f"/drucken/notfall.pdf{OF_TUESDAY}")
    assert readable_code(code) in text_of(visitor)
    assert "Erika" not in text_of(visitor)
    visitor.post("/drucken/meine-termine", {"csrf_token": visitor.get("/drucken").token()})
    assert visitor.status == 403


def test_an_adviser_has_names_and_numbers_and_it_is_written_down(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    site.booked(at_wall(TUESDAY, 9), ERIKA)
    site.booked(at_wall(TUESDAY, 10), Contact(name="Frau Ö."))
    site.clock.moment = at_wall(date(2026, 11, 23), 17)
    visitor = signed_in(Role.ADVISER, "ada@example.org").get("/drucken")
    assert readings(site) == []
    visitor.press("Liste als PDF öffnen")
    text = text_of(visitor)
    for told in ("Vertraulich", "Erika Geheim", "0170 1234567", "Frau Ö.", "Dienstag, 24. November 2026"):
        assert told in text
    assert [(each.account_id, each.why) for each in readings(site)] == [(site.house.account.id, "print")] * 2


def test_a_lead_has_them_for_the_whole_provider_and_others_have_none(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    site.booked(at_wall(TUESDAY, 9), ERIKA)
    assert "Erika Geheim" in text_of(signed_in(Role.LEAD).get("/drucken").press("Liste als PDF öffnen"))
    before = len(readings(site))
    for visitor in (stranger(site, Role.LEAD), stranger(site, Role.ADVISER)):
        text = text_of(visitor.get("/drucken").press("Liste als PDF öffnen"))
        assert "Heute und morgen haben Sie keine Termine." in text
        assert "Erika" not in text
    assert len(readings(site)) == before


def test_a_form_from_elsewhere_prints_nothing(site: Site, signed_in: Callable[..., Visitor]) -> None:
    site.booked(at_wall(TUESDAY, 9), ERIKA)
    visitor = signed_in(Role.LEAD)
    visitor.post("/drucken/meine-termine", {})
    assert visitor.status == 400
    assert readings(site) == []


def test_seating_and_key_are_asked_for_and_kept(site: Site, signed_in: Callable[..., Visitor]) -> None:
    visitor = signed_in(Role.ADVISER, "ada@example.org").get("/reservieren")
    wish = {"title": "Lesekreis", "day": str(TUESDAY), "start": "14:00", "end": "16:00", "repeat": "once"}
    visitor.press("Freie Räume zeigen", **wish, seating="keller", key_from="tasche")
    assert visitor.status == 422
    assert "Bitte wählen Sie den Aufbau aus der Liste." in visitor.text
    assert "Bitte wählen Sie aus der Liste, wer den Schlüssel gibt." in visitor.text
    visitor.press("Freie Räume zeigen", **wish, seating="table", key_from="desk")
    visitor.press("buero-2")
    assert "Tische und Stühle" in visitor.text
    visitor.press("Verbindlich reservieren")
    assert "am Empfang abholen" in visitor.text
    task = signed_in(Role.CARETAKER).get(f"/tagesliste{OF_TUESDAY}").text
    assert "Bestuhlung: Tische und Stühle" in task
    assert "Schlüssel: am Empfang abholen" in task


def readings(site: Site) -> list[Reading]:
    with site.runtime.database.reading() as session:
        return session.query(Reading).all()


def stranger(site: Site, role: Role) -> Visitor:
    """Somebody of another provider."""
    from booking.db import database_now
    from booking.web.actors import COOKIE_KEY

    with site.runtime.database.writing() as session:
        provider = Provider(slug=f"andere-{role}", name="Andere")
        session.add(provider)
        session.flush()
        account = enrol(
            session,
            site.runtime.vault,
            email=f"{role}@example.com",
            name="Fremd",
            role=role,
            password="ein langes Passwort",
            provider_id=provider.id,
        )
        token = signin.sign_in(session, account, now=database_now(session))
    visitor = site.visitor()
    with visitor.client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
    return visitor
