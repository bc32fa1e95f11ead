"""What arrives when somebody books, moves and cancels: the tree, the calendar part, the words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments.finding import by_token
from booking.house.models import Room, RoomAccess
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import RESIDENT, Office
from tests.notifications.reading import by_subject, event, part, shape, words
from tests.servers.smtp import SmtpSink

TEN = at_wall(house.TUESDAY, 10)
TREE = [
    "multipart/mixed",
    "multipart/alternative",
    "text/plain",
    "text/html",
    "text/calendar",
    "application/ics",
]
ALTERNATIVE = ["multipart/alternative", "text/plain", "text/html"]


def test_a_booking_is_confirmed_with_an_invitation(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin")
    assert mail["Subject"] == "Ihr Termin am 24. November"
    assert shape(mail) == TREE
    assert mail["From"] == "Quartiersbüro Leichlingen <termin@example.org>"
    assert mail["To"] == "Erika Beispiel <erika@example.org>"
    assert mail["Reply-To"] == mail["From"]
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "de")
    assert mail["Date"].datetime == house.NOW
    assert re.fullmatch(r"<[\w-]{16}@termin\.example\.org>", mail["Message-ID"])
    assert mail.get_all("Cc") is None
    assert (mail.envelope_from, mail.envelope_to) == ("termin@example.org", ("erika@example.org",))
    found = event(mail)
    assert (str(found["UID"]), int(found["SEQUENCE"])) == (booked.uid, 0)
    assert (found.start, found.end) == (booked.starts_at, booked.ends_at)
    assert found["DTSTAMP"].dt == house.NOW
    assert found["SUMMARY"] == "Termin im Quartiersbüro"
    assert found["LOCATION"] == "Quartiersbüro Leichlingen, Kirchstraße 6–8, 42799 Leichlingen, Büro 1"
    assert found["ATTENDEE"] == "mailto:erika@example.org"
    assert found["ORGANIZER"] == "mailto:termin@example.org"


def test_the_parts_are_as_mail_programs_want_them(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book()
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin")
    calendar, attached = part(mail, "text/calendar"), part(mail, "application/ics")
    assert calendar["Content-Disposition"] is None
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_param("charset") == "utf-8"
    assert (attached.get_filename(), attached.get_content_disposition()) == ("termin.ics", "attachment")
    assert attached.get_payload(decode=True) == calendar.get_payload(decode=True)
    for each in ("text/plain", "text/html"):
        assert part(mail, each)["Content-Transfer-Encoding"] == "quoted-printable"
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 78
    assert mail.raw.isascii()
    assert mail.raw.count(b"MIME-Version") == 1
    for said in ("Dienstag, 24. November 2026, 9:00 Uhr", "Büro 1", "Energieberatung", "02175 000-000"):
        assert said in part(mail, "text/plain").get_content()
        assert said in re.sub("<[^>]+>", "", part(mail, "text/html").get_content())
    for said in ("Warum bekomme ich diese Mail?", "Wir löschen Ihre Angaben am 24. Dezember 2026."):
        assert said in part(mail, "text/plain").get_content()
    assert '<html lang="de" dir="ltr">' in part(mail, "text/html").get_content()
    assert "http" not in re.sub(r"https://termin\.example\.org/", "", words(mail)), "nothing from outside"


def test_a_move_is_the_same_entry_with_the_next_sequence(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.set_clock(house.NOW + timedelta(hours=1))
    office.move(booked, TEN)
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin ist verschoben")
    assert mail["Subject"] == "Ihr Termin ist verschoben: 24. November"
    found = event(mail)
    assert (str(found["UID"]), int(found["SEQUENCE"]), found.start) == (booked.uid, 1, TEN)
    assert found["DTSTAMP"].dt == house.NOW + timedelta(hours=1)
    assert part(mail, "text/calendar").get_param("method") == "REQUEST"
    assert "10:00 Uhr" in part(mail, "text/plain").get_content()


def test_the_house_moves_with_old_and_new_time(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.move(office.book(), TEN, by="house")
    office.post()
    mail = by_subject(smtp_sink.messages(), "Neue Uhrzeit")
    assert mail["Subject"] == "Neue Uhrzeit für Ihren Termin"
    assert event(mail).start == TEN
    for kind in ("text/plain", "text/html"):
        said = re.sub("<[^>]+>", "", part(mail, kind).get_content())
        assert "Bisher: Dienstag, 24. November 2026, 9:00 Uhr" in said
        assert "Dienstag, 24. November 2026, 10:00 Uhr" in said


def test_another_room_is_told_with_its_way_in(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    with office.runtime.database.writing() as session:
        session.get_one(Room, office.small.rooms[1].id).access = RoomAccess.STAIR_LIFT
    booked = office.book()
    office.change_room(booked, office.small.rooms[1])
    office.post()
    mail = by_subject(smtp_sink.messages(), "Neuer Raum")
    assert mail["Subject"] == "Neuer Raum für Ihren Termin"
    assert (int(event(mail)["SEQUENCE"]), event(mail).start) == (1, booked.starts_at)
    said = part(mail, "text/plain").get_content()
    assert "Tag und Uhrzeit bleiben gleich." in said
    assert "Tür: Büro 2, Erdgeschoss, mit Treppenlift" in said


def test_an_event_of_an_earlier_version_is_told_as_the_residents_own(
    office: Office, smtp_sink: SmtpSink
) -> None:
    office.open_hours()
    office.move(office.book(), TEN, by="house")
    with office.runtime.database.writing() as session:
        row = session.scalars(select(EventRow).filter_by(type="AppointmentMoved")).one()
        row.payload = {key: value for key, value in row.payload.items() if key not in ("by", "other_room")}
    office.post()
    assert by_subject(smtp_sink.messages(), "Ihr Termin ist verschoben: 24. November")


def test_what_to_bring_unless_somebody_else_reads_the_mails(office: Office, smtp_sink: SmtpSink) -> None:
    with office.runtime.database.writing() as session:
        session.get_one(Offer, office.small.advice.id).text().bring = "Ihre Heizungsrechnung"
    office.open_hours()
    office.book(TEN)
    office.book(contact=replace(RESIDENT, email="flur@example.org", brief_mails=True))
    office.post()
    told = {mail.envelope_to[0]: mail for mail in smtp_sink.messages()}
    open_mail, brief = words(told["erika@example.org"]), words(told["flur@example.org"])
    assert "Bitte mitbringen, wenn vorhanden: Ihre Heizungsrechnung" in open_mail
    assert re.search("Erika Beispiel", open_mail)
    assert not re.search("Heizung|Energie|Erika|Beispiel", brief)
    for said in ("Dienstag, 24. November 2026, 9:00 Uhr", "Büro 1", "Ihre Nummer", "/t/", "02175 000-000"):
        assert said in brief


def test_a_cancellation_takes_the_entry_away(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.cancel(booked)
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin ist abgesagt")
    assert shape(mail) == TREE
    found = event(mail)
    assert (str(found["UID"]), int(found["SEQUENCE"]), str(found["STATUS"])) == (booked.uid, 1, "CANCELLED")
    assert part(mail, "text/calendar").get_param("method") == "CANCEL"
    assert "Wir löschen Ihre Angaben am 30. November 2026." in part(mail, "text/plain").get_content()


def test_the_house_cancels_in_other_words(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.cancel(office.book(), by="house")
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin am 24. November fällt aus")
    said = part(mail, "text/plain").get_content()
    assert "fällt leider aus" in said
    assert re.search(r"Hier finden Sie freie Zeiten:\nhttps://termin\.example\.org/t/[\w-]{43}\n", said)


def test_each_mail_tells_its_own_event_not_the_present(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.move(booked, TEN)
    office.cancel(booked)
    office.post()
    confirmation = smtp_sink.messages()[0]
    assert "9:00 Uhr" in part(confirmation, "text/plain").get_content()
    assert event(confirmation).start == at_wall(house.TUESDAY, 9)
    assert [int(event(mail)["SEQUENCE"]) for mail in smtp_sink.messages() if "termin.ics" in str(mail)] == [
        0,
        1,
        2,
    ]


def test_each_mail_opens_the_appointment_with_a_link_of_its_own(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.move(booked, TEN)
    office.post()
    tokens = {
        token
        for mail in smtp_sink.messages()
        for token in re.findall(
            r"https://termin\.example\.org/t/([\w-]+)", part(mail, "text/plain").get_content()
        )
    }
    assert len(tokens) == 2
    with office.runtime.database.reading() as session:
        for token in tokens:
            assert by_token(session, token, now=office.now).id == booked.id


def test_the_adviser_gets_a_note_without_persons(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.move(booked, TEN)
    office.cancel(booked)
    office.post()
    notes = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("ada@example.org",)]
    assert [mail["Subject"] for mail in notes] == [
        "Neue Buchung am 24. November",
        "Geänderte Buchung am 24. November",
        "Abgesagte Buchung am 24. November",
    ]
    for note in notes:
        assert shape(note) == ALTERNATIVE
        assert "https://termin.example.org/ich" in words(note)
        assert not re.search(r"Erika|Beispiel <erika|02175 555|Energie|/t/", words(note))


def test_both_advisers_hear_of_a_change_of_hands(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours(end=10)
    office.open_hours(start=10, adviser=office.small.advisers[1], room=office.small.rooms[1])
    office.move(office.book(), TEN, adviser_id=office.small.advisers[1].id)
    office.post()
    notes = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("ada@example.org",)]
    assert [mail["Subject"] for mail in notes] == [
        "Neue Buchung am 24. November",
        "Geänderte Buchung am 24. November",
    ]
    assert "liegt nicht mehr bei Ihnen" in words(notes[1])


def test_without_an_address_there_is_no_delivery(office: Office) -> None:
    office.open_hours()
    office.book(contact=Contact(name="Erika Beispiel", phone="02175 555"))
    office.dispatch()
    assert [delivery.kind for delivery in office.deliveries()] == ["adviser_note"]


@pytest.mark.parametrize(
    "address", ["erika", "a b@example.org", "ö@example.org", "a@b@example.org", "a,b@example.org"]
)
def test_a_bad_address_is_a_failed_delivery(office: Office, address: str) -> None:
    office.open_hours()
    office.book(contact=Contact(name="Erika Beispiel", email=address))
    office.dispatch()
    (delivery,) = office.deliveries(kind="confirmation")
    assert (delivery.fate, delivery.error, delivery.sealed) == ("failed", "bad address", None)


def test_a_domain_with_umlauts_is_written_in_ascii(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book(contact=Contact(name="Erika", email="erika@büro.example"))
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin")
    assert mail.envelope_to == ("erika@xn--bro-hoa.example",)
    assert event(mail)["ATTENDEE"] == "mailto:erika@xn--bro-hoa.example"


def test_the_demonstration_says_what_it_is(keeping_office: Office) -> None:
    keeping_office.open_hours()
    keeping_office.book()
    keeping_office.post()
    for kept in keeping_office.folder.kept_mails():
        mail = keeping_office.folder.read(kept.public_id)
        assert mail is not None
        assert "Das ist eine Demonstration." in part(mail, "text/plain").get_content()
        assert kept.date == house.NOW.astimezone(UTC)
    assert isinstance(kept.date, datetime)
