"""Calendar subscriptions: made, shown once, kept up to date, neutral, and gone with the role or the account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import recurring_ical_events
from icalendar import Calendar
from werkzeug.test import TestResponse

from booking.accounts.enrolling import account_of
from booking.accounts.models import Role
from booking.appointments.changes import cancel as cancel_appointment
from booking.appointments.finding import by_id
from booking.house.models import Room
from booking.house.rooms import room_by_slug
from booking.reservations.cancelling import cancel
from booking.reservations.courses import Change
from booking.reservations.drafting import Move
from booking.reservations.models import IN_THE_CALENDAR, OccurrenceStatus
from booking.reservations.moving import move
from booking.reservations.scope import Scope, for_change
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import at_wall
from tests.house import NOW, TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.rooms import add_hall, dates_of, reserved
from tests.servers import icaljs

ADA = "ada@example.org"
WEEKLY = Rule(Frequency.WEEKLY, weekdays=(2,), count=20)
WEDNESDAY = date(2026, 12, 9)
SignIn = Callable[..., Visitor]
Told = tuple[datetime, datetime, str]


def subscribed(visitor: Visitor, kind: str = "") -> str:
    """The path of a new calendar; without a kind, the first that is offered."""
    visitor.get("/abonnements")
    if not kind:
        visitor.press("Adresse anlegen")
    else:
        offered = re.findall(r'name="kalender" value="([^"]+)"', visitor.text)
        visitor.press("Adresse anlegen", kalender=next(each for each in offered if each.startswith(kind)))
    found = re.search(r'value="(http[^"]+\.ics)"', visitor.text)
    assert found
    return urlsplit(found[1]).path


def fetched(site: Site, path: str, **headers: str) -> TestResponse:
    """As a calendar program does it: no cookies."""
    return site.app.test_client().get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})


def events(data: bytes) -> list[Any]:
    return Calendar.from_ical(data).walk("VEVENT")


def expanded(data: bytes) -> list[Told]:
    """Each date of the calendar: start, end and place, as a calendar program works them out."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(date(2026, 1, 1), date(2028, 1, 1))
    return sorted((each["DTSTART"].dt, each["DTEND"].dt, _room(str(each["LOCATION"]))) for each in found)


def in_the_database(site: Site, reservation_id: str) -> list[Told]:
    with site.runtime.database.reading() as session:
        return sorted(
            (each.starts_at, each.ends_at, each.room.name)
            for each in dates_of(session, reservation_id)
            if each.status in IN_THE_CALENDAR
        )


def _room(location: str) -> str:
    return location.rpartition(", ")[2]


def changed(site: Site, reservation_id: str, number: int, **change: Any) -> None:
    """One date moved; without a change, called off."""
    with site.runtime.database.writing() as session:
        reservation = for_change(session, reservation_id)
        picked = reservation.occurrences[number]
        if not change:
            cancel(session, reservation, Scope.ONE, picked, now=site.clock.now())
            return
        room: Room | None = change.pop("room", None) and room_by_slug(session, "buero-3")
        wanted = Move(change=Change(room=room, **change), scope=Scope.ONE, picked=picked)
        move(session, site.runtime.desk(), reservation, wanted)


@pytest.fixture
def series(site: Site) -> str:
    """Twenty Wednesdays over the change of the clocks: one moved, one called off, one in another room."""
    made = reserved(site, "buero-2", at_wall(WEDNESDAY, 9), rule=WEEKLY, by=ADA, title="Fall M.")
    site.wait(1)
    changed(site, made, 2, at=time(11), minutes=90)
    changed(site, made, 5)
    changed(site, made, 7, room=True)
    return made


def test_a_series_is_the_same_in_every_calendar(site: Site, signed_in: SignIn, series: str) -> None:
    data = fetched(site, subscribed(signed_in(Role.ADVISER, ADA))).data
    master, *overrides = events(data)
    assert master["RRULE"] == {"FREQ": ["WEEKLY"], "BYDAY": ["WE"], "COUNT": [20]}
    assert master["EXDATE"].dts[0].dt == at_wall(date(2027, 1, 13), 9)
    assert len(overrides) == 2
    assert {str(each["UID"]) for each in overrides} == {str(master["UID"])}
    assert all("RECURRENCE-ID" in each for each in overrides)
    assert len(expanded(data)) == 19
    assert expanded(data) == in_the_database(site, series)
    assert {start.hour for start, _, _ in expanded(data)} == {9, 11}, "the hour on the wall stays"
    (calendar,) = icaljs.parse_all(data)
    assert len(calendar.inside("vevent")) == 3
    assert calendar.one("method").value == "PUBLISH"
    assert sorted(icaljs.expand(data)) == [(start, end) for start, end, _ in in_the_database(site, series)]


