"""kill -9 while bookings are made: every acknowledged booking has its mail, and only one Message-ID."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from booking.appointments.models import Appointment, Status
from tests.servers.process import Running
from tests.servers.redis import RedisServer
from tests.servers.smtp import SmtpSink
from tests.workers.site import Site, running

pytestmark = pytest.mark.faults

KILLS = 3
BOOKINGS = 45


def test_a_worker_is_killed_again_and_again(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, redis_url: str
) -> None:
    with Site.open(database_url, tmp_path / "data", smtp_sink, redis_url) as site:
        chance = random.Random(20261122)
        booked: set[str] = set()
        workers: list[Running] = [site.worker()]
        with running(site.beat()):
            try:
                for number in range(KILLS):
                    site.wait_for_mails({site.book(f"r{number}first")}, 40, workers[-1])
                    booked |= {site.book(f"r{number}x{each}") for each in range(BOOKINGS // KILLS)}
                    time.sleep(chance.uniform(0, 1.2))
                    workers[-1].kill()
                    workers.append(site.worker())
                site.office.make_due()
                site.wait_for_mails(booked, 60, workers[-1])
                site.wait_until_all_is_sent(60, workers[-1])
            finally:
                for each in workers:
                    each.kill()
                    each.output.close()
        assert site.surplus(booked) <= 4 * KILLS, "four senders"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_embedded_server_is_killed_while_people_book(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    with Site.open(database_url, tmp_path / "data", smtp_sink) as site:
        chance = random.Random(20261122)
        acknowledged: set[str] = set()
        for number in range(3):
            with site.server() as server, ThreadPoolExecutor(4) as pool:
                answers = [pool.submit(site.book_by_web, f"r{number}x{each}") for each in range(15)]
                while not any(answer.done() for answer in answers):
                    time.sleep(0.005)
                time.sleep(chance.uniform(0, 0.4))
                server.kill()
            acknowledged |= {answer.result() for answer in answers if answer.result()}
        assert acknowledged, "the red control: somebody was told yes before the end"
        site.office.make_due()
        with site.server() as server:
            site.wait_for_mails(acknowledged, 60, server)
        assert site.surplus(acknowledged) <= 4 * 3
        with site.office.runtime.database.reading() as session:
            confirmed = select(Appointment).where(Appointment.status == Status.CONFIRMED)
            assert len(session.scalars(confirmed).all()) >= len(acknowledged)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_redis_goes_away_and_comes_back(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, own_redis: RedisServer
) -> None:
    with Site.open(database_url, tmp_path / "data", smtp_sink, own_redis.url) as site:
        with running(site.worker(), site.beat()) as (worker, beat):
            site.wait_for_mails({site.book(f"before{each}") for each in range(5)}, 40, worker)
            own_redis.kill()
            without = {site.book(f"without{each}") for each in range(5)}
            site.wait_for_mails(without, 40, worker)
            own_redis.restart()
            site.wait_for_mails({site.book(f"after{each}") for each in range(5)}, 40, worker)
            assert worker.alive
            assert beat.alive
        assert all(len(mails) == 1 for mails in site.mails_to(without).values())
