"""The list of to-dos and one of them: what staff see, what they do with it, and whose contact stays behind a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.accounts.models import Provider, Reading, Role
from booking.accounts.people import Contact
from booking.erasing import erase_due
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from booking.todos.reaching import NO_PHONE
from booking.todos.texts import Proof, answer_of, proof_of
from tests.house import NOW, TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.todos import scene

SignIn = Callable[..., Visitor]
PHONE, NAME = "02175 555", "Erika Beispiel"


@pytest.fixture
def put(site: Site) -> Callable[..., str]:
    """Puts a to-do on the list, and gives its id."""

    def make(kind: Kind = Kind.CALL_BACK, **more: Any) -> str:
        with site.runtime.database.writing() as session:
            return scene.put(session, kind, vault=site.runtime.vault, **more).id

    return make


def row(site: Site, todo_id: str) -> Todo:
    with site.runtime.database.reading() as session:
        return session.get_one(Todo, todo_id)


def readings(site: Site) -> list[Reading]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(Reading)))


def test_a_mail_that_nobody_can_replace_by_a_call_says_so(signed_in: SignIn, put: Callable[..., str]) -> None:
    put(Kind.MAIL, subject=NO_PHONE, contact=Contact(name=NAME, email="erika@example.org"))
    listed = signed_in(Role.STAFF).get("/aufgaben").text
    assert "Keine Telefonnummer. Beim nächsten Besuch ansprechen." in listed
    assert "Bitte rufen Sie an" not in listed


def test_an_empty_list_says_so(signed_in: SignIn) -> None:
    visitor = signed_in(Role.STAFF).get("/aufgaben")
    assert visitor.status == 200
    assert "Alles erledigt." in visitor.text


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (NOW - timedelta(days=3), "seit 3 Tagen überfällig"),
        (NOW - timedelta(days=1), "seit gestern überfällig"),
        (NOW - timedelta(hours=1), "seit heute, 7 Uhr, überfällig"),
        (NOW, "seit heute, 8 Uhr, überfällig"),
        (NOW + timedelta(hours=1, minutes=30), "bis heute, 9:30 Uhr"),
        (at_wall(TUESDAY, 12), "bis morgen, 12 Uhr"),
        (at_wall(TUESDAY + timedelta(days=2), 12), "bis Donnerstag, 26. November, 12 Uhr"),
        (at_wall(date(2026, 12, 7), 12), "bis 7. Dezember"),
    ],
)
def test_deadlines_are_said_in_words(
    signed_in: SignIn, put: Callable[..., str], due_at: Any, words: str
) -> None:
    put(due_at=due_at)
    assert words in signed_in(Role.STAFF).get("/aufgaben").text


def test_the_list_shows_neither_name_nor_number_nor_text(signed_in: SignIn, put: Callable[..., str]) -> None:
    put(Kind.BARRIER, text="Geheimer Text")
    put(Kind.CALL_BACK, text="haus-und-energie")
    visitor = signed_in(Role.STAFF).get("/aufgaben")
    assert "Aufgaben: 2 warten" in visitor.text
    for secret in (PHONE, NAME, "Geheimer Text", "Haus und Energie"):
        assert secret not in visitor.text


def test_a_contact_is_behind_a_button_and_each_look_is_written_down(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    todo_id = put(text="haus-und-energie")
    visitor = signed_in(Role.STAFF).get("/aufgaben")
    assert f"/aufgabe/{todo_id}" in visitor.links.values()
    visitor.get(f"/aufgabe/{todo_id}")
    assert "Haus und Energie" in visitor.text
    assert "Guten Tag, hier ist das Quartiersbüro." in visitor.text
    assert PHONE not in visitor.text
    assert NAME not in visitor.text
    assert readings(site) == []
    visitor.press("Kontakt anzeigen")
    assert PHONE in visitor.text
    assert NAME in visitor.text
    assert "Bitte keine Nachricht hinterlassen." in visitor.text
    assert visitor.page.headers["Cache-Control"] == "no-store"
    visitor.get(f"/aufgabe/{todo_id}").press("Kontakt anzeigen")
    assert [(each.person_id, each.why) for each in readings(site)] == [
        (row(site, todo_id).person_id, "todo")
    ] * 2


def test_taken_given_back_and_handed_over(site: Site, signed_in: SignIn, put: Callable[..., str]) -> None:
    todo_id = put()
    alex = signed_in(Role.ADMIN)
    toni = signed_in(Role.STAFF).get(f"/aufgabe/{todo_id}").press("Ich mache das")
    assert "Sie selbst." in toni.text
    assert f"/aufgabe/{todo_id}" in toni.get("/aufgaben?welche=meine").links.values()
    toni.get(f"/aufgabe/{todo_id}").press("Zurückgeben")
    assert row(site, todo_id).owner_id is None
    alex.get(f"/aufgabe/{todo_id}")
    toni.press("Ich mache das")
    alex.press("Ich mache das")
    assert alex.status == 409
    assert "Jemand anders hat die Aufgabe gerade genommen." in alex.text
    assert row(site, todo_id).owner_id is not None
    (form,) = [each for each in toni.forms if each.action.endswith("/uebergeben")]
    token = toni.token()
    toni.post(form.action, {"csrf_token": token, "an": "999999"})
    assert toni.status == 409
    owner = row(site, todo_id).owner_id
    toni.post(form.action, {"csrf_token": token, "an": str(_account_of(site, "admin@example.org"))})
    assert row(site, todo_id).owner_id not in (None, owner)


def _account_of(site: Site, email: str) -> int:
    from booking.accounts.enrolling import account_of

    with site.runtime.database.reading() as session:
        account = account_of(session, email)
        assert account is not None
        return account.id


def test_not_reached_is_due_again_the_next_working_day(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    todo_id = put(due_at=NOW - timedelta(hours=1))
    visitor = signed_in(Role.STAFF).get(f"/aufgabe/{todo_id}").press("Nicht erreicht, später noch einmal")
    assert "Bitte versuchen Sie es noch einmal: bis morgen, 12 Uhr." in visitor.text
    assert row(site, todo_id).due_at == at_wall(TUESDAY, 12)
    assert row(site, todo_id).is_open


def test_done_leaves_the_list_and_stands_among_the_done(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    todo_id = put()
    visitor = signed_in(Role.STAFF).get(f"/aufgabe/{todo_id}")
    token = visitor.token()
    visitor.press("Erreicht")
    assert "Erledigt. Danke." in visitor.text
    assert "Alles erledigt." in visitor.text
    assert "Erreicht, Montag, 23. November, 8 Uhr" in visitor.get("/aufgaben?welche=erledigt").text
    for outcome, status in (("reached", 200), ("not_needed", 409), ("gibt-es-nicht", 400)):
        assert (
            visitor.post(f"/aufgabe/{todo_id}/erledigen", {"csrf_token": token, "ausgang": outcome}).status
            == status
        )
    for step in ("nehmen", "nicht-erreicht", "zwischenbescheid"):
        assert visitor.post(f"/aufgabe/{todo_id}/{step}", {"csrf_token": token}).status == 409
    assert (row(site, todo_id).outcome, row(site, todo_id).done_at) == ("reached", NOW)


@pytest.mark.parametrize("step", ["kontakt", "nehmen", "zurueckgeben", "uebergeben", "erledigen", "nicht-erreicht", "antworten", "zwischenbescheid", "daten-antwort"])  # fmt: skip
def test_a_guessed_id_opens_nothing(
    site: Site, signed_in: SignIn, put: Callable[..., str], step: str
) -> None:
    foreign = put(provider_id=_other_provider(site))
    visitor = signed_in(Role.ADVISER).get("/aufgaben")
    assert foreign not in visitor.text
    assert "Alles erledigt." in visitor.text
    fields = {
        "csrf_token": visitor.token(),
        "ausgang": "reached",
        "antwort": "Nein",
        "weg": "told",
        "an": "1",
    }
    before = site.rows()
    for todo_id in (foreign, "gibt-es-nicht"):
        assert visitor.get(f"/aufgabe/{todo_id}").status == 404
        assert visitor.post(f"/aufgabe/{todo_id}/{step}", fields).status == 404
    assert site.rows() == before


def _other_provider(site: Site) -> int:
    with site.runtime.database.writing() as session:
        provider = Provider(slug="fremd", name="Fremder Verein")
        session.add(provider)
        session.flush()
        return provider.id


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADVISER])
def test_a_call_never_says_the_offer_and_the_house_never_reads_it(
    site: Site, signed_in: SignIn, put: Callable[..., str], role: Role
) -> None:
    appointment_id, code, _ = site.booked(at_wall(TUESDAY, 9))
    with site.runtime.database.writing() as session:
        session.merge(site.house.provider).house_calls = True
    todo_id = put(Kind.MAIL, provider_id=site.house.provider.id, appointment_id=appointment_id)
    text = signed_in(role).get(f"/aufgabe/{todo_id}").text
    assert "Es geht um Ihren Termin. Er ist jetzt am Dienstag, 24. November, 9 Uhr." in text
    assert f"{code[:3]} {code[3:]}" in text
    assert ("Energieberatung" in text) == (role == Role.ADVISER)
    spoken = text.partition("Das sagen Sie am Telefon")[2].partition("</section>")[0]
    assert "Energieberatung" not in spoken


def test_a_report_is_answered_in_words_and_a_delay_moves_its_deadline(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    final = at_wall(date(2027, 1, 4), 12)
    todo_id = put(
        Kind.BARRIER,
        contact=Contact(email="erika@example.org"),
        text="Zu klein",
        final_at=final,
    )
    visitor = signed_in(Role.STAFF).get(f"/aufgabe/{todo_id}")
    assert "Zu klein" in visitor.text
    assert "erika@example.org" not in visitor.text
    visitor.press("Zwischenbescheid schicken")
    assert row(site, todo_id).due_at == final
    assert "Zwischenbescheid schicken" not in visitor.text
    visitor.press("Antwort abschicken", antwort=" ")
    assert (visitor.status, row(site, todo_id).is_open) == (422, True)
    assert visitor.title.startswith("Fehler: ")
    visitor.press("Antwort abschicken", antwort="Wir haben die Schrift vergrößert.")
    assert row(site, todo_id).outcome == "answered"
    assert "Wir haben die Schrift vergrößert." in visitor.get(f"/aufgabe/{todo_id}").text


def ask_about_data(site: Site, **typed: str) -> None:
    sent = {"right": "erase", "who": "haus", "proof": "code", "contact": "phone", "phone": PHONE}
    site.visitor().get("/daten-anfrage").press("Anfrage senden", **sent | typed)


def newest(site: Site, kind: Kind) -> str:
    statement = select(Todo.id).where(Todo.kind == kind).order_by(Todo.created_at.desc()).limit(1)
    with site.runtime.database.reading() as session:
        return session.scalars(statement).one()


@pytest.mark.parametrize("days", [0, 40])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "Maria Muster"}, "gehören zu einem Termin bei Ihnen"),
        ({"name": "Jemand"}, "keinen Termin"),
        ({"name": "Maria", "proof": "visit"}, "zeigt ihren Ausweis"),
    ],
)
def test_who_asks_about_data_is_checked_by_number_and_name_when_they_ask(
    site: Site, signed_in: SignIn, typed: dict[str, str], words: str, days: int
) -> None:
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    ask_about_data(site, code=code, **typed)
    site.wait(days * 24 * 60)
    erase_due(site.runtime.database, now=site.clock.now())
    todo_id = newest(site, Kind.DATA)
    visitor = signed_in(Role.LEAD).get(f"/aufgabe/{todo_id}")
    assert "Jemand bittet um: Löschung." in visitor.text
    assert words not in visitor.text
    visitor.press("Kontakt anzeigen")
    assert words in visitor.text
    visitor.get(f"/aufgabe/{todo_id}").press("Sie liegt am Empfang")
    assert row(site, todo_id).outcome == "collect"


def test_a_number_proves_itself_after_the_appointment_but_only_to_its_provider(site: Site) -> None:
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    site.wait(4 * 24 * 60)
    for who, proof in (("haus", Proof.KNOWN), ("HAUS", Proof.UNKNOWN)):
        ask_about_data(site, code=code, name="Maria Muster", who=who)
        site.wait(1)
        assert proof_of(row(site, newest(site, Kind.DATA)), site.runtime.vault) == proof


def test_the_house_reads_of_a_call_for_a_provider_only_what_it_needs_to_call(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    with site.runtime.database.writing() as session:
        session.merge(site.house.provider).house_calls = True
    contact = Contact(name=NAME, phone=PHONE, email="erika@example.org", needs=("wheelchair",), language="uk")
    todo_id = put(Kind.CALL, provider_id=site.house.provider.id, contact=contact)
    for role, all_of_it in ((Role.STAFF, False), (Role.ADMIN, False), (Role.LEAD, True)):
        text = signed_in(role).get(f"/aufgabe/{todo_id}").press("Kontakt anzeigen").text
        for known in (NAME, PHONE, "Українська"):
            assert known in text
        for more in ("erika@example.org", "Rollstuhl"):
            assert (more in text) == all_of_it


def test_the_second_of_two_answers_is_not_lost_and_not_sent(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    todo_id = put(Kind.BARRIER, contact=Contact(email="erika@example.org"))
    first, second = signed_in(Role.STAFF), signed_in(Role.ADMIN)
    for each in (first, second):
        each.get(f"/aufgabe/{todo_id}")
    again = {"csrf_token": first.token(), "antwort": "Erste Antwort"}
    first.press("Antwort abschicken", antwort="Erste Antwort")
    second.press("Antwort abschicken", antwort="Zweite <Antwort>")
    assert second.status == 409
    assert "Jemand anders hat diese Aufgabe schon erledigt." in second.text
    assert "Ihr Text ist nicht abgeschickt" in second.text
    assert "Zweite &lt;Antwort&gt;" in second.text
    assert answer_of(row(site, todo_id), site.runtime.vault) == "Erste Antwort"
    assert "Erledigt. Danke." in first.post(f"/aufgabe/{todo_id}/antworten", again).text


def test_an_answer_about_data_is_given_one_way(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    todo_id = put(Kind.DATA, subject="access")
    first, second = signed_in(Role.STAFF), signed_in(Role.ADMIN)
    for each in (first, second):
        each.get(f"/aufgabe/{todo_id}")
    again = {"csrf_token": first.token(), "weg": "posted"}
    first.press("Sie ist in der Post")
    second.press("Sie liegt am Empfang")
    assert second.status == 409
    assert "Jemand anders hat diese Aufgabe schon erledigt." in second.text
    assert row(site, todo_id).outcome == "posted"
    assert "Erledigt. Danke." in first.post(f"/aufgabe/{todo_id}/daten-antwort", again).text


def test_a_call_that_never_came_is_not_called_needless(site: Site, signed_in: SignIn) -> None:
    site.visitor().get("/rueckruf").press("Um einen Rückruf bitten", name=NAME, contact="phone", phone=PHONE)
    site.wait(20 * 24 * 60)
    assert erase_due(site.runtime.database, now=site.clock.now()) == 1
    text = signed_in(Role.STAFF).get("/aufgaben?welche=erledigt").text
    assert "Frist verpasst, Angaben gelöscht" in text
    assert "Nicht mehr nötig" not in text


def test_an_interpreter_is_looked_for_in_words(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    todo_id = put(Kind.INTERPRETER, provider_id=site.house.provider.id, subject="ar+gsg 2026-11-24 09:00")
    visitor = signed_in(Role.ADVISER).get(f"/aufgabe/{todo_id}")
    assert "Arabisch, Deutsche Gebärdensprache, Dienstag, 24. November 2026, 9 Uhr." in visitor.text
    visitor.press("Dolmetschung bestellt")
    assert row(site, todo_id).outcome == "arranged"
    over = put(Kind.INTERPRETER, provider_id=site.house.provider.id, subject="", key="over")
    assert "braucht niemand mehr eine Dolmetschung" in visitor.get(f"/aufgabe/{over}").text


@pytest.mark.parametrize("query", ["?seite=0", "?seite=-1", "?seite=99999999999999999999", "?seite=000001" + "9" * 5000, "?seite=1" + "0" * 30, "?seite=x", "?art=x", "?welche=x", "?seite=%C2%B2", "?art=call&welche=meine&seite=3"])  # fmt: skip
def test_any_address_of_the_list_answers(signed_in: SignIn, put: Callable[..., str], query: str) -> None:
    put()
    assert signed_in(Role.STAFF).get(f"/aufgaben{query}").status == 200


def test_a_long_list_has_pages_that_keep_the_choice(signed_in: SignIn, put: Callable[..., str]) -> None:
    for number in range(21):
        put(Kind.BARRIER, key=str(number), contact=None)
    put()
    visitor = signed_in(Role.STAFF).get("/aufgaben?art=barrier")
    assert "21 Aufgaben" in visitor.text
    visitor.follow("Nächste Seite")
    assert "Seite 2 von 2" in visitor.text
    assert len({link for link in visitor.links.values() if link.startswith("/aufgabe/")}) == 1
    assert visitor.follow("Seite davor").status == 200


def test_a_report_that_waits_for_an_answer_is_not_closed_without_one(
    site: Site, signed_in: SignIn, put: Callable[..., str]
) -> None:
    waited_for, told_only = put(Kind.BARRIER, key="a"), put(Kind.BARRIER, key="b", contact=None)
    visitor = signed_in(Role.STAFF).get(f"/aufgabe/{waited_for}")
    fields = {"csrf_token": visitor.token(), "ausgang": "fixed"}
    assert visitor.post(f"/aufgabe/{waited_for}/erledigen", fields).status == 400
    visitor.get(f"/aufgabe/{told_only}").press("Barriere behoben")
    assert (row(site, waited_for).outcome, row(site, told_only).outcome) == (None, "fixed")


def test_the_filters_keep_each_other(signed_in: SignIn, put: Callable[..., str]) -> None:
    put()
    visitor = signed_in(Role.STAFF).get("/aufgaben").follow("Nur meine").follow("Barriere gemeldet")
    assert visitor.page.request.query_string == b"welche=meine&art=barrier"
    assert "Hier ist keine Aufgabe." in visitor.text
    visitor.follow("Jede Art").follow("Alle, die warten")
    assert "1 Aufgabe" in visitor.text
