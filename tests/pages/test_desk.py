"""The desk's day: who comes where, without names; arrivals; finding by number, and by name what one took down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from booking.accounts.models import Account, Reading, Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment, CameBy
from booking.house.calendar import close
from booking.house.models import Closure, ClosureKind
from booking.ids import readable_code
from booking.outbox import EventRow
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests.house import NOW, TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import MARIA, Site
from tests.todos.scene import put

TONI, TINA = "toni@example.org", "tina@example.org"
SECRET = ("Maria", "Muster", "02175 1", "maria@example.org", "Energieberatung")


@pytest.fixture
def tuesday(site: Site) -> Site:
    site.clock.moment = at_wall(TUESDAY, 8, 55)
    return site


@pytest.fixture
def toni(tuesday: Site, signed_in: Callable[..., Visitor]) -> Visitor:
    return signed_in(Role.STAFF, TONI)


def test_arrivals_by_room_say_time_code_and_state_and_nobodys_name(tuesday: Site, toni: Visitor) -> None:
    _, code, _ = booked(tuesday, at_wall(TUESDAY, 9, 30), Contact(name="Maria Muster", phone="02175 1"))
    toni.get("/empfang")
    assert "1 Termin erwartet" in toni.text
    assert readable_code(code) in toni.text
    assert "Büro 1" in toni.text
    assert [word for word in SECRET if word in toni.text] == []

    toni.press(f"Ist da: {readable_code(code)}")
    assert f"Gespeichert: {readable_code(code)} ist da." in toni.text
    assert [row.status for row in tuesday.appointments()] == ["arrived"]
    assert actor_of(tuesday, "AppointmentAttended") == f"account:{account(tuesday, TONI)}"


def test_who_is_late_is_said(tuesday: Site, toni: Visitor) -> None:
    booked(tuesday, at_wall(TUESDAY, 9, 30))
    assert "noch nicht da" not in toni.get("/empfang").text
    tuesday.wait(40)
    assert "noch nicht da" in toni.get("/empfang").text
    tuesday.wait(60)
    assert "Heute wird niemand mehr erwartet." in toni.get("/empfang").text
    assert "noch nicht da" in toni.get("/empfang?alle=ja").text


def test_only_arrived_only_today_only_what_takes_place(tuesday: Site, toni: Visitor) -> None:
    appointment_id, _, _ = booked(tuesday, at_wall(TUESDAY, 9, 30))
    path = f"/empfang/da/{appointment_id}"
    token = toni.get("/empfang").token()
    with tuesday.runtime.database.writing() as session:
        session.get_one(Appointment, appointment_id).asleep_by = "closure:1"
    assert "ruht" in toni.get("/empfang").text
    assert "Der Termin hat sich gerade geändert." in toni.post(path, {"csrf_token": token}).text
    with tuesday.runtime.database.writing() as session:
        session.get_one(Appointment, appointment_id).asleep_by = None
    tuesday.clock.moment -= timedelta(days=1)
    assert toni.post(path, {"csrf_token": token}).status == 404
    assert [row.status for row in tuesday.appointments()] == ["confirmed"]


def test_found_by_number_and_opened_with_the_name(tuesday: Site, toni: Visitor) -> None:
    appointment_id, code, _ = booked(
        tuesday, at_wall(TUESDAY, 9, 30), Contact(name="Maria Muster", phone="02175 1")
    )
    toni.get("/empfang").press("Finden", suche=f" qb-{code.lower()} ")
    assert toni.path == f"/empfang/termin/{appointment_id}"
    assert [word for word in SECRET if word in toni.text] == []

    toni.press("Termin öffnen", name="Frau Falsch")
    assert toni.status == 422
    assert readings(tuesday) == []
    toni.press("Termin öffnen", name="Maria Muster")
    assert toni.path.startswith("/t/")
    assert readings(tuesday) == [(account(tuesday, TONI), "code")]


def test_a_foreign_name_finds_nothing(tuesday: Site, toni: Visitor) -> None:
    booked(tuesday, at_wall(TUESDAY, 9, 30), Contact(name="Maria Muster", phone="02175 1"))
    toni.get("/empfang").press("Finden", suche="Maria")
    assert toni.status == 404
    assert "Heute finden wir dazu keinen Termin" in toni.text


def test_tomorrows_number_is_not_found_without_the_name(tuesday: Site, toni: Visitor) -> None:
    _, code, _ = booked(tuesday, at_wall(TUESDAY, 9, 30))
    tuesday.clock.moment -= timedelta(days=1)
    toni.get("/empfang").press("Finden", suche=code)
    assert toni.status == 404
    toni.press("Termin öffnen", name="Maria Muster")
    assert toni.path.startswith("/t/")


def test_own_bookings_by_name_and_their_contact_is_written_down(tuesday: Site, toni: Visitor) -> None:
    first = taken_down(tuesday, TONI, at_wall(TUESDAY, 9, 30), "Frau Anna Anruf")
    second = taken_down(tuesday, TONI, at_wall(TUESDAY, 10), "Herr Anruf")
    assert "Frau Anna Anruf" in toni.get("/empfang").text
    toni.press("Finden", suche="anruf")
    assert "2 Termine gefunden" in toni.text
    assert f"/empfang/termin/{first}" in toni.text
    toni.get("/empfang").press("Finden", suche="Her Anr")
    assert toni.path == f"/empfang/termin/{second}"
    assert "Herr Anruf" in toni.text
    assert "02175 7" not in toni.text
    assert readings(tuesday) == []

    toni.press("Kontakt zeigen")
    assert "02175 7" in toni.text
    assert readings(tuesday) == [(account(tuesday, TONI), "taken_down")]
    assert "Energieberatung" not in toni.text


def test_the_wall_between_two_at_the_same_desk(
    tuesday: Site, toni: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    """Another account of the house sees neither name nor phone of what Toni took down, on no page and by no search."""
    own = taken_down(tuesday, TONI, at_wall(TUESDAY, 9, 30), "Frau Anna Anruf")
    tina = signed_in(Role.STAFF, TINA).get("/empfang")
    assert "Anruf" not in tina.text
    tina.press("Finden", suche="Anruf")
    assert tina.status == 404
    tina.get(f"/empfang/termin/{own}")
    assert tina.status == 200
    assert "Anna" not in tina.text
    token = tina.token()
    for step in ("kontakt", "zettel", "aendern"):
        tina.post(f"/empfang/termin/{own}/{step}", {"csrf_token": token})
        assert tina.status == 404, step
    assert readings(tuesday) == []


def test_tomorrow_is_nobodys_but_who_took_it_down(tuesday: Site, signed_in: Callable[..., Visitor]) -> None:
    tuesday.clock.moment -= timedelta(days=1)
    signed_in(Role.STAFF, TONI)
    own = taken_down(tuesday, TONI, at_wall(TUESDAY, 9, 30), "Frau Anna Anruf")
    assert signed_in(Role.STAFF, TONI).get(f"/empfang/termin/{own}").status == 200
    for role in (Role.STAFF, Role.ADMIN, Role.ADVISER, Role.LEAD):
        assert signed_in(role).get(f"/empfang/termin/{own}").status == 404, role


def test_the_rest_of_the_day(tuesday: Site, toni: Visitor) -> None:
    assert "Alles erledigt." in toni.get("/empfang").text
    with tuesday.runtime.database.writing() as session:
        put(session, vault=tuesday.runtime.vault, due_at=at_wall(TUESDAY, 8))
        put(session, vault=tuesday.runtime.vault, due_at=at_wall(TUESDAY, 12), key="later")
        afternoon = Interval(at_wall(TUESDAY, 12), at_wall(TUESDAY, 18))
        close(session, afternoon, reason="Wasser", room_id=tuesday.house.rooms[1].id)
        session.add(
            Closure(
                starts_at=at_wall(TUESDAY, 0),
                ends_at=at_wall(TUESDAY, 23),
                reason="Reparatur",
                kind=ClosureKind.LIFT,
            )
        )
    text = toni.get("/empfang").text
    assert text.index("überfällig") < text.index("bis heute")
    assert "2 Aufgaben ansehen" in text
    for words in ("Büro 2", "12:00 Uhr bis 18:00 Uhr: Wasser", "Treppenlift", "bis 23:00 Uhr: Reparatur"):
        assert words in text


def test_an_empty_or_strange_search_is_answered_kindly(tuesday: Site, toni: Visitor) -> None:
    toni.get("/empfang").press("Finden", suche="  ")
    assert toni.status == 422
    assert "Bitte schreiben Sie eine Nummer oder einen Namen." in toni.text
    for strange in ("'; --", "ü" * 9000, "\u202e", "<b>"):
        toni.get("/empfang").press("Finden", suche=strange)
        assert toni.status == 404
        assert "<b>" not in toni.text.partition("<main")[2].partition("Gesucht")[0]


def test_all_names_are_read_at_once(tuesday: Site, toni: Visitor) -> None:
    for hour, minute in ((9, 30), (10, 0), (10, 30)):
        taken_down(tuesday, TONI, at_wall(TUESDAY, hour, minute), f"Frau {hour}-{minute}")
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        told.append(statement)

    engine = tuesday.runtime.database.engine
    event.listen(engine, "before_cursor_execute", note)
    toni.get("/empfang")
    event.remove(engine, "before_cursor_execute", note)
    assert toni.text.count("Frau ") == 3
    assert sum("JOIN person" in each or "FROM person" in each for each in told) == 1


def test_a_name_of_six_letters_is_a_name(tuesday: Site, toni: Visitor) -> None:
    for wanted, field in (("Kramer", "name"), ("müller", "name"), ("7F3 K9M", "code"), ("HKMPTX", "code")):
        toni.get("/empfang").press("Finden", suche=wanted)
        form = next(each for each in toni.forms if each.action == "/empfang/oeffnen")
        sent = dict(form.fields)
        assert [name for name in ("name", "code") if sent.get(name)] == [field], wanted


def test_what_rests_is_not_read_out_and_has_no_slip(tuesday: Site, toni: Visitor) -> None:
    own = taken_down(tuesday, TONI, at_wall(TUESDAY, 9, 30), "Frau Anna Anruf")
    page = f"/empfang/termin/{own}"
    assert "Ich wiederhole" in toni.get(page).text
    assert "Zettel drucken" in toni.text
    with tuesday.runtime.database.writing() as session:
        session.get_one(Appointment, own).asleep_by = "closure:1"
    assert "Ich wiederhole" not in toni.get(page).text
    assert "Zettel drucken" not in toni.text
    assert "Dieser Termin kann so nicht stattfinden." in toni.text
    assert toni.press("Verschieben oder absagen").path.startswith("/t/")


def booked(site: Site, start: datetime, contact: Contact = MARIA) -> tuple[str, str, str]:
    """Booked the day before, for on the day it is too late."""
    now, site.clock.moment = site.clock.moment, NOW
    made = site.booked(start, contact)
    site.clock.moment = now
    return made


def taken_down(site: Site, email: str, start: datetime, name: str) -> str:
    """Somebody called, and this account booked for them."""
    appointment_id, _, _ = booked(site, start, Contact(name=name, phone="02175 7"))
    with site.runtime.database.writing() as session:
        made = session.get_one(Appointment, appointment_id)
        made.came_by, made.taken_by = CameBy.PHONE, session.query(Account).filter_by(email=email).one().id
    return appointment_id


def account(site: Site, email: str) -> int:
    with site.runtime.database.reading() as session:
        return session.query(Account).filter_by(email=email).one().id


def readings(site: Site) -> list[tuple[int, str]]:
    with site.runtime.database.reading() as session:
        return [(each.account_id, each.why) for each in session.query(Reading).order_by(Reading.id)]


def actor_of(site: Site, event: str) -> str | None:
    with site.runtime.database.reading() as session:
        return session.query(EventRow).filter_by(type=event).one().actor