def test_in_a_rooms_calendar_stands_what_is_in_the_room(site: Site, signed_in: SignIn, series: str) -> None:
    staff = signed_in(Role.STAFF)
    all_dates = in_the_database(site, series)
    rooms = {"Büro 2": 18, "Büro 3": 1}
    with site.runtime.database.reading() as session:
        ids = {name: room_by_slug(session, f"buero-{name[-1]}").id for name in rooms}
        moved = dates_of(session, series)[7].id
    for name, number in rooms.items():
        own = subscribed(staff, f"room:{_account_id(site, 'staff@example.org')}:{ids[name]}")
        data = fetched(site, own).data
        assert expanded(data) == [each for each in all_dates if each[2] == name]
        assert len(expanded(data)) == number
    (alone,) = events(data)
    assert alone["UID"] == f"{moved}@{site.runtime.settings.domain}"
    assert "RRULE" not in alone
    house = fetched(site, subscribed(staff, "house")).data
    assert [each for each in expanded(house) if each[0] >= at_wall(WEDNESDAY, 0)] == all_dates


def test_the_words_are_neutral(site: Site, signed_in: SignIn, series: str) -> None:
    reserved(site, "buero-1", at_wall(WEDNESDAY, 14), title="Fall N.", public_title="Sprachtreff", by=ADA)
    site.booked(at_wall(TUESDAY, 9))
    paths = {
        "adviser": subscribed(signed_in(Role.ADVISER, ADA)),
        "provider": subscribed(signed_in(Role.LEAD), "provider"),
        "house": subscribed(signed_in(Role.STAFF), "house"),
        "caretaker": subscribed(signed_in(Role.CARETAKER), "house"),
    }
    words = {}
    for name, path in paths.items():
        data = fetched(site, path).data
        assert not re.search(rb"Fall|Maria|maria|Energie|Schuldner|Ada|ATTENDEE|ORGANIZER|Interner", data), (
            name
        )
        words[name] = {str(each["SUMMARY"]) for each in events(data)}
    mine = {"Reservierung", "Sprachtreff", "Termin im Quartiersbüro"}
    assert words == {
        "adviser": mine,
        "provider": mine,
        "house": {"Raum belegt", "Sprachtreff"},
        "caretaker": {"Raum belegt"},
    }


def test_requests_and_sleeping_dates_are_tentative(site: Site, signed_in: SignIn) -> None:
    add_hall(site)
    reserved(site, "saal-a", at_wall(WEDNESDAY, 18), as_request=True, public_title="Chor", by=ADA)
    asleep = reserved(site, "buero-3", at_wall(WEDNESDAY, 9), by=ADA)
    with site.runtime.database.writing() as session:
        dates_of(session, asleep)[0].leave_out(OccurrenceStatus.ASLEEP, "Treppenlift")
    path = subscribed(signed_in(Role.ADVISER, ADA))
    told = {str(each["SUMMARY"]): each["STATUS"] for each in events(fetched(site, path).data)}
    assert told == {"Chor (angefragt)": "TENTATIVE", "Reservierung": "TENTATIVE"}
    hall = subscribed(
        signed_in(Role.STAFF), f"room:{_account_id(site, 'staff@example.org')}:{_hall_id(site)}"
    )
    assert b"Chor (angefragt)" in fetched(site, hall).data, "a part of the hall takes the hall"
    site.clock.moment += timedelta(days=4)
    assert b"Chor" not in fetched(site, path).data, "nobody said yes in time"


def test_an_advisers_appointments_come_and_go(site: Site, signed_in: SignIn) -> None:
    made, _, _ = site.booked(at_wall(TUESDAY, 9))
    path = subscribed(signed_in(Role.ADVISER, ADA))
    (entry,) = [
        each for each in events(fetched(site, path).data) if each["SUMMARY"] == "Termin im Quartiersbüro"
    ]
    assert (str(entry["UID"]), entry["SEQUENCE"]) == (site.appointments()[0].uid, 0)
    assert _room(str(entry["LOCATION"])) == "Büro 1"
    with site.runtime.database.writing() as session:
        cancel_appointment(
            session, by_id(session, made, for_change=True), now=site.clock.now(), by="resident"
        )
    assert b"Termin im Quartiersb" not in fetched(site, path).data


