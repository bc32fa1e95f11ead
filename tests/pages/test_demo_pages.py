"""The demonstration's own pages: its mails and its clock; elsewhere they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest

from booking.config import MailSettings
from booking.notifications.envelopes import Envelope
from booking.notifications.folder import FolderChannel
from tests.pages.conftest import Site

PATHS = ("/demo/mails", "/demo/mails/abc", "/demo/mails/abc.eml", "/demo/mails/abc.ics")


def keep_a_mail(site: Site) -> None:
    message = EmailMessage()
    message["From"] = "Quartiersbüro Leichlingen <termin@quartiersbuero.example>"
    message["To"] = "maria@example.org"
    message["Subject"] = "Ihr Termin am 24. November"
    message["Date"] = "Mon, 23 Nov 2026 08:00:00 +0100"
    message["Content-Language"] = "de"
    message.set_content("Guten Tag <b>Maria</b>,\nIhr Termin: http://localhost/t/abc\n")
    message.add_alternative(
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", subtype="calendar", params={"method": "REQUEST"}
    )
    FolderChannel(site.runtime.settings.mail_dir).send(
        Envelope("abc", "termin@quartiersbuero.example", "maria@example.org", message.as_bytes())
    )


def test_a_kept_mail_can_be_read_and_downloaded(build: Callable[..., Site]) -> None:
    site = build(env="demo")
    keep_a_mail(site)
    visitor = site.visitor().get("/demo/mails")
    assert "maria@example.org" in visitor.text
    visitor.follow("Ihr Termin am 24. November")
    assert "Guten Tag &lt;b&gt;Maria&lt;/b&gt;" in visitor.text
    assert visitor.page.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.get("/demo/mails/abc.eml").page.content_type == "message/rfc822"
    assert "BEGIN:VCALENDAR" in visitor.get("/demo/mails/abc.ics").text
    assert visitor.get("/demo/mails/gibt-es-nicht").status == 404


def test_the_clock_goes_forward_and_back_to_the_real_time(build: Callable[..., Site]) -> None:
    site = build(env="demo")
    file = site.runtime.settings.clock_offset_file
    assert file is not None
    visitor = site.visitor().get("/demo/mails").press("1 Tag vor")
    assert visitor.path == "/demo/mails"
    assert file.read_text() == "86400"
    for move, status in (("reset", 200), ("-1d", 400), ("", 400)):
        visitor.get("/demo/mails").post("/demo/uhr", {"csrf_token": visitor.token(), "move": move})
        assert visitor.status == status
    assert file.read_text() == "0"


@pytest.mark.parametrize(
    "changes", [{"env": "test"}, {"env": "demo", "mail": replace(MailSettings(), server="mail.example")}]
)
def test_elsewhere_there_are_no_such_pages(build: Callable[..., Site], changes: dict[str, object]) -> None:
    site = build(**changes)
    keep_a_mail(site)
    for path in PATHS:
        assert site.visitor().get(path).status == 404
    visitor = site.visitor().get("/code")
    assert visitor.post("/demo/uhr", {"csrf_token": visitor.token(), "move": "1d"}).status == 404
    assert "/demo/mails" not in visitor.get("/").text
