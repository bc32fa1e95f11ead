"""The German mails as they are read, compared with golden files; UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
import re
from email.message import EmailMessage
from pathlib import Path

import pytest

from booking.appointments.models import Appointment
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import Office
from tests.notifications.reading import by_subject
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

GOLDEN = Path(__file__).parent / "golden"
SUBJECTS = {
    "confirmation": "Ihr Termin am 24. November",
    "moved": "Ihr Termin ist verschoben",
    "cancelled": "Ihr Termin ist abgesagt",
    "reminder": "Erinnerung",
    "adviser_note": "Neue Buchung",
}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_mails_read_as_they_should(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    office.set_clock(at_wall(house.TUESDAY, 7))
    office.remind()
    office.move(booked, at_wall(house.TUESDAY, 10))
    office.cancel(booked)
    office.post()
    mails = smtp_sink.messages()
    for name, subject in SUBJECTS.items():
        written = readable(by_subject(mails, subject), booked)
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
    text = re.sub(r"/t/[\w-]{43}", "/t/TOKEN", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
