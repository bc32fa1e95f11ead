"""What an adviser reads: one mail for an absence, with counts; a note for each answer, none for what was done at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.disruptions.effects import Answer, Way
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
)
from tests.notifications.office import NINE, RESIDENT, Office
from tests.notifications.reading import part, words
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

BY_PHONE = Contact(name="Oma Beispiel", phone="02175 12345")
UNREACHED = replace(BY_PHONE, phone=None)
CANCEL = Answer(Way.CANCEL)


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
    assert sorted(subjects) == ["Abwesenheit eingetragen: 24. November", "Änderung Ihrer Reservierung"]
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
