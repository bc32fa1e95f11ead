"""A sensitive offer leaves no trace of its topic in any mail, header, calendar, file name or row (rule 6)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import inspect

from booking.accounts.people import Contact
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import Office
from tests.notifications.reading import event, words
from tests.servers.smtp import SmtpSink

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOPIC = re.compile(r"schuld|energie|ada \d|testverein|beratung-7", re.IGNORECASE)
LATER = date(2026, 11, 27)


def everything(office: Office) -> None:
    office.open_hours(LATER, offer=office.small.sensitive)
    for language in ("de", "ar"):
        contact = Contact(name="Erika", email=f"{language}@example.org", language=language)
        start = at_wall(LATER, 9 if language == "de" else 10)
        booked = office.book(start, contact, offer=office.small.sensitive)
        office.move(booked, at_wall(LATER, 11, 0 if language == "de" else 30))
        office.post()
        office.set_clock(at_wall(date(2026, 11, 25), 20))
        office.remind()
        office.cancel(booked)
        office.post()
        office.set_clock(house.NOW)


def test_no_topic_in_any_mail(office: Office, smtp_sink: SmtpSink) -> None:
    everything(office)
    mails = smtp_sink.messages()
    assert len(mails) == 2 * (4 + 3)
    for mail in mails:
        assert not TOPIC.search(words(mail)), mail["Subject"]
        assert not TOPIC.search(mail.raw.decode().replace("Testhaus", ""))
    for mail in mails:
        if "termin.ics" in str(mail):
            assert event(mail)["CLASS"] == "PRIVATE"


def test_the_class_decides_it(office: Office, smtp_sink: SmtpSink) -> None:
    """The red control: advice that is not sensitive is named, so the search above can find a name."""
    office.open_hours()
    office.book()
    office.post()
    assert TOPIC.search(words(smtp_sink.messages()[0]))


def test_no_person_and_no_topic_in_the_rows(office: Office) -> None:
    office.open_hours(LATER, offer=office.small.sensitive)
    office.book(at_wall(LATER, 9), offer=office.small.sensitive)
    office.dispatch()
    for delivery in office.deliveries():
        for column in inspect(type(delivery)).columns:
            value = getattr(delivery, column.key)
            text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            assert not re.search(r"erika|beispiel|schuld|@example\.org", text, re.IGNORECASE), column.key
