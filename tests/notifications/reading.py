"""A mail as its reader's programs take it apart: standard library, icalendar and ical.js."""

from __future__ import annotations

from email.message import EmailMessage

from icalendar import Calendar, Event

from tests.ical.checklist import checked
from tests.servers import icaljs
from tests.servers.mailbox import Received


def part(mail: EmailMessage, kind: str) -> EmailMessage:
    """The one part of this content type."""
    (found,) = [each for each in mail.walk() if each.get_content_type() == kind]
    assert isinstance(found, EmailMessage)
    return found


def words(mail: EmailMessage) -> str:
    """Everything a person could read in it, the subject and the calendar included."""
    readable = [str(mail["Subject"]), *(str(mail[name]) for name in ("From", "To", "Reply-To"))]
    for each in mail.walk():
        assert isinstance(each, EmailMessage)
        if each.get_content_maintype() == "text":
            readable.append(each.get_content())
    return "\n".join(readable)


def shape(mail: EmailMessage) -> list[str]:
    return [each.get_content_type() for each in mail.walk()]


def event(mail: Received) -> Event:
    """The appointment in the calendar part, once all three readers and the checklist agree on it."""
    calendar = part(mail, "text/calendar")
    content = calendar.get_payload(decode=True)
    assert isinstance(content, bytes)
    method = str(calendar.get_param("method"))
    checked(content, method)
    parsed = Calendar.from_ical(content)
    assert parsed["METHOD"] == method
    (found,) = parsed.walk("VEVENT")
    assert isinstance(found, Event)
    (other,) = icaljs.parse(content).inside("vevent")
    assert other.one("uid").value == str(found["UID"])
    assert int(other.one("sequence").value) == int(found["SEQUENCE"])
    assert other.one("attendee").value == str(found["ATTENDEE"])
    return found


def by_subject(mails: list[Received], beginning: str) -> Received:
    (found,) = [mail for mail in mails if str(mail["Subject"]).startswith(beginning)]
    return found
