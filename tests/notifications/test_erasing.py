"""Erasing a person takes every copy: rows, sealed bodies, links, kept files; the appointment stays."""

from __future__ import annotations

import stat
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from booking import erasing
from booking.accounts.models import Capability, Person
from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.models import Appointment
from booking.appointments.slots import Wish
from booking.notifications import tidying
from booking.notifications.models import Fate
from booking.occupancy import BusyTime
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house
from tests.notifications.office import Office
from tests.servers.smtp import SmtpSink

NINE = at_wall(house.TUESDAY, 9)


def test_a_kept_mail_is_a_private_file_with_its_date_in_the_name(keeping_office: Office) -> None:
    keeping_office.open_hours()
    keeping_office.book()
    keeping_office.post()
    (delivery,) = keeping_office.deliveries(kind="confirmation")
    file = keeping_office.folder.folder / f"20261123T070000Z-{delivery.public_id}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [mail.subject for mail in keeping_office.folder.kept_mails()].count(
        "Ihr Termin am 24. November"
    ) == 1
    assert len(list(keeping_office.folder.folder.iterdir())) == 2, "no draft is left"


def test_the_same_mail_again_is_the_same_file(keeping_office: Office) -> None:
    keeping_office.open_hours()
    keeping_office.book()
    keeping_office.post()
    (delivery,) = keeping_office.deliveries(kind="confirmation")
    assert delivery.sealed is not None
    before = keeping_office.folder.kept_ids()
    with keeping_office.runtime.database.writing() as session:
        session.merge(delivery).fate = Fate.QUEUED
    keeping_office.post()
    assert keeping_office.folder.kept_ids() == before


def test_erasing_takes_every_copy(keeping_office: Office) -> None:
    office = keeping_office
    office.open_hours()
    kept = office.book()
    erased = office.book(at_wall(house.TUESDAY, 10), Contact(name="Paul", email="paul@example.org"))
    office.post()
    office.move(erased, at_wall(house.TUESDAY, 11))
    office.dispatch()
    person_id = str(erased.person_id)
    mine = {row.public_id for row in office.deliveries(person_id=person_id)}
    with office.runtime.database.writing() as session:
        erasing.erase_person(session, person_id, now=office.now)
        erasing.erase_person(session, person_id, now=office.now)
    with office.runtime.database.reading() as session:
        assert session.get(Person, person_id) is None
        assert session.get_one(Appointment, erased.id).person_id is None
        assert session.scalars(select(Capability).where(Capability.subject == erased.id)).all() == []
        assert session.scalars(select(Capability).where(Capability.subject == kept.id)).all() != []
        events = session.scalars(select(EventRow).where(EventRow.type == "PersonErased")).all()
        assert [row.payload for row in events] == [{"person_id": person_id}]
    assert {row.state for row in office.reminders(erased)} <= {"dropped"}
    for row in office.deliveries(appointment_id=erased.id):
        if row.public_id in mine:
            assert (row.sealed, row.person_id) == (None, None)
            assert row.fate in {Fate.SENT, Fate.OUTDATED}
    assert office.folder.kept_ids() & mine, "the files go with the next tidying, whatever happens in between"
    office.engine.tidy()
    assert not office.folder.kept_ids() & mine
    assert len(office.folder.kept_mails()) == 3
    office.post()
    assert not office.folder.kept_ids() & mine


def test_everybody_goes_on_their_day(office: Office) -> None:
    office.open_hours()
    appointment = office.book(offer=None)
    office.post()
    last_day = day_bounds(date(2026, 12, 24)).start
    database = office.runtime.database
    assert erasing.erase_due(database, now=last_day - timedelta(seconds=1)) == 0
    assert erasing.erase_due(database, now=last_day) == 1
    assert erasing.erase_due(database, now=last_day) == 0
    with office.runtime.database.reading() as session:
        assert session.get_one(Appointment, appointment.id).person_id is None


def test_who_cannot_be_erased_does_not_keep_the_others(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """Something else still points at Paul; the database refuses to forget him."""
    office.open_hours()
    office.book()
    paul = office.book(at_wall(house.TUESDAY, 10), Contact(name="Paul"))
    office.book(at_wall(house.TUESDAY, 11), Contact(name="Zoe"))
    with office.runtime.database.writing() as session:
        session.execute(text("CREATE TABLE pointer (person_id VARCHAR(24) REFERENCES person (id))"))
        session.execute(text("INSERT INTO pointer VALUES (:paul)"), {"paul": paul.person_id})
    assert erasing.erase_due(office.runtime.database, now=day_bounds(date(2027, 3, 1)).start) == 2
    with office.runtime.database.reading() as session:
        assert [person.id for person in session.scalars(select(Person))] == [paul.person_id]
    assert caplog.messages == ["erasing a person: IntegrityError"]


def test_a_half_filled_form_goes_after_a_day(office: Office) -> None:
    office.open_hours()
    with office.runtime.database.writing() as session:
        held = booking.hold(
            session, office.desk(), Wish(session.merge(office.small.advice, load=False)), NINE
        )
        booking.keep(session, office.desk(), held, contact=Contact(name="Halb"))
    expired = office.now + booking.HOLD
    for moment, left in ((expired + timedelta(hours=23), 1), (expired + timedelta(hours=24), 0)):
        erasing.erase_due(office.runtime.database, now=moment)
        with office.runtime.database.reading() as session:
            assert len(session.scalars(select(Person)).all()) == left
            assert len(session.scalars(select(Appointment)).all()) == left
            assert len(session.scalars(select(BusyTime).where(BusyTime.owner == held.owner)).all()) == left


def test_a_sent_body_is_wiped_after_a_day(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book()
    office.post()
    (sent,) = office.deliveries(kind="confirmation")
    assert sent.sent_at is not None
    for hours, kept in ((23, True), (24, False)):
        with office.runtime.database.writing() as session:
            tidying.tidy(session, now=sent.sent_at + timedelta(hours=hours))
        (row,) = office.deliveries(kind="confirmation")
        assert (row.sealed is not None) is kept
        assert row.fate == Fate.SENT