def test_a_program_that_has_it_gets_nothing_again(site: Site, signed_in: SignIn, series: str) -> None:
    path = subscribed(signed_in(Role.ADVISER, ADA))
    first = fetched(site, path)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in first.headers
    etag = first.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{64}"', etag)
    site.wait(60)
    again = fetched(site, path, If_None_Match=etag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    head = site.app.test_client().head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", etag)
    changed(site, series, 9)
    later = fetched(site, path, If_None_Match=etag)
    assert later.status_code == 200
    assert int(events(later.data)[0]["SEQUENCE"]) == int(events(first.data)[0]["SEQUENCE"]) + 1


def test_an_address_is_shown_once_and_can_be_taken_back(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in(Role.ADVISER, ADA)
    path = subscribed(visitor)
    assert f"webcal://localhost:8000{path}" in visitor.text
    assert path not in visitor.get("/abonnements").text
    token = path.removeprefix("/kalender/").removesuffix(".ics")
    assert token not in str(site.rows()), "only its hash is kept"
    assert "Meine Termine und Reservierungen" in visitor.text
    foreign = next(dict(form.fields)["abo"] for form in visitor.forms if "abo" in dict(form.fields))
    other = signed_in(Role.LEAD)
    other.post("/abonnements/beenden", {"abo": foreign, "csrf_token": other.get("/abonnements").token()})
    assert fetched(site, path).status_code == 200, "nobody ends another one's"
    for nothing in ("", "a\0b", "x" * 64, foreign.upper()):
        visitor.get("/abonnements")
        visitor.post("/abonnements/beenden", {"abo": nothing, "csrf_token": visitor.token()})
        assert visitor.status == 200
    assert fetched(site, path).status_code == 200
    visitor.get("/abonnements").press("Beenden: Meine Termine und Reservierungen, 23. November, 8:00 Uhr")
    assert "Das Abonnement ist beendet." in visitor.text
    assert fetched(site, path).status_code == 404
    assert fetched(site, "/kalender/unbekannt.ics").status_code == 404


@pytest.mark.parametrize("change", ["disabled", "another role"])
def test_who_loses_the_account_or_the_role_loses_the_calendar(
    site: Site, signed_in: SignIn, change: str
) -> None:
    path = subscribed(signed_in(Role.STAFF), "house")
    assert fetched(site, path).status_code == 200
    with site.runtime.database.writing() as session:
        account = account_of(session, "staff@example.org")
        assert account is not None
        if change == "disabled":
            account.disabled_at = NOW
        else:
            account.role = Role.ADVISER
    assert fetched(site, path).status_code == 404


def test_each_role_is_offered_its_own(site: Site, signed_in: SignIn) -> None:
    offered = {}
    for role in Role:
        visitor = signed_in(role).get("/abonnements")
        offered[role] = re.findall(r'for="kalender-[^"]+">([^<]+)<', visitor.text)
        visitor.post("/abonnements", {"kalender": "house:1", "csrf_token": visitor.token()})
        assert visitor.status == 404, "nobody subscribes to another one's"
    rooms = ["Das ganze Haus", "Büro 1", "Büro 2", "Büro 3"]
    mine = "Meine Termine und Reservierungen"
    assert offered == {
        Role.ADVISER: [mine],
        Role.LEAD: [mine, "Termine und Reservierungen von Testverein"],
        Role.STAFF: rooms,
        Role.ADMIN: rooms,
        Role.CARETAKER: rooms,
    }
    assert site.visitor().get("/abonnements").path == "/anmelden"


def test_there_is_an_end_to_how_many(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in(Role.ADVISER)
    for _ in range(30):
        subscribed(visitor)
    visitor.get("/abonnements").press("Adresse anlegen")
    assert visitor.status == 409
    assert "Sie haben schon sehr viele Abonnements" in visitor.text


def _account_id(site: Site, email: str) -> int:
    with site.runtime.database.reading() as session:
        account = account_of(session, email)
        assert account is not None
        return account.id


def _hall_id(site: Site) -> int:
    with site.runtime.database.reading() as session:
        return room_by_slug(session, "saal").id
