"""The mails about reservations as they are read, compared with golden files; UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
import re
from datetime import time, timedelta
from email.message import EmailMessage

import pytest

from booking.reservations.scope import Scope
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import Office
from tests.notifications.test_golden import GOLDEN
from tests.reservations.scene import weekly
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

WEEK = timedelta(weeks=1)
RANDOM = {
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}": "UID",
    r"/reservierung/[\w-]{16}": "/reservierung/ID",
}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_mails_read_as_they_should(office: Office, smtp_sink: SmtpSink) -> None:
    taken = at_wall(house.TUESDAY + WEEK, 14)
    with office.runtime.database.writing() as session:
        room = session.merge(office.small.rooms[0], load=False)
        both = Interval(taken, taken + timedelta(hours=2))
        house.reserve(session, room, both, provider_id=office.small.provider.id, title="Andere")
    made = office.reserve(rule=weekly(20), public_title="Offener Treff")
    office.post()
    office.scene().move(made, Scope.FOLLOWING, picked=10, at=time(16), room=2)
    office.post()
    office.scene().cancel(made)
    request = office.reserve(3, rule=weekly(3), as_request=True)
    office.post()
    office.decide(request, [0, 2], "Am 1. Dezember ist ein Fest der Stadt.")
    office.reserve(3, as_request=True, day=house.TUESDAY + timedelta(days=8))
    office.post()
    office.set_clock(house.NOW + timedelta(days=3))
    office.engine.tidy()
    office.post()
    written: dict[str, str] = {}
    for delivery, mail in zip(office.deliveries(), smtp_sink.messages(), strict=True):
        written.setdefault(delivery.kind, readable(mail))
    assert len(written) == 7
    for kind, text in written.items():
        file = GOLDEN / f"{kind}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), kind


def readable(mail: Received) -> str:
    """The headers and every part, with names for what is random."""
    pieces = [f"{name}: {value}" for name, value in mail.items()]
    for each in mail.walk():
        assert isinstance(each, EmailMessage)
        pieces.append(f"\n=== {each['Content-Type']}\n")
        if each.get_content_type() == "application/ics":
            pieces.append("(the same)")
        elif not each.is_multipart():
            pieces.append(each.get_content())
    public_id = re.escape(str(mail["Message-ID"]).strip("<>").partition("@")[0])
    text = re.sub(public_id, "PUBLIC-ID", "\n".join(pieces).replace("\r\n", "\n"))
    for pattern, name in RANDOM.items():
        text = re.sub(pattern, name, text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
