"""Answering on the phone for somebody whose appointment cannot take place: neutral words, one press, and too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from booking.accounts.models import Provider, Reading, Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Status
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.disrupting import WEDNESDAY, go_away, more_days, nobody_answers, react
from tests.todos.scene import put

SignIn = Callable[..., Visitor]
OMA = Contact(name="Oma Beispiel", phone="02175 12345")
TAKE, NONE_FITS = "Termin nehmen", "Keine Zeit passt, Termin absagen"
TO_THE_ANSWER = "Andere Zeiten ansehen und Antwort eintragen"


def called(site: Site, contact: Contact = OMA) -> tuple[str, str]:
    """Somebody's appointment on Tuesday whose adviser is away, and the to-do about it."""
    more_days(site)
    appointment_id, _, _ = site.booked(at_wall(TUESDAY, 9), contact)
    with site.runtime.database.writing() as session:
        session.query(Provider).one().house_calls = True
    go_away(site)
    react(site)
    return appointment_id, calls(site)[-1].id


def calls(site: Site) -> list[Todo]:
    with site.runtime.database.reading() as session:
        return list(session.query(Todo).filter_by(kind=Kind.CALL).order_by(Todo.created_at, Todo.id))


def row(site: Site, appointment_id: str) -> Appointment:
    with site.runtime.database.reading() as session:
        return session.get_one(Appointment, appointment_id)


@pytest.fixture
def call(site: Site) -> tuple[str, str]:
    return called(site)


def test_the_list_says_what_to_do(signed_in: SignIn, site: Site, call: tuple[str, str]) -> None:
    staff = signed_in(Role.STAFF).get("/aufgaben")
    assert "Bitte rufen Sie an: Ein Termin fällt aus. Wir halten andere Zeiten frei." in staff.text
    staff.get(f"/aufgabe/{call[1]}")
    assert "Es geht um Ihren Termin am Dienstag, 24. November, 9 Uhr. Er kann so leider nicht" in staff.text
    staff.follow(TO_THE_ANSWER)
    for said in ("Mittwoch, 25. November, 9:00 Uhr", "Büro 1", "Passt Ihnen das?", "worum es geht"):
        assert said in staff.text


@pytest.mark.parametrize(
    ("role", "reads_offer"), [(Role.STAFF, False), (Role.ADMIN, False), (Role.LEAD, True)]
)
def test_the_house_reads_neither_offer_nor_name(
    signed_in: SignIn,
    call: tuple[str, str],
    role: Role,
    reads_offer: bool,  # noqa: FBT001
) -> None:
    text = signed_in(role).get(f"/aufgabe/{call[1]}/andere-zeit").text
    assert ("Energieberatung" in text) == reads_offer
    assert "Oma" not in text
    assert "12345" not in text


def test_looking_at_it_is_no_reading_of_a_contact(
    site: Site, signed_in: SignIn, call: tuple[str, str]
) -> None:
    signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit")
    with site.runtime.database.reading() as session:
        assert session.query(Reading).count() == 0


def test_they_take_a_time(site: Site, signed_in: SignIn, call: tuple[str, str]) -> None:
    staff = signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit").press(TAKE)
    assert "Der Termin hat eine neue Zeit." in staff.text
    assert "Ich wiederhole: Mittwoch, 25. November, 9:00 Uhr" in staff.text
    assert row(site, call[0]).starts_at == at_wall(WEDNESDAY, 9)
    react(site)
    assert [todo.outcome for todo in calls(site)] == ["reached"], "nobody has to call about what they decided"


def test_no_time_suits(site: Site, signed_in: SignIn, call: tuple[str, str]) -> None:
    staff = signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit").press(NONE_FITS)
    assert "Keine Zeit passt. Der Termin ist abgesagt." in staff.text
    assert row(site, call[0]).status == Status.CANCELLED
    react(site)
    assert [todo.outcome for todo in calls(site)] == ["reached"]


def test_pressing_twice_is_like_once(site: Site, signed_in: SignIn, call: tuple[str, str]) -> None:
    first, second = (signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit") for _ in range(2))
    first.press(TAKE)
    second.press(TAKE)
    assert "Der Termin hat eine neue Zeit." in second.text
    assert row(site, call[0]).sequence == 2


def test_an_answer_that_comes_too_late_says_how_it_stands(
    site: Site, signed_in: SignIn, call: tuple[str, str]
) -> None:
    staff = signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit")
    nobody_answers(site, call[0])
    staff.press(TAKE)
    assert "Diese Zeit ist nicht mehr frei gehalten." in staff.text
    assert "Der Termin ist abgesagt." in staff.text


def test_nobody_answered_the_phone(site: Site, signed_in: SignIn, call: tuple[str, str]) -> None:
    due = calls(site)[0].due_at
    staff = signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit")
    staff.press("Nicht erreicht, später noch einmal")
    assert "Bitte versuchen Sie es noch einmal" in staff.text
    assert (calls(site)[0].is_open, calls(site)[0].due_at >= due) == (True, True)


@pytest.mark.parametrize("sent", [{}, {"answer": "vielleicht"}, {"choice": "", "answer": ""}])
def test_no_answer_changes_nothing(
    site: Site, signed_in: SignIn, call: tuple[str, str], sent: dict[str, str]
) -> None:
    staff = signed_in(Role.STAFF).get(f"/aufgabe/{call[1]}/andere-zeit")
    assert staff.post(f"/aufgabe/{call[1]}/andere-zeit", {**sent, "csrf_token": staff.token()}).status == 400
    assert row(site, call[0]).sequence == 1


def test_another_provider_sees_nothing(site: Site, signed_in: SignIn, call: tuple[str, str]) -> None:
    with site.runtime.database.writing() as session:
        session.query(Provider).one().house_calls = False
    staff = signed_in(Role.STAFF)
    assert staff.get(f"/aufgabe/{call[1]}/andere-zeit").status == 404
    assert signed_in(Role.CARETAKER).get(f"/aufgabe/{call[1]}/andere-zeit").status == 403


def test_whom_nobody_can_reach_stands_in_the_list_with_number_and_time(site: Site, signed_in: SignIn) -> None:
    appointment_id, todo_id = called(site, replace(OMA, phone=None))
    code = row(site, appointment_id).code
    staff = signed_in(Role.STAFF).get("/aufgaben")
    assert f"Nummer {code[:3]} {code[3:]}, Dienstag, 24. November 2026, 9 Uhr:" in staff.text
    assert "Diese Person können wir nicht erreichen." in staff.text
    staff.get(f"/aufgabe/{todo_id}")
    assert "Nicht erreicht, später noch einmal" not in staff.text
    staff.follow(TO_THE_ANSWER).press(TAKE)
    assert "Der Termin hat eine neue Zeit." in staff.text


def test_a_to_do_without_an_appointment_has_no_such_page(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        todo_id = put(session, Kind.CALL_BACK, vault=site.runtime.vault).id
    assert signed_in(Role.STAFF).get(f"/aufgabe/{todo_id}/andere-zeit").status == 404


def test_reaching_somebody_is_no_answer_yet(signed_in: SignIn, site: Site, call: tuple[str, str]) -> None:
    staff = signed_in(Role.STAFF)
    staff.get(f"/aufgabe/{call[1]}")
    assert 'value="reached"' not in staff.text
    token = dict(staff.forms[-1].fields)
    answer = staff.client.post(f"/aufgabe/{call[1]}/erledigen", data={**token, "ausgang": "reached"})
    assert answer.location == f"/aufgabe/{call[1]}/andere-zeit"
    assert calls(site)[-1].is_open
