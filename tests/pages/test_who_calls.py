"""Who calls whom when somebody is away, and what came of it: before it is entered, and on its page afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.appointments import changes, finding
from booking.appointments.models import Appointment
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from booking.todos.opening import Job, open_todo
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.disrupting import close_house, go_away, held_for, more_days, react
from tests.pages.reserved import send_away
from tests.pages.test_walls import take_down

SignIn = Callable[..., Visitor]
STAFF = "empfang@example.org"
BY_MAIL = Contact(name="Maria Muster", email="maria@example.org", phone="02175 1")
AT_DESK = Contact(name="Zora Anruf", phone="02175 2")
ONLINE = Contact(name="Nils Netz", phone="02175 3")
NOBODY = Contact(name="Olga Ohne")
NAMES = ("Maria", "Zora", "Nils", "Olga", "02175 1", "02175 2", "02175 3")
HOUSE_CALLS, PROVIDER_CALLS = "das Quartiersbüro ruft an", "der Anbieter ruft an"


@pytest.fixture
def staff(site: Site, signed_in: SignIn) -> Visitor:
    return signed_in(Role.STAFF, STAFF)


@pytest.fixture
def guests(site: Site, staff: Visitor) -> list[str]:
    """Four on Tuesday, by id: by mail, booked at the desk, booked online, and one without any contact."""
    more_days(site)
    starts = (at_wall(TUESDAY, 9) + timedelta(minutes=30 * number) for number in range(4))
    contacts = (BY_MAIL, AT_DESK, ONLINE, NOBODY)
    found = [site.booked(start, contact)[0] for start, contact in zip(starts, contacts, strict=True)]
    take_down(site, found[1], STAFF)
    return found


def test_before_it_is_entered(site: Site, staff: Visitor, guests: list[str], signed_in: SignIn) -> None:
    entering(staff, adviser=site.house.advisers[0].slug)
    told = "4 Termine sind betroffen. 1 erreichen wir per E-Mail, "
    rest = ", 1 können wir nicht erreichen."
    assert f"{told}1 ruft das Quartiersbüro an, 1 ruft der Anbieter an{rest}" in staff.text
    assert [staff.text.count(f"am Telefon: {who}") for who in (HOUSE_CALLS, PROVIDER_CALLS)] == [1, 1]
    assert not [name for name in NAMES if name in staff.text]
    adviser = entering(signed_in(Role.ADVISER, "ada@example.org"))
    assert f"{told}1 ruft das Quartiersbüro an, 1 bitte anrufen{rest}" in adviser.text
    assert PROVIDER_CALLS not in adviser.text


@pytest.mark.parametrize("dispatched", [False, True])
def test_afterwards_each_line_says_how_they_hear(
    site: Site, staff: Visitor, guests: list[str], *, dispatched: bool
) -> None:
    path = page_of(go_away(site))
    if dispatched:
        react(site)
    assert (
        "4 warten noch auf Antwort. 1 ruft das Quartiersbüro an, 1 ruft der Anbieter an."
        in staff.get(path).text
    )
    assert staff.text.count("Wir sagen Bescheid: per E-Mail") == 1
    assert staff.text.count(f"Wir sagen Bescheid: am Telefon: {HOUSE_CALLS}") == 1
    assert staff.text.count(f"Wir sagen Bescheid: am Telefon: {PROVIDER_CALLS}") == 1
    assert staff.text.count("Weder E-Mail noch Telefon: bitte sagen, wenn die Person kommt") == 1
    assert staff.text.count("wartet auf Antwort bis") == 4
    assert not [name for name in NAMES if name in staff.text]
    links = [each for each in calls(site) if f"/aufgabe/{each}" in staff.text]
    assert links == ([calls_by_guest(site)[guests[1]]] if dispatched else [])


def test_what_came_of_the_call(site: Site, staff: Visitor, guests: list[str]) -> None:
    path = page_of(go_away(site))
    react(site)
    choice = held_for(site, guests[1])[0].id
    call = calls_by_guest(site)[guests[1]]
    staff.get(f"/aufgabe/{call}/andere-zeit")
    staff.post(staff.path, {"choice": choice, "csrf_token": staff.token()})
    react(site)
    assert "hat die neue Zeit genommen" in staff.get(path).text
    assert "Anruf: Erreicht, Montag, 23. November" in staff.text
    assert "3 warten noch auf Antwort. 1 ruft der Anbieter an." in staff.text


def test_who_answered_alone_was_not_called(site: Site, staff: Visitor, guests: list[str]) -> None:
    path = page_of(go_away(site))
    react(site)
    with site.runtime.database.writing() as session:
        found = finding.by_id(session, guests[2], for_change=True)
        changes.cancel(session, found, by="resident", now=site.clock.now())
    react(site)
    assert "selbst abgesagt" in staff.get(path).text
    assert PROVIDER_CALLS not in staff.text
    assert "Anruf:" not in staff.text


def test_a_mail_that_came_back_is_called_about(site: Site, staff: Visitor, guests: list[str]) -> None:
    path = page_of(go_away(site))
    react(site)
    with site.runtime.database.writing() as session:
        made = session.get_one(Appointment, guests[0])
        job = Job(
            kind=Kind.MAIL,
            key="mail|1",
            due_at=made.starts_at,
            provider_id=made.provider_id,
            person_id=made.person_id,
            appointment_id=made.id,
        )
        open_todo(session, site.runtime.vault, job, now=site.clock.now())
    assert f"Die E-Mail kam nicht an: {PROVIDER_CALLS}" in staff.get(path).text


def test_of_a_closure_the_caretaker_reads_numbers_and_no_line(
    site: Site, guests: list[str], staff: Visitor, signed_in: SignIn
) -> None:
    path = page_of(close_house(site), "schliessung")
    react(site)
    assert staff.get(path).text.count(HOUSE_CALLS) == 1
    caretaker = signed_in(Role.CARETAKER).get(path)
    assert "1 ruft das Quartiersbüro an, 1 ruft der Anbieter an." in caretaker.text
    assert HOUSE_CALLS not in caretaker.text
    assert not [name for name in NAMES if name in caretaker.text]


def test_another_provider_reads_nothing(site: Site, guests: list[str], signed_in: SignIn) -> None:
    path = page_of(go_away(site))
    lead = signed_in(Role.LEAD, "fremd@example.org")
    send_away(site, "fremd@example.org")
    assert lead.get(path).status == 404


def entering(visitor: Visitor, **more: str) -> Visitor:
    return visitor.get("/abwesenheit").press("Weiter: Sehen, wen es trifft", first=str(TUESDAY), **more)


def page_of(cause: str, name: str = "abwesenheit") -> str:
    return f"/{name}/{cause.partition(':')[2]}"


def calls(site: Site) -> list[str]:
    return list(calls_by_guest(site).values())


def calls_by_guest(site: Site) -> dict[str, str]:
    with site.runtime.database.reading() as session:
        found = session.scalars(select(Todo).where(Todo.kind == Kind.CALL))
        return {each.appointment_id or "": each.id for each in found}
