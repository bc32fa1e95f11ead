"""The lobby board and its readable twin: now and next at each door, in words for everybody, as of a moment."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.hours import Plan, add_adviser, open_hours
from booking.appointments.models import Appointment, ConsultationHours, HoursMode
from booking.appointments.slots import Wish
from booking.desk.walk_ins import arrive
from booking.house.calendar import close
from booking.house.models import Closure, ClosureKind, Room, RoomAccess
from booking.house.rooms import add_room
from booking.ids import random_id
from booking.offers.absences import Absence
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import add_hall, reserved
from tests.pages.test_planner_speed import statements

NINE_FORTY_TWO = at_wall(TUESDAY, 9, 42)
TWINS = ("/tafel", "/heute")


@pytest.fixture
def busy(site: Site) -> Site:
    """Tuesday, 9:42: energy advice in Büro 1, a sensitive open door in Büro 2, a group at two in Büro 3."""
    with site.runtime.database.writing() as session:
        small = site.house
        house.hours_on(
            session,
            small,
            start=9,
            end=11,
            room=small.rooms[1],
            offer=small.sensitive,
            adviser=second_adviser(session, small),
            mode=HoursMode.OPEN_DOOR,
        )
        two = Interval(at_wall(TUESDAY, 14), at_wall(TUESDAY, 16))
        house.reserve(
            session,
            small.rooms[2],
            two,
            provider_id=small.provider.id,
            title="Vorstand",
            public_title="Lesekreis",
        )
    site.clock.moment = NINE_FORTY_TWO
    return site


def second_adviser(session: Session, small: house.SmallHouse) -> Adviser:
    return add_adviser(session, slug="bea", name="Bea Geheim", provider_id=small.provider.id)


def rows(site: Site, path: str = "/tafel") -> list[str]:
    """The board's rows, each as one line of words."""
    text = site.visitor().get(path).text
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("</tr>")[:-1]]


