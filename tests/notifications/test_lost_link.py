"""The lost link: the mailbox gets the links to its own coming appointments, and nobody learns more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from booking import outbox
from booking.accounts import capabilities
from booking.accounts.lost_links import note_down
from booking.accounts.models import Capability
from booking.accounts.people import Contact, mailbox_key
from booking.appointments.finding import by_token
from booking.erasing import erase_person
from booking.events import LinkAsked
from booking.scheduling.walltime import at_wall
from booking.waiting import finding as waiting
from booking.waiting.joining import join
from booking.waiting.wishes import Wishes
from tests import house
from tests.notifications.office import RESIDENT, Office
from tests.notifications.reading import part, words
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

TEN = at_wall(house.TUESDAY, 10)
WISHES = Wishes(until=house.TUESDAY)
WAITING_LINK = re.compile(r"https://termin\.example\.org(?:/[a-z]{2})?/w/([\w-]+)")
LINK = re.compile(r"https://termin\.example\.org(?:/[a-z]{2})?/t/([\w-]+)")


def ask(office: Office, address: str) -> None:
    with office.runtime.database.writing() as session:
        key = mailbox_key(office.runtime.vault, address)
        assert key is not None
        note = note_down(session, key, now=office.now)
        outbox.record(session, LinkAsked(note_id=note), now=office.now)


def lost_links(office: Office, smtp_sink: SmtpSink) -> list[Received]:
    office.post()
    subjects = ("Ihr Link zum Termin", "Your link")
    return [mail for mail in smtp_sink.messages() if str(mail["Subject"]).startswith(subjects)]


def test_one_mail_with_a_link_for_each_coming_appointment(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.open_hours(room=office.small.rooms[1], start=13, end=16, offer=office.small.sensitive)
    first = office.book(contact=RESIDENT)
    second = office.book(at_wall(house.TUESDAY, 13), RESIDENT, offer=office.small.sensitive)
    gone = office.book(TEN, RESIDENT)
    office.cancel(gone)
    office.book(at_wall(house.TUESDAY, 11), replace(RESIDENT, email="andere@example.org"))

    ask(office, " ERIKA@example.org ")
    (mail,) = lost_links(office, smtp_sink)
    assert mail.envelope_to == ("erika@example.org",)
    tokens = LINK.findall(part(mail, "text/plain").get_content())
    with office.runtime.database.reading() as session:
        assert [by_token(session, token, now=office.now).id for token in tokens] == [first.id, second.id]
    assert LINK.findall(part(mail, "text/html").get_content()) == tokens
    for told in ("Energie", "Schulden", "Erika", "Büro", "Ada", first.code):
        assert told not in words(mail).replace("Quartiersbüro", "").replace("erika@example.org", "")


def test_the_mail_is_in_the_persons_language_with_german_below(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book(contact=replace(RESIDENT, language="ar"))
    ask(office, "erika@example.org")
    office.post()
    mail = [each for each in smtp_sink.messages() if each.envelope_to == ("erika@example.org",)][-1]
    assert mail["Content-Language"] == "ar, de"
    tokens = LINK.findall(part(mail, "text/plain").get_content())
    assert len(tokens) == 2
    assert len(set(tokens)) == 1


@pytest.mark.parametrize("address", ["fremd@example.org", "erika@example.com"])
def test_a_stranger_gets_no_mail_and_leaves_no_row(office: Office, smtp_sink: SmtpSink, address: str) -> None:
    office.open_hours()
    office.book(contact=RESIDENT)
    office.post()
    before = len(office.deliveries())
    ask(office, address)
    assert lost_links(office, smtp_sink) == []
    assert len(office.deliveries()) == before


def test_what_is_over_has_no_link_any_more(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book(contact=RESIDENT)
    office.post()
    office.set_clock(TEN + timedelta(hours=5))
    ask(office, "erika@example.org")
    assert lost_links(office, smtp_sink) == []


def test_nothing_of_the_mailbox_stays(office: Office) -> None:
    key = mailbox_key(office.runtime.vault, "erika@example.org")
    assert key is not None
    ask(office, "erika@example.org")
    with office.runtime.database.reading() as session:
        (row,) = session.query(outbox.EventRow).all()
        assert list(row.payload) == ["note_id"]
        for told in ("erika", key[:8]):
            assert told not in str(row.payload)
        assert [each.subject for each in session.query(Capability)] == [key[:40]]
    office.dispatch()
    with office.runtime.database.reading() as session:
        assert session.query(Capability).all() == []


def test_a_note_that_nobody_answers_goes_after_a_day(office: Office) -> None:
    ask(office, "erika@example.org")
    for hours, left in ((23, 1), (24, 0)):
        with office.runtime.database.writing() as session:
            capabilities.tidy(session, now=office.now + timedelta(hours=hours))
            assert session.query(Capability).count() == left


def test_what_waits_for_its_mail_is_there_too(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    pending = office.ask(TEN, RESIDENT)
    ask(office, "erika@example.org")
    (mail,) = lost_links(office, smtp_sink)
    (token,) = LINK.findall(part(mail, "text/plain").get_content())
    with office.runtime.database.reading() as session:
        assert by_token(session, token, now=office.now).id == pending


def test_a_place_on_the_waiting_list_is_there_without_its_offer(office: Office, smtp_sink: SmtpSink) -> None:
    with office.runtime.database.writing() as session:
        offer = session.merge(office.small.sensitive, load=False)
        entry_id = join(session, office.desk(), offer, WISHES, RESIDENT, key="her form").id
    office.post()
    ask(office, "erika@example.org")
    (mail,) = lost_links(office, smtp_sink)
    text = part(mail, "text/plain").get_content()
    assert "Warteliste" in text
    assert "Schuldner" not in words(mail)
    tokens = WAITING_LINK.findall(text)
    assert WAITING_LINK.findall(part(mail, "text/html").get_content()) == tokens
    with office.runtime.database.reading() as session:
        assert [waiting.by_token(session, token, now=office.now).id for token in tokens] == [entry_id]


def test_an_erased_person_takes_the_links_along(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=Contact(name="Erika", email="erika@example.org"))
    ask(office, "erika@example.org")
    office.dispatch()
    (waiting,) = office.deliveries(kind="lost_link")
    with office.runtime.database.writing() as session:
        assert booked.person_id is not None
        erase_person(session, booked.person_id, now=office.now)
    assert waiting.sealed is not None
    assert lost_links(office, smtp_sink) == []
    (wiped,) = office.deliveries(kind="lost_link")
    assert wiped.sealed is None
