"""Forty plans are open: all hear of a change, bookings go on, and the service ends when it is told to."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from booking.house.models import Room
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house
from tests.live.readers import PATIENCE, cookies_of, reading
from tests.servers.smtp import SmtpSink
from tests.workers.site import Site

PLANS = 40
BOOKINGS = 12


@pytest.fixture
def site(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> object:
    with Site.open(database_url, tmp_path / "data", smtp_sink) as opened:
        yield opened


def test_forty_open_plans_hear_of_a_change_and_bookings_go_on(site: Site) -> None:
    cookies = cookies_of(site.office.runtime, PLANS)
    with site.server() as running:
        base = f"http://127.0.0.1:{site.port}"
        with reading(base, cookies, f"/planer?tag={house.TUESDAY}") as readers:
            assert {each.status for each in readers} == {200}
            assert all(site.book_by_web(f"erika-{number}") for number in range(BOOKINGS))
            _reserve(site)
            assert all(each.heard.wait(PATIENCE) for each in readers)
            assert all(each.read for each in readers), "each could read its page anew"
            assert site.book_by_web("zuletzt")
            told = time.monotonic()
            assert running.stop() == 0, running.log()
            assert time.monotonic() - told < 10, "open streams do not keep the service from ending"


def _reserve(site: Site) -> None:
    """Another process does it: the streams hear of it from the database alone."""
    start = at_wall(house.TUESDAY + timedelta(days=1), 19)
    with site.office.runtime.database.writing() as session:
        room = session.query(Room).filter_by(slug="buero-3").one()
        house.reserve(
            session,
            room,
            Interval(start, start + timedelta(hours=1)),
            provider_id=site.office.small.provider.id,
            title="Probe",
        )
