"""Door sheets, the day list and the emergency list: what stands on the paper, and what never does."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment, ConsultationHours, HoursMode
from booking.appointments.of_the_day import of_the_day
from booking.appointments.slots import Wish
from booking.appointments.taking_place import read_house_days
from booking.house.address import HouseFacts
from booking.house.calendar import close
from booking.house.models import Room
from booking.i18n import language
from booking.ids import readable_code
from booking.printing.day_list import DayList, day_list
from booking.printing.door_sheets import DoorSheets, door_sheets
from booking.printing.emergency import EmergencyList, emergency_list
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.wishes import Need
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house
from tests.house import NOW, TUESDAY
from tests.pages.conftest import Site
from tests.pages.reserved import add_hall, reserved
from tests.printing.reading import Paper, read

GERMAN = language("de")
MONDAY = date(2026, 11, 23)
ADDRESS = "https://treffpunkt.example/heute"
AS_OF = "Stand: 23. November 2026, 8:00 Uhr"


def sheets(site: Site, slug: str = "") -> DoorSheets:
    with site.runtime.database.reading() as session:
        days = read_house_days(session, MONDAY, 7, now=NOW)
        rooms = [each for each in days.plan.rooms if slug in ("", each.slug)]
        return door_sheets(days, rooms, GERMAN, HouseFacts(), ADDRESS)


def tasks(site: Site, day: date = TUESDAY) -> DayList:
    with site.runtime.database.reading() as session:
        return day_list(read_house_days(session, day, 1, now=NOW), GERMAN, HouseFacts())


def emergency(site: Site, day: date = TUESDAY) -> EmergencyList:
    with site.runtime.database.reading() as session:
        return emergency_list(
            read_house_days(session, day, 1, now=NOW), of_the_day(session, day), GERMAN, HouseFacts()
        )


def papers(site: Site) -> dict[str, Paper]:
    """Every print of the house, as a reader finds it."""
    made = {"doors": sheets(site), "day": tasks(site), "emergency": emergency(site)}
    return {name: read(each.as_pdf(at=NOW)) for name, each in made.items()}  # type: ignore[attr-defined]


def flat(paper: Paper) -> str:
    """Its words in one line, those that were parted at the end of a line in one piece."""
    return " ".join(paper.text.split()).replace("\xad ", "")


def second_sprechstunde(session: Session, site: Site) -> ConsultationHours:
    """A sensitive one in Büro 2 by somebody whose name says what it is about."""
    small = site.house
    adviser = add_adviser(session, slug="bea", name="Bea Schulden", provider_id=small.provider.id)
    return house.hours_on(
        session,
        small,
        start=13,
        end=16,
        room=small.rooms[1],
        offer=small.sensitive,
        adviser=adviser,
        mode=HoursMode.BOTH,
    )


@pytest.mark.parametrize("print_", ["doors", "day", "emergency"])
def test_a_screen_reader_finds_its_way_and_reads_how_old_it_is(site: Site, print_: str) -> None:
    paper = papers(site)[print_]
    assert paper.tagged
    assert paper.language == "de"
    assert paper.title in ("Türschilder", "Tagesliste", "Wenn das Internet ausfällt")
    assert paper.headings[0] == "/H1"
    assert AS_OF in flat(paper)


def test_no_topic_no_provider_no_person_and_no_number_on_what_hangs_in_the_house(site: Site) -> None:
    with site.runtime.database.writing() as session:
        hours = second_sprechstunde(session, site)
        date_ = session.get_one(Occurrence, hours.occurrence_id)
        date_.reservation.public_title = "Schuldenhilfe"
        sensitive = session.merge(site.house.sensitive, load=False)
        contact = Contact(name="Erika Geheim", phone="0170 1234567")
        code = book(session, site.runtime.desk(), Wish(sensitive), at_wall(TUESDAY, 13), contact).code
    found = papers(site)
    for name in ("doors", "day"):
        text = flat(found[name])
        for secret in ("Schulden", "schulden", "Testverein", "Bea", "Ada", "Erika", "0170", "beratung-7"):
            assert secret not in text, (name, secret)
        assert readable_code(code) not in text
        assert "Beratung" in text
    text = flat(found["emergency"])
    for secret in ("Schulden", "Testverein", "Bea", "Ada", "Erika", "0170"):
        assert secret not in text, secret
    assert readable_code(code) in text  # the red control: what the house may read is there
    assert "13 Uhr" in text


def test_the_class_decides_it(site: Site) -> None:
    """The red control: advice that is not sensitive is named on all of them."""
    site.booked(at_wall(TUESDAY, 9))
    assert all("Energieberatung" in flat(paper) for paper in papers(site).values())


def test_a_door_has_its_week_on_one_page(site: Site) -> None:
    with site.runtime.database.writing() as session:
        for ahead in range(5):
            day = MONDAY + timedelta(days=ahead)
            for hour in (8, 10, 13, 15):
                if (ahead, hour) not in ((0, 8), (1, 8), (1, 10)):
                    span = Interval(at_wall(day, hour), at_wall(day, hour + 2))
                    title = f"Gruppe {ahead}-{hour} mit einem Namen"
                    room, provider = site.house.rooms[0], site.house.provider.id
                    house.reserve(session, room, span, provider_id=provider, title="x", public_title=title)
    paper = read(sheets(site, "buero-1").as_pdf(at=NOW))
    assert paper.pages == 1
    for words in ("Dienstag, 24. November", "9–12 Uhr Energieberatung", "Gruppe 4-15 mit einem Namen"):
        assert words in flat(paper)
    assert paper.pictures == ["QR-Code: Er führt zum Plan von heute im Internet."]
    assert "treffpunkt.example/heute" in flat(paper)
    assert read(sheets(site).as_pdf(at=NOW)).pages == len(site.house.rooms)


def test_a_closed_day_is_on_the_door(site: Site) -> None:
    with site.runtime.database.writing() as session:
        close(session, day_bounds(TUESDAY), reason="Betriebsausflug")
    text = flat(read(sheets(site, "buero-1").as_pdf(at=NOW)))
    assert "ganztägig: geschlossen: Betriebsausflug" in text
    assert "Energieberatung" not in text
    assert "In dieser Woche ist hier nichts geplant." not in text


def test_an_empty_week_says_so(site: Site) -> None:
    assert "In dieser Woche ist hier nichts geplant." in flat(read(sheets(site, "buero-3").as_pdf(at=NOW)))


def test_single_appointments_are_not_on_a_sheet_that_hangs_for_a_week(site: Site) -> None:
    appointment_id, _code, _token = site.booked(at_wall(TUESDAY, 9, 30))
    with site.runtime.database.writing() as session:
        appointment = session.get_one(Appointment, appointment_id)
        appointment.own_room, appointment.room_id = True, site.house.rooms[2].id
    assert sheets(site, "buero-3").sheets[0].days == ()
    assert [task.room for task in tasks(site).tasks] == ["Büro 1", "Büro 3"]


def test_what_the_caretaker_has_to_do(site: Site) -> None:
    hall = add_hall(site)
    reservation_id = reserved(
        site,
        room=hall,
        count=1,
        title="Mitgliederversammlung geheim",
        public_title="Tanztee",
        people=40,
        needs=(Need.HEARING_LOOP,),
        setup_minutes=30,
        cleanup_minutes=45,
        seating="rows",
        key="box",
    )
    task = next(each for each in tasks(site).tasks if each.room == "Saal")
    assert (task.time, task.title, task.note) == ("14–16 Uhr", "Tanztee", "")
    assert task.to_do == (
        "Aufbau ab 13:30 Uhr",
        "Bestuhlung: Stuhlreihen",
        "40 Personen",
        "Höranlage bereitlegen",
        "Schlüssel: aus dem Schlüsselkasten",
        "Abbau bis 16:45 Uhr",
    )
    assert task.changed == "heute geändert, 8:00 Uhr"
    text = flat(read(tasks(site).as_pdf(at=NOW)))
    assert all(
        words in text for words in (*task.to_do, "Tanztee", "Zuletzt geändert: 23. November, 8:00 Uhr")
    )
    assert not re.search(r"geheim|Testverein|Ada", text)
    with site.runtime.database.writing() as session:
        session.get_one(Reservation, reservation_id).changed_at = NOW - timedelta(days=3)
    assert [each.changed for each in tasks(site).tasks if each.room == "Saal"] == [""]


def test_what_is_asked_for_or_asleep_is_marked(site: Site) -> None:
    hall = add_hall(site)
    reserved(site, room=hall, count=1, as_request=True)
    with site.runtime.database.writing() as session:
        for date_ in session.query(Occurrence).where(Occurrence.room_id == site.house.rooms[0].id):
            date_.status, date_.asleep_by = OccurrenceStatus.ASLEEP, "closure:1"
    notes = {task.room: task.note for task in tasks(site).tasks}
    assert notes == {"Büro 1": "Ruht. Bitte nicht aufbauen.", "Saal": "Anfrage, noch nicht zugesagt"}


def test_a_day_without_anything_says_so(site: Site) -> None:
    sunday = date(2026, 11, 29)
    assert "An diesem Tag ist nichts aufzubauen." in flat(read(tasks(site, sunday).as_pdf(at=NOW)))
    assert "An diesem Tag ist nichts geplant." in flat(read(emergency(site, sunday).as_pdf(at=NOW)))


def test_the_emergency_list_has_every_appointment_of_the_day_at_its_place(site: Site) -> None:
    booked = [site.booked(at_wall(TUESDAY, hour), Contact(name=f"Gast {hour}")) for hour in (9, 10, 11)]
    with site.runtime.database.writing() as session:
        session.get_one(Appointment, booked[1][0]).asleep_by = "absence:1"
        session.get_one(Appointment, booked[2][0]).cancel(NOW, "resident")
    (place,) = emergency(site).places
    assert (place.name, place.floor) == ("Büro 1", "Erdgeschoss")
    assert place.plan == ("9–12 Uhr Energieberatung",)
    assert [(each.time, each.code, each.note) for each in place.visits] == [
        ("9 Uhr", readable_code(booked[0][1]), ""),
        ("10 Uhr", readable_code(booked[1][1]), "fällt wohl aus"),
    ]
    assert "Gast" not in flat(read(emergency(site).as_pdf(at=NOW)))


def test_words_of_others_are_words_and_never_markup(site: Site) -> None:
    title = '#panic("x") *fett* $1$ \\ "Anführung"'
    reserved(site, count=1, room=site.house.rooms[2], public_title=title)
    for name, paper in papers(site).items():
        assert title in flat(paper), name


def test_a_room_that_was_renamed_is_called_by_its_name(site: Site) -> None:
    with site.runtime.database.writing() as session:
        session.get_one(Room, site.house.rooms[0].id).name = "Raum Wupper"
    assert all("Raum Wupper" in flat(paper) for paper in papers(site).values())
