"""The list moves on by itself: with the embedded server, a freed time reaches somebody within a minute."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from booking.accounts.people import Contact
from booking.scheduling.walltime import at_wall
from tests import house
from tests.servers.smtp import SmtpSink
from tests.servers.waiting import wait_until
from tests.waiting.scene import Queue, address
from tests.workers.site import Site, running

MINUTE = 60
FRIDAY = house.TUESDAY + timedelta(days=3)


def test_a_freed_time_reaches_the_list_and_an_unanswered_one_the_next(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    with Site.open(database_url, tmp_path / "data", smtp_sink) as site:
        queue = Queue(site.office)
        wishes = {"weekdays": (4,), "half": "morning", "until": FRIDAY}
        booked = [
            site.office.book(at_wall(FRIDAY, hour, minute), Contact(name="Jemand"))
            for hour in (9, 10, 11)
            for minute in (0, 30)
        ]
        anna = queue.joins("Anna", **wishes)
        queue.wait(minutes=1)
        berta = queue.joins("Berta", **wishes)
        with running(site.server()) as (server,):

            def got(name: str, subject: str) -> bool:
                mails = site.mails_to({address(name)})[address(name)]
                return subject in [str(mail["Subject"]) for mail in mails]

            wait_until(
                lambda: got("Anna", "Sie stehen auf der Warteliste"), MINUTE, "the first mails", server
            )
            site.office.cancel(booked[2])
            wait_until(lambda: got("Anna", "Ein Termin ist frei"), MINUTE, "the offer", server)
            assert not got("Berta", "Ein Termin ist frei")
            answer_by = queue.entry(anna).answer_by
            assert answer_by is not None

            site.office.set_clock(answer_by)
            wait_until(lambda: got("Berta", "Ein Termin ist frei"), MINUTE, "the next one's offer", server)
            assert queue.states(anna, berta) == ["waiting", "offered"]
            queue.accepts(berta)
            wait_until(lambda: got("Berta", "Ihr Termin am 27. November"), MINUTE, "the confirmation", server)
