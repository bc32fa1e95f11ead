"""The mails as they are read, in German and Arabic, compared with golden files; UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from booking.accounts.people import Contact
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.disruptions.wanted import Wanted
from booking.house.models import ClosureKind
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.disrupting import (
    absence,
    accept,
    closed_house,
    enter,
    lapse,
    open_week,
    withdraw,
)
from tests.notifications.office import Office
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

GOLDEN = Path(__file__).parent / "golden"
IN_ORDER = ("confirmation", "moved", "moved_by_house", "other_room", "reminder", "cancelled")
BETWEEN = (
    "confirmation",
    "unsettled",
    "woken",
    "another absence",
    "accepted",
    "another booking",
    "another closure",
    "lapsed",
)
NAMES = {"de": "Erika Beispiel", "ar": "مريم"}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_mails_of_one_appointment(office: Office, smtp_sink: SmtpSink, language: str) -> None:
    office.open_hours()
    booked = office.book(contact=_contact(language))
    office.move(booked, at_wall(house.TUESDAY, 10))
    office.move(booked, at_wall(house.TUESDAY, 11), by="house")
    office.change_room(booked, office.small.rooms[1])
    office.post()
    office.set_clock(at_wall(house.TUESDAY, 7))
    office.remind()
    office.cancel(booked)
    office.post()
    mails = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)]
    assert len(mails) == len(IN_ORDER)
    for name, mail in zip(IN_ORDER, mails, strict=True):
        _compare(f"{name}.{language}", mail, booked)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_mails_of_another(office: Office, smtp_sink: SmtpSink, language: str) -> None:
    """Called off by the house; and one that its resident has to confirm first."""
    office.open_hours()
    called_off = office.book(contact=_contact(language))
    office.cancel(called_off, by="house")
    asked = office.ask(at_wall(house.TUESDAY, 10), _contact(language))
    office.post()
    _, cancelled, question = [
        mail for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)
    ]
    _compare(f"cancelled_by_house.{language}", cancelled, called_off)
    with office.runtime.database.reading() as session:
        _compare(f"confirm_address.{language}", question, by_id(session, asked))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_mails_when_something_comes_between(office: Office, smtp_sink: SmtpSink, language: str) -> None:
    """A closure that is withdrawn, then an absence; one person takes another time, one does not answer."""
    open_week(office)
    office.open_hours(house.TUESDAY + timedelta(days=3))
    booked = office.book(contact=_contact(language))
    withdraw(office, _entered(office, closed_house()))
    office.post()
    enter(office, absence())
    office.post()
    accept(office, booked)
    silent = office.book(at_wall(house.TUESDAY + timedelta(days=2), 9), _contact(language))
    enter(office, closed_house(house.TUESDAY + timedelta(days=2)))
    office.post()
    lapse(office, silent)
    office.post()
    mails = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)]
    assert len(mails) == len(BETWEEN)
    for name, mail in zip(BETWEEN, mails, strict=True):
        if name in ("unsettled", "woken", "accepted"):
            _compare(f"{name}.{language}", mail, booked)
        elif name == "lapsed":
            _compare(f"{name}.{language}", mail, silent)


def test_the_mail_about_an_absence(office: Office, smtp_sink: SmtpSink) -> None:
    open_week(office)
    booked = office.book()
    office.post()
    enter(office, absence())
    office.post()
    (mail,) = [mail for mail in smtp_sink.messages() if "Abwesenheit" in str(mail["Subject"])]
    _compare("absence_recorded", mail, booked)


def test_the_mails_about_a_closure(office: Office, smtp_sink: SmtpSink) -> None:
    """It is entered, and withdrawn when the adviser sits in another room."""
    open_week(office)
    booked = office.book()
    cause = _entered(office, replace(closed_house(), kind=ClosureKind.ROOM, room_id=1))
    office.open_hours(room=office.small.rooms[2])
    withdraw(office, cause)
    office.post()
    mails = {str(mail["Subject"]): mail for mail in smtp_sink.messages()}
    _compare("closure_recorded", mails["Änderung in Ihren Sprechstunden: 24. November"], booked)
    lifted = mails["Bleibt ausgefallen: 24. November"]
    _compare("disruption_lifted", lifted, booked)


def _entered(office: Office, wanted: Wanted) -> str:
    """The cause, once people are told of it."""
    cause = enter(office, wanted)
    office.post()
    return cause


def test_the_note_to_the_adviser(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    (note,) = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("ada@example.org",)]
    _compare("adviser_note", note, booked)


def _contact(language: str) -> Contact:
    return Contact(name=NAMES[language], email="erika@example.org", language=language)


def _compare(name: str, mail: Received, booked: Appointment) -> None:
    written = readable(mail, booked)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8"), name


def readable(mail: Received, booked: Appointment) -> str:
    """The headers and every part, with names for what is random."""
    pieces = [f"{name}: {value}" for name, value in mail.items()]
    for each in mail.walk():
        assert isinstance(each, EmailMessage)
        pieces.append(
            f"\n=== {each['Content-Type']} {each['Content-Transfer-Encoding'] or ''}".rstrip() + "\n"
        )
        if not each.is_multipart():
            content = each.get_content()
            pieces.append(content if isinstance(content, str) else content.decode())
    text = "\n".join(pieces).replace("\r\n", "\n")
    public_id = re.escape(str(mail["Message-ID"]).strip("<>").partition("@")[0])
    text = re.sub(public_id, "PUBLIC-ID", text)
    text = text.replace(booked.uid.partition("@")[0], "UID")
    text = text.replace(f"{booked.code[:3]} {booked.code[3:]}", "ABC DEF")
    text = re.sub(r"/(t|erinnerung-aus)/[\w-]{43}", r"/\1/TOKEN", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
