"""Whatever a person types as a name, the mail keeps its shape and nobody else gets one."""

from __future__ import annotations

import pytest

from booking.accounts.people import Contact
from tests.notifications.office import Office
from tests.notifications.reading import by_subject, event, part, shape
from tests.notifications.test_mails import TREE
from tests.servers.smtp import SmtpSink

HEADERS = {
    "from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted", "mime-version",
    "content-type", "content-language",
}  # fmt: skip
NASTY = [
    "Erika\r\nBcc: evil@example.org",
    "Erika\nX-Evil: 1\n\nbody",
    "Eri\x00ka\x0b\x0c\x85\u2028\u2029",
    'Erika "die Große" <x@example.org>',
    "Müller, Jürgen; O'Neil: \\N{x}",
    "=?utf-8?q?Erika?=",
    "<script>alert(1)</script>",
    "مريم الأحمد",
    "Е" * 60,
    "{{ 7 * 7 }} %(day)s",
    "\ud800 halb",
    "",
]


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_stays_a_name(office: Office, smtp_sink: SmtpSink, name: str) -> None:
    if "\ud800" in name:
        name = name.encode("utf-8", "replace").decode()  # the vault's JSON cannot hold half a character
    office.open_hours()
    office.book(contact=Contact(name=name, email="erika@example.org"))
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin")
    assert shape(mail) == TREE
    assert {header.lower() for header in mail} == HEADERS
    assert mail.envelope_to == ("erika@example.org",)
    (to,) = mail["To"].addresses
    assert to.addr_spec == "erika@example.org"
    assert not mail.defects
    assert event(mail)["ATTENDEE"] == "mailto:erika@example.org"
    assert "<script>" not in part(mail, "text/html").get_content()
    assert "49" not in part(mail, "text/plain").get_content().split("\n")[0]


def test_an_advertisement_is_not_greeted(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book(contact=Contact(name="Gewinn! https://evil.example", email="erika@example.org"))
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin")
    assert part(mail, "text/plain").get_content().startswith("Guten Tag,\n")
    assert b"evil" not in mail.raw
