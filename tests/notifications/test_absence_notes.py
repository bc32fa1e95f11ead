"""What an adviser reads: one mail for an absence, with counts; a note for each answer, none for what was done at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from booking import outbox
from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.disruptions.effects import Answer, Way
from booking.events import ReservationMade
from booking.notifications.again import renewal
from booking.reservations.models import Occurrence, Reservation
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.disrupting import (
    THURSDAY,
    absence,
    accept,
    closed_house,
    decline,
    enter,
    lapse,
    open_week,
    withdraw,
)
from tests.notifications.office import ADA, NINE, RESIDENT, Office
from tests.notifications.reading import part, words
from tests.notifications.test_reservation_calendars import checked
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

BY_PHONE = Contact(name="Oma Beispiel", phone="02175 12345")
UNREACHED = replace(BY_PHONE, phone=None)
CANCEL = Answer(Way.CANCEL)
NOTE, CALENDAR = "Abwesenheit eingetragen: 24. November", "Änderung Ihrer Reservierung"
ONLY_CALENDAR = "Diese Mail bringt nur Ihren Kalender auf den neuen Stand."


@pytest.fixture
def guests(office: Office) -> list[Appointment]:
    """Four people with Ada on Tuesday, and nothing waits to be sent."""
    open_week(office)
    contacts = (RESIDENT, replace(RESIDENT, name="Mia"), BY_PHONE, UNREACHED)
    starts = (NINE, at_wall(house.TUESDAY, 9, 30), at_wall(house.TUESDAY, 10), at_wall(house.TUESDAY, 11))
    made = [office.book(start, contact) for start, contact in zip(starts, contacts, strict=True)]
    office.post()
    return made


def to_ada(
    office: Office, sink: SmtpSink, before: int = 0, *, address: str = "ada@example.org"
) -> list[Received]:
    office.post()
    return [mail for mail in sink.messages()[before:] if mail.envelope_to == (address,)]


def said(mail: Received) -> str:
    return part(mail, "text/plain").get_content()


def test_an_absence_is_one_mail_with_counts(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    before = len(smtp_sink.messages())
    enter(office, absence(), {guests[1].id: CANCEL})
    (note,) = to_ada(office, smtp_sink, before)
    assert note["Subject"] == "Abwesenheit eingetragen: 24. November"
    for sentence in (
        "Dienstag, 24. November 2026, 0–24 Uhr",
        "1 Sprechstunde fällt aus.",
        "4 Termine sind betroffen.",
        "Für 3 Termine halten wir andere Zeiten frei.",
        "1 Termin ist abgesagt.",
        "2 Personen bekommen eine E-Mail.",
        "1 Person muss jemand anrufen.",
        "1 Person können wir nicht erreichen.",
    ):
        assert sentence in said(note)
    assert not [name for name in ("Erika", "Mia", "Oma", "Energieberatung") if name in words(note)]


def test_who_entered_it_for_a_colleague_reads_it_too(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    lead, staff = office.hire("lia@example.org"), office.hire("haus@example.org", Role.STAFF, for_house=True)
    enter(office, absence(), account_id=lead)
    subjects = [str(mail["Subject"]) for mail in to_ada(office, smtp_sink, address="lia@example.org")]
    assert subjects == [NOTE]
    enter(office, absence(house.TUESDAY.replace(day=26)), account_id=staff)
    assert to_ada(office, smtp_sink, address="haus@example.org") == []


def test_nobody_is_hit(office: Office, smtp_sink: SmtpSink, guests: list[Appointment]) -> None:
    before = len(smtp_sink.messages())
    enter(office, absence(house.TUESDAY.replace(day=26)))
    (note,) = to_ada(office, smtp_sink, before)
    assert "Kein Termin ist betroffen." in said(note)


def test_each_answer_is_a_note(office: Office, smtp_sink: SmtpSink, guests: list[Appointment]) -> None:
    enter(office, absence())
    office.post()
    before = len(smtp_sink.messages())
    accept(office, guests[0])
    decline(office, guests[1])
    texts = [said(mail) for mail in to_ada(office, smtp_sink, before)]
    assert "ein Termin, der bei Ihnen ausfällt, findet jetzt bei einer anderen Beratung statt." in texts[0]
    assert "Keine der anderen Zeiten hat gepasst." in texts[1]
    assert len(texts) == 2


def test_what_nobody_answered_is_none(office: Office, smtp_sink: SmtpSink, guests: list[Appointment]) -> None:
    enter(office, absence())
    office.post()
    before = len(smtp_sink.messages())
    lapse(office, guests[0])
    assert to_ada(office, smtp_sink, before) == []


def test_a_closure_cancels_many_without_a_note_for_each(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    before = len(smtp_sink.messages())
    enter(office, closed_house(), {each.id: CANCEL for each in guests})
    (note,) = to_ada(office, smtp_sink, before)
    assert note["Subject"] == "Änderung in Ihren Sprechstunden: 24. November"
    assert "4 Termine sind abgesagt." in said(note)
    office.cancel(office.book(at_wall(THURSDAY, 11, 30)), by="house")
    assert len(to_ada(office, smtp_sink, before)) == 3, "a single one is told, as its booking is"


def test_what_the_absence_does_to_ones_reservation_is_in_the_same_mail(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    reserved_by_ada(office)
    before = len(smtp_sink.messages())
    cause = enter(office, absence())
    (note,) = to_ada(office, smtp_sink, before)
    assert note["Subject"] == NOTE
    assert "Diese Reservierung ruht:\n- Dienstag, 24. November 2026, 9–12 Uhr, Büro 1\n" in said(note)
    assert "Ein Eintrag für Ihren Kalender liegt bei.\n" in said(note)
    assert f"/abwesenheit/{cause.removeprefix('absence:')}\n" in said(note)
    asleep = checked(note)
    assert [asleep.only(name).value for name in ("STATUS", "SEQUENCE")] == ["TENTATIVE", "1"]
    before = len(smtp_sink.messages())
    withdraw(office, cause)
    (woken,) = to_ada(office, smtp_sink, before)
    awake = checked(woken)
    assert [awake.only(name).value for name in ("STATUS", "SEQUENCE")] == ["CONFIRMED", "2"]
    assert awake.only("UID").value == asleep.only("UID").value


def test_a_second_calendar_object_comes_by_itself_and_says_so(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    office.open_hours(start=14, end=16, room=office.small.rooms[2])
    reserved_by_ada(office)
    before = len(smtp_sink.messages())
    enter(office, absence())
    note, calendar = to_ada(office, smtp_sink, before)
    assert (note["Subject"], calendar["Subject"]) == (NOTE, CALENDAR)
    assert "- Dienstag, 24. November 2026, 14–16 Uhr, Büro 3" in said(note)
    assert "Nur für Ihren Kalender kommt noch 1 kurze Mail." in said(note)
    assert ONLY_CALENDAR in said(calendar)
    told = [checked(mail) for mail in (note, calendar)]
    assert {each.only("STATUS").value for each in told} == {"TENTATIVE"}
    assert len({each.only("UID").value for each in told}) == 2


def test_that_a_calendar_has_it_from_such_a_note_is_known_when_it_is_called_off(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    """It was taken over from elsewhere: nobody was told of it before."""
    reserved_by_ada(office, told=False)
    before = len(smtp_sink.messages())
    enter(office, absence())
    (note,) = to_ada(office, smtp_sink, before)
    before = len(smtp_sink.messages())
    office.scene().cancel(asleep(office))
    (cancelled,) = to_ada(office, smtp_sink, before)
    assert part(cancelled, "text/calendar").get_param("method") == "CANCEL"
    assert checked(cancelled).only("UID").value == checked(note).only("UID").value


def test_who_reads_no_note_reads_of_the_reservation_as_ever(
    office: Office, smtp_sink: SmtpSink, guests: list[Appointment]
) -> None:
    office.hire("lia@example.org")
    before = len(smtp_sink.messages())
    enter(office, absence())
    (change,) = to_ada(office, smtp_sink, before, address="lia@example.org")
    assert change["Subject"] == CALENDAR
    assert "1 Termin ruht und findet nicht statt." in said(change)


def test_the_note_with_a_calendar_object_can_be_sent_again(office: Office, guests: list[Appointment]) -> None:
    """As a mail about the reservation, with all of its calendar: nothing of it is lost with the note."""
    reserved_by_ada(office)
    enter(office, absence())
    office.post()
    (note,) = office.deliveries(kind="absence_recorded")
    with office.runtime.database.reading() as session:
        found = renewal(session, office.runtime.vault, session.merge(note), now=office.now)
    assert (found.kind, found.mailbox.address) == ("reservation_made", "ada@example.org")


def asleep(office: Office) -> str:
    """The reservation with a date that sleeps."""
    with office.runtime.database.reading() as session:
        return session.scalars(
            select(Occurrence.reservation_id).where(Occurrence.asleep_by.is_not(None))
        ).one()


def reserved_by_ada(office: Office, *, told: bool = True) -> None:
    """Ada has reserved the rooms of the whole week, and has her reservations in the calendar if she was `told`."""
    with office.runtime.database.writing() as session:
        for each in session.scalars(select(Reservation)):
            each.account_id = ADA
            if told:
                outbox.record(session, ReservationMade(reservation_id=each.id), now=office.now)
    office.post()
