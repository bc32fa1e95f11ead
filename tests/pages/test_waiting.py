"""The waiting list as residents and staff see it: joining, answering, leaving, and everything that can be too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from booking.accounts.models import Provider, Role
from booking.accounts.people import Contact
from booking.offers.models import Offer, OfferMode
from booking.scheduling.walltime import wall_day
from booking.waiting.models import WaitingEntry
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.waiting import book_out, give_up, waiting_link, waits

JOIN = "Auf die Warteliste setzen"
HEADING = "Sie stehen auf der Warteliste."


def entries(site: Site) -> list[WaitingEntry]:
    with site.runtime.database.reading() as session:
        return session.query(WaitingEntry).order_by(WaitingEntry.created_at).all()


@pytest.fixture
def held(site: Site) -> str:
    """The token of somebody for whom half past eleven on Tuesday is held."""
    booked = book_out(site)
    entry_id = waits(site)
    give_up(site, booked[-1])
    return waiting_link(site, entry_id)


def test_joining_with_wishes_and_changing_them_later(site: Site) -> None:
    book_out(site)
    anna = site.visitor().get("/warteliste/energieberatung")
    assert anna.status == 200
    assert "Im Moment sind Zeiten frei." not in anna.text
    anna.press(
        JOIN,
        weekdays=["1", "3"],
        half="morning",
        party="2",
        name="Anna",
        contact="email",
        email="anna@example.org",
    )
    assert (anna.status, HEADING in anna.text) == (200, True)
    assert anna.path.startswith("/w/")
    for words in ("Dienstag, Donnerstag", "vormittags", "2 Personen kommen", "anna@example.org"):
        assert words in anna.text
    (entry,) = entries(site)
    assert (entry.weekdays, entry.half, entry.party_size, entry.state) == ([1, 3], "morning", 2, "waiting")

    anna.follow("Wünsche ändern").press("Wünsche speichern", weekdays=["4"], half="any", party="1")
    assert "Ihre Wünsche sind gespeichert." in anna.text
    (entry,) = entries(site)
    assert (entry.weekdays, entry.half, entry.party_size) == ([4], "", 1)


def test_joining_twice_with_one_form_is_joining_once(site: Site) -> None:
    anna = site.visitor().get("/warteliste/energieberatung")
    (form,) = [each for each in anna.forms if each.action.endswith("/warteliste/energieberatung")]
    sent = {**dict(form.fields), "name": "Anna", "contact": "phone", "phone": "02175 123456"}
    first = anna.post(form.action, sent).path
    second = anna.post(form.action, sent).path
    assert first.startswith("/w/")
    assert second.startswith("/w/")
    assert len(entries(site)) == 1
    assert len(site.people()) == 1


def test_what_was_wrong_is_said_and_nothing_is_lost(site: Site) -> None:
    anna = site.visitor().get("/warteliste/energieberatung")
    anna.press(
        JOIN, weekdays=["2"], until="gestern", party="99", name="", contact="email", email="anna.example.org"
    )
    assert anna.status == 422
    assert anna.title.startswith("Fehler: ")
    for said in (
        "bis wann Sie warten möchten",
        "wie viele Personen kommen",
        "wie wir Sie ansprechen",
        "mit einem @-Zeichen",
    ):
        assert said in anna.text
    assert "anna.example.org" in anna.text
    assert entries(site) == []
    late = (TUESDAY + timedelta(days=80)).isoformat()
    past = (TUESDAY - timedelta(days=8)).isoformat()
    for until, said in ((late, "Länger als 60 Tage"), (past, "schon vorbei"), ("9999-99-99", "bis wann")):
        assert (
            said
            in anna.get("/warteliste/energieberatung").press(JOIN, until=until, name="A", contact="none").text
        )
    assert "Bitte wählen Sie aus, wie wir Sie erreichen." in anna.text, "without any way nobody could be told"


def test_whoever_has_no_email_is_told_how_to_look_again(site: Site) -> None:
    karl = site.visitor().get("/warteliste/energieberatung")
    karl.press(JOIN, name="Karl", contact="phone", phone="02175 123456")
    assert "Wenn ein passender Termin frei wird, rufen wir Sie an." in karl.text
    assert f"http://localhost:8000{karl.path}" in karl.text or karl.path in karl.text
    assert "Fertig, für die nächste Person" in karl.text


def test_the_held_time_is_taken_with_one_button(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}")
    assert "Ein Termin ist frei geworden." in anna.text
    assert "Wir halten ihn bis Montag, 23. November, 10:00 Uhr, für Sie frei." in anna.text
    assert "Dienstag, 24. November 2026, 11:30 Uhr" in anna.text
    anna.press("Termin nehmen")
    assert anna.path.startswith("/t/")
    assert "Ihr Termin ist gebucht." in anna.text
    again = site.visitor().get(f"/w/{held}")
    assert "Sie haben den Termin genommen." in again.text
    again.press("Termin ansehen")
    assert again.path.startswith("/t/")
    assert [row.status for row in site.appointments()].count("confirmed") == 6


def test_a_double_click_books_once(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}")
    (form,) = [each for each in anna.forms if each.action.endswith("/nehmen")]
    for _ in range(2):
        anna.post(form.action, dict(form.fields))
        assert anna.path.startswith("/t/")
    assert [row.status for row in site.appointments()].count("confirmed") == 6


def test_saying_no_keeps_the_place(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}")
    (form,) = [each for each in anna.forms if each.action.endswith("/nehmen")]
    anna.post(f"/w/{held}/ablehnen", dict(form.fields))
    assert "Der Termin geht an jemand anderen." in anna.text
    assert HEADING in anna.text
    anna.post(form.action, dict(form.fields))
    assert anna.status == 409
    assert "Dieser Termin ist nicht mehr für Sie vorgemerkt." in anna.text
    (entry,) = entries(site)
    assert entry.state == "waiting"


def test_too_late_is_said_calmly_before_and_after_the_sweep(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}")
    site.wait(180)
    anna.press("Termin nehmen")
    assert (anna.status, "Die Zeit zum Antworten ist vorbei" in anna.text) == (409, True)
    assert "Sie bleiben auf der Warteliste." in anna.text
    assert HEADING in anna.get(f"/w/{held}").text


def test_an_old_page_never_takes_another_time(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}")
    (form,) = [each for each in anna.forms if each.action.endswith("/nehmen")]
    anna.post(form.action, {**dict(form.fields), "slot": "2026-11-24T08:00Z"})
    assert (anna.status, "nicht mehr für Sie vorgemerkt" in anna.text) == (409, True)
    assert anna.post(form.action, {**dict(form.fields), "slot": "unsinn"}).status == 400
    assert entries(site)[0].state == "offered"


def test_leaving_asks_once_and_says_when_the_data_goes(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}").follow("Nicht mehr warten")
    assert "geht an jemand anderen" in anna.text
    anna.press("Nicht mehr warten")
    assert "Sie stehen nicht mehr auf der Warteliste." in anna.text
    assert "Wir löschen Ihre Angaben am 24. November 2026." in anna.text
    anna.get(f"/w/{held}/beenden")
    assert anna.path == f"/w/{held}"
    anna.get(f"/w/{held}/wuensche")
    assert anna.path == f"/w/{held}"


def test_the_same_form_again_counts_nothing_and_asks_nothing_again(
    build: Callable[..., Site],
) -> None:
    site = build(limits=True)
    anna = site.visitor().get("/warteliste/energieberatung")
    (form,) = [each for each in anna.forms if each.action.endswith("/warteliste/energieberatung")]
    sent = {**dict(form.fields), "name": "Anna", "contact": "email", "email": "anna@example.org"}
    for _ in range(8):
        anna.post(form.action, sent)
        assert (anna.status, anna.path.startswith("/w/")) == (200, True)
    assert len(entries(site)) == 1


def test_one_phone_number_cannot_fill_the_list(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    written = ("02175 123456", "+49 2175 123456", "02175/123-456")
    for number in range(7):
        anna = site.visitor().get("/warteliste/energieberatung")
        anna.press(JOIN, name="Anna", contact="phone", phone=written[number % 3])
    assert anna.status == 429
    assert "Diese Telefonnummer steht heute schon oft auf der Warteliste." in anna.text
    assert "02175 123456" in anna.text, "nothing typed is lost"
    assert len(entries(site)) == 6


def test_a_form_sent_after_midnight_comes_back_with_a_sentence(site: Site) -> None:
    anna = site.visitor().get("/warteliste/energieberatung")
    until = wall_day(site.clock.moment).isoformat()
    site.wait(24 * 60)
    anna.press(JOIN, until=until, name="Anna", contact="phone", phone="02175 123456")
    assert (anna.status, "Dieser Tag ist schon vorbei." in anna.text) == (422, True)
    assert "02175 123456" in anna.text


def test_a_mistyped_address_is_corrected(site: Site) -> None:
    token = waiting_link(site, waits(site))
    anna = site.visitor().get(f"/w/{token}")
    assert "Das haben wir gespeichert" in anna.text
    anna.get(f"/w/{token}/angaben")
    anna.press("Angaben speichern", contact="email", email="anna")
    assert (anna.status, "mit einem @-Zeichen" in anna.text) == (422, True)
    anna.press("Angaben speichern", contact="email", email="anna.neu@example.org")
    assert anna.path == f"/w/{token}"
    assert "Ihre Angaben sind gespeichert." in anna.text
    assert "anna.neu@example.org" in anna.text
    assert len(site.people()) == 1


def test_leaving_and_deleting_at_once(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}/beenden")
    sent = {"csrf_token": anna.token()}
    for _ in range(2):
        anna.post(f"/w/{held}/loeschen", sent)
        assert (anna.status, "Ihre Angaben sind gelöscht." in anna.text) == (200, True)
    (entry,) = entries(site)
    assert (entry.state, entry.person_id) == ("ended", None)
    assert anna.get(f"/w/{held}").status == 404


def test_who_took_the_time_deletes_it_with_the_appointment(site: Site, held: str) -> None:
    anna = site.visitor().get(f"/w/{held}").press("Termin nehmen")
    anna.post(f"/w/{held}/loeschen", {"csrf_token": anna.get("/code").token()})
    assert anna.path == f"/w/{held}"
    assert "Sie haben den Termin genommen." in anna.text
    assert anna.get(f"/w/{held}/angaben").path == f"/w/{held}"


def test_a_link_that_nobody_knows(site: Site) -> None:
    for path in ("/w/unbekannt", "/w/unbekannt/wuensche", "/w/unbekannt/beenden", "/w/unbekannt/angaben"):
        visitor = site.visitor().get(path)
        assert visitor.status == 404
        assert "Diesen Link kennen wir nicht" in visitor.text


def test_a_list_that_is_closed(site: Site) -> None:
    anna = site.visitor().get("/warteliste/energieberatung")
    with site.runtime.database.writing() as session:
        session.get_one(Offer, site.house.advice.id).mode = OfferMode.OPEN
    anna.press(JOIN, name="Anna", contact="phone", phone="02175 123456")
    assert (anna.status, "Hier gibt es keine Warteliste." in anna.text) == (409, True)
    assert anna.get("/warteliste/energieberatung").status == 200
    assert "Hier gibt es keine Warteliste." in anna.text
    assert anna.get("/warteliste/gibt-es-nicht").status == 404


def test_the_provider_sees_wishes_and_no_names(site: Site, signed_in: Callable[..., Visitor]) -> None:
    waits(site, weekdays=(1,), party_size=2)
    lead = signed_in(Role.LEAD).get("/warteliste")
    assert "1 Mensch wartet" in lead.text
    assert "Dienstag · vormittags oder nachmittags" in lead.text
    assert "Anna" not in lead.text
    staff = signed_in(Role.STAFF).get("/warteliste")
    assert "1 Mensch wartet" in staff.text
    assert "Dienstag" not in staff.text
    assert "/warteliste/eintrag/" not in staff.text


def test_another_provider_sees_no_entry(site: Site, signed_in: Callable[..., Visitor]) -> None:
    entry_id = waits(site)
    with site.runtime.database.writing() as session:
        other = Provider(slug="anders", name="Anderer Verein")
        session.add(other)
        session.flush()
        stranger = other.id
    lead = signed_in(Role.LEAD)
    _moves_to(site, "lead@example.org", stranger)
    assert "Im Moment wartet niemand." in lead.get("/warteliste").text
    assert lead.get(f"/warteliste/eintrag/{entry_id}").status == 404
    sent = {"answer": "leave", "csrf_token": lead.get("/code").token()}
    assert lead.post(f"/warteliste/eintrag/{entry_id}", sent).status == 404
    assert entries(site)[0].state == "waiting"


def test_the_house_answers_only_for_providers_that_let_it_call(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    booked = book_out(site)
    entry_id = waits(site, Contact(name="Karl", phone="02175 123456"))
    staff = signed_in(Role.STAFF)
    assert staff.get(f"/warteliste/eintrag/{entry_id}").status == 404
    with site.runtime.database.writing() as session:
        session.get_one(Provider, site.house.provider.id).house_calls = True
    give_up(site, booked[-1])
    staff.get(f"/warteliste/eintrag/{entry_id}")
    assert (
        "Ein Termin ist für Sie frei geworden: Dienstag, 24. November, 11:30 Uhr, Büro 1, ohne Stufen."
        in staff.text
    )
    for secret in ("Karl", "02175 123456", "Energie"):
        assert secret not in staff.text
    staff.press("accept")
    assert "Zum Wiederholen am Telefon" in staff.text
    assert entries(site)[0].state == "booked"


def test_an_adviser_says_no_for_somebody_and_takes_them_off_the_list(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    booked = book_out(site)
    entry_id = waits(site, Contact(name="Karl", phone="02175 123456"))
    give_up(site, booked[-1])
    lead = signed_in(Role.LEAD).get(f"/warteliste/eintrag/{entry_id}").press("decline")
    assert "Er geht an die nächste Person." in lead.text
    lead.press("leave")
    assert "Die Person wartet nicht mehr." in lead.text
    assert (
        lead.post(
            f"/warteliste/eintrag/{entry_id}", {"answer": "?", "csrf_token": lead.get("/code").token()}
        ).status
        == 400
    )


@pytest.mark.parametrize("prefix", ["/ar", "/uk", "/de-simple"])
def test_in_every_language(site: Site, held: str, prefix: str) -> None:
    visitor = site.visitor()
    for path in (
        "/warteliste/energieberatung",
        f"/w/{held}",
        f"/w/{held}/wuensche",
        f"/w/{held}/beenden",
        f"/w/{held}/angaben",
    ):
        assert visitor.get(prefix + path).status == 200


def _moves_to(site: Site, email: str, provider_id: int) -> None:
    from booking.accounts.enrolling import account_of

    with site.runtime.database.writing() as session:
        account = account_of(session, email)
        assert account is not None
        account.provider_id = provider_id
