"""A mail in the person's language, right to left where it is written so, with German below it."""

from __future__ import annotations

import pytest

from booking.accounts.people import Contact
from tests.notifications.office import Office
from tests.notifications.reading import by_subject, event, part
from tests.servers.smtp import SmtpSink

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_arabic_first_and_german_below(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book(contact=Contact(name="مريم", email="m@example.org", language="ar"))
    office.post()
    (mail,) = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("m@example.org",)]
    assert mail["Content-Language"] == "ar, de"
    html, text = part(mail, "text/html").get_content(), part(mail, "text/plain").get_content()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<div class="version" lang="de" dir="ltr">' in html
    assert text.index("https://termin.example.org/ar/t/") < text.index("https://termin.example.org/t/")
    assert text.index("\nDeutsch\n") < text.index("Dienstag, 24. November 2026, 9:00 Uhr")
    assert event(mail)["ATTENDEE"] == "mailto:m@example.org"


def test_an_unknown_language_is_german(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book(contact=Contact(name="Erika", email="m@example.org", language="xx"))
    office.post()
    assert by_subject(smtp_sink.messages(), "Ihr Termin")["Content-Language"] == "de"