def words(site: Site, path: str) -> str:
    text = re.sub(r"<(svg|head).*?</\1>", " ", site.visitor().get(path).text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_now_and_next_at_each_door(busy: Site) -> None:
    assert rows(busy) == [
        "1 Büro 1 Energieberatung bis 12 Uhr – heute nichts mehr Erdgeschoss",
        "2 Büro 2 Beratung bis 11 Uhr – heute nichts mehr Erdgeschoss",
        "3 Büro 3 frei 14 Uhr Lesekreis Erdgeschoss",
    ]
    busy.clock.moment = at_wall(TUESDAY, 14)
    assert rows(busy)[2] == "3 Büro 3 Lesekreis bis 16 Uhr – heute nichts mehr Erdgeschoss"
    assert rows(busy)[0].startswith("1 Büro 1 frei –")


def test_it_says_how_old_it_is_and_is_kept_by_nobody(busy: Site) -> None:
    visitor = busy.visitor().get("/tafel")
    assert "9:42 Uhr" in visitor.text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in visitor.text
    assert 'data-stale="600"' in visitor.text
    assert visitor.page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in visitor.page.headers
    assert "Stand: 9:42 Uhr" in busy.visitor().get("/heute").text


@pytest.mark.parametrize("path", TWINS)
def test_a_date_that_is_not_public_is_just_reserved(site: Site, path: str) -> None:
    reserved(site, count=1, room=site.house.rooms[2])
    site.clock.moment = at_wall(TUESDAY, 14, 30)
    assert "Reserviert" in words(site, path)
    assert "Teamrunde" not in words(site, path)


@pytest.mark.parametrize("path", [*TWINS, "/en/tafel", "/ar/heute"])
def test_neither_topic_nor_persons_nor_numbers(busy: Site, path: str) -> None:
    with busy.runtime.database.writing() as session:
        session.query(ConsultationHours).where(ConsultationHours.offer_id == busy.house.sensitive.id).update(
            {"mode": HoursMode.BOTH}
        )
    busy.clock.moment = house.NOW
    codes = [
        busy.booked(at_wall(TUESDAY, 9), Contact(name="Maria Muster"))[1],
    ]
    with busy.runtime.database.writing() as session:
        sensitive = session.merge(busy.house.sensitive, load=False)
        codes.append(_book(session, busy, sensitive, at_wall(TUESDAY, 9, 30)))
    busy.clock.moment = NINE_FORTY_TWO
    text = busy.visitor().get(path).text
    for secret in (
        "Schuldnerberatung",
        "beratung-7",
        "Testverein",
        "Bea",
        "Ada",
        "Maria",
        "Vorstand",
        *codes,
    ):
        assert secret not in text, secret
    assert "Energieberatung" in text  # the red control: what may be told is there


def _book(session: Session, site: Site, offer: Offer, start: datetime) -> str:
    return book(session, site.runtime.desk(), Wish(offer), start, Contact(name="Erika Geheim")).code


def test_the_public_title_of_a_sensitive_sprechstunde_is_not_told(site: Site) -> None:
    """Whatever somebody wrote there: the class of the offer comes first, also once the Sprechstunde is called off."""
    with site.runtime.database.writing() as session:
        small = site.house
        span = Interval(at_wall(TUESDAY, 9), at_wall(TUESDAY, 12))
        date_ = house.reserve(
            session,
            small.rooms[2],
            span,
            provider_id=small.provider.id,
            title="S",
            public_title="Schuldenhilfe",
        )
        hours = open_hours(
            session,
            Plan(
                offer=small.sensitive,
                adviser=second_adviser(session, small),
                interval=span,
                occurrence=date_,
            ),
            now=house.NOW,
        )
        hours_id = hours.id
    site.clock.moment = NINE_FORTY_TWO
    assert rows(site)[2].startswith("3 Büro 3 Beratung bis 12 Uhr")
    with site.runtime.database.writing() as session:
        session.get_one(ConsultationHours, hours_id).close(NINE_FORTY_TWO)
    assert rows(site)[2].startswith("3 Büro 3 Reserviert bis 12 Uhr")
    for path in TWINS:
        assert "Schulden" not in words(site, path)


def test_an_appointment_in_a_room_of_its_own_is_found_there(site: Site) -> None:
    appointment_id, _code, _token = site.booked(at_wall(TUESDAY, 9, 30))
    with site.runtime.database.writing() as session:
        appointment = session.get_one(Appointment, appointment_id)
        appointment.own_room, appointment.room_id = True, site.house.rooms[2].id
    site.clock.moment = NINE_FORTY_TWO
    assert rows(site)[2].startswith("3 Büro 3 Energieberatung bis 10 Uhr")
    with site.runtime.database.writing() as session:
        session.get_one(Appointment, appointment_id).asleep_by = "closure:1"
    assert rows(site)[2].startswith("3 Büro 3 frei")


@pytest.mark.parametrize("path", TWINS)
def test_a_closed_room_and_a_closed_house(busy: Site, path: str) -> None:
    with busy.runtime.database.writing() as session:
        until_noon = Interval(at_wall(TUESDAY, 8), at_wall(TUESDAY, 13))
        close(session, until_noon, reason="Wasserschaden", room_id=busy.house.rooms[0].id)
    text = words(busy, path)
    assert "Büro 1 ist bis 13:00 Uhr geschlossen: Wasserschaden" in text
    assert "Energieberatung" not in text
    with busy.runtime.database.writing() as session:
        close(session, day_bounds(TUESDAY), reason="Betriebsausflug")
    text = words(busy, path)
    assert "Betriebsausflug" in text
    assert "Beratung" not in text


@pytest.mark.parametrize("path", TWINS)
def test_part_of_a_sprechstunde_is_left(busy: Site, path: str) -> None:
    with busy.runtime.database.writing() as session:
        close(session, Interval(at_wall(TUESDAY, 10), at_wall(TUESDAY, 20)), reason="Heizung kaputt")
    assert "Das Haus ist ab 10:00 Uhr geschlossen: Heizung kaputt" in words(busy, path)
    if path == "/tafel":
        assert rows(busy)[0].startswith("1 Büro 1 Energieberatung bis 10 Uhr")
    busy.clock.moment = at_wall(TUESDAY, 10, 30)
    assert "Energieberatung bis" not in words(busy, path)


def test_an_adviser_who_is_away_is_not_on_the_board(busy: Site) -> None:
    with busy.runtime.database.writing() as session:
        session.add(
            Absence(
                adviser_id=busy.house.advisers[0].id,
                provider_id=busy.house.provider.id,
                starts_at=at_wall(TUESDAY, 8),
                ends_at=at_wall(TUESDAY, 11),
                created_at=house.NOW,
            )
        )
    assert rows(busy)[0].startswith("1 Büro 1 frei 11 Uhr Energieberatung")


def test_what_sleeps_is_not_on_the_board(busy: Site) -> None:
    with busy.runtime.database.writing() as session:
        for date_ in session.query(Occurrence):
            date_.status, date_.asleep_by = OccurrenceStatus.ASLEEP, "closure:1"
    assert [row.split(" ", 3)[3].split(" –")[0] for row in rows(busy)] == ["frei"] * 3


@pytest.mark.parametrize("path", TWINS)
def test_the_lift_is_out_of_order(busy: Site, path: str) -> None:
    with busy.runtime.database.writing() as session:
        session.get_one(Room, busy.house.rooms[2].id).access = RoomAccess.STAIR_LIFT
    assert "mit Treppenlift" in words(busy, path)
    with busy.runtime.database.writing() as session:
        broken = Interval(NINE_FORTY_TWO - timedelta(days=1), NINE_FORTY_TWO + timedelta(days=9))
        lift = Closure(
            starts_at=broken.start, ends_at=broken.end, reason="Ersatzteil fehlt", kind=ClosureKind.LIFT
        )
        session.add(lift)
    text = words(busy, path)
    assert "Der Treppenlift ist außer Betrieb, bis 3. Dezember." in text
    assert "mit Treppenlift" not in text.partition("Sie sind schon da?")[0]
    with busy.runtime.database.writing() as session:
        session.query(Closure).update({"withdrawn_at": NINE_FORTY_TWO})
    assert "außer Betrieb" not in words(busy, path)


@pytest.mark.parametrize("path", TWINS)
def test_how_long_one_waits_at_an_open_door(busy: Site, path: str) -> None:
    come(busy, 2)
    assert re.search(r"Wartezeit etwa [0-9]+ Minuten", words(busy, path))


def test_a_request_for_the_hall_is_not_announced(site: Site) -> None:
    hall = add_hall(site)
    reserved(site, room=hall, count=1, as_request=True, public_title="Tanztee")
    site.clock.moment = at_wall(TUESDAY, 14, 30)
    for path in TWINS:
        assert "Tanztee" not in words(site, path)
    assert rows(site)[-1].startswith("Saal Saal frei")


def test_a_house_with_many_rooms_leaves_out_the_idle_ones(site: Site) -> None:
    with site.runtime.database.writing() as session:
        for number in range(4, 20):
            add_room(session, house.office(number))
    site.clock.moment = NINE_FORTY_TWO
    assert len(rows(site)) == 1
    assert "In den anderen Räumen ist heute nichts mehr." in words(site, "/tafel")


def test_it_reads_with_the_same_few_questions_however_much_takes_place(site: Site) -> None:
    site.clock.moment = NINE_FORTY_TWO
    few = questions(site)
    for number, room in enumerate(site.house.rooms):
        reserved(site, count=1, room=room, at=time(12 + 2 * number))
    assert questions(site) == few
    assert few <= 18


def questions(site: Site, path: str = "/tafel") -> int:
    """How many it takes to read it when nothing is kept from before."""
    visitor = site.visitor().get(path)
    site.clock.moment += timedelta(seconds=5)
    return asked(site, visitor, path)


def asked(site: Site, visitor: Visitor, path: str) -> int:
    with statements(site.runtime.database) as sent:
        visitor.get(path)
    return len(sent)


@pytest.mark.parametrize("path", TWINS)
def test_a_crowd_costs_no_more_than_one_visitor(busy: Site, path: str) -> None:
    visitor = busy.visitor()
    assert 0 < asked(busy, visitor, path) <= 29  # one of them for what the house has set
    assert asked(busy, busy.visitor(), path) == 0
    assert asked(busy, visitor, f"/en{path}") > 0, "each language has its own words"
    busy.clock.moment += timedelta(seconds=4)
    assert asked(busy, visitor, path) == 0
    busy.clock.moment += timedelta(seconds=1)
    assert asked(busy, visitor, path) > 0
    assert "Wasserschaden" not in words(busy, path)
    with busy.runtime.database.writing() as session:
        close(session, Interval(NINE_FORTY_TWO, at_wall(TUESDAY, 13)), reason="Wasserschaden")
    assert "Wasserschaden" in words(busy, path)


@pytest.mark.parametrize("path", TWINS)
def test_who_would_wait_longer_than_the_door_is_open_is_told(busy: Site, path: str) -> None:
    come(busy, 4)
    assert "Die Zeit reicht heute vielleicht nicht mehr" in words(busy, path)


@pytest.mark.parametrize("path", TWINS)
def test_a_long_wait_is_said_in_hours(busy: Site, path: str) -> None:
    come(busy, 4)
    with busy.runtime.database.writing() as session:
        for hours in session.query(ConsultationHours).where(ConsultationHours.mode == HoursMode.OPEN_DOOR):
            hours.ends_at = at_wall(TUESDAY, 16)
    assert "Wartezeit etwa 2 Stunden" in words(busy, path)


def come(site: Site, people: int) -> None:
    """So many people walk in at the open door."""
    with site.runtime.database.writing() as session:
        hours = next(each for each in session.query(ConsultationHours) if each.mode == HoursMode.OPEN_DOOR)
        for _ in range(people):
            arrive(session, hours, key=random_id(), now=NINE_FORTY_TWO)


def test_an_empty_house_has_an_empty_board(build: Callable[..., Site]) -> None:
    site = build(empty=True)
    for path in TWINS:
        assert site.visitor().get(path).status == 200


def test_on_a_sunday(site: Site) -> None:
    site.clock.moment = at_wall(date(2026, 11, 29), 11)
    assert "frei" in words(site, "/tafel")
    assert "Heute ist nichts geplant." in words(site, "/heute")
