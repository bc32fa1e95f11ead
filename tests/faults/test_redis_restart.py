"""Redis restarts under a running, late-acked task: the worker lives, thanks to workers/redis_guard.py."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.servers.process import Running
from tests.servers.redis import RedisServer
from tests.servers.smtp import SmtpSink
from tests.servers.waiting import wait_until
from tests.workers.site import Site, running

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

UNGUARDED = """
from workers import app, redis_guard
redis_guard.remove()
app.worker_main(["worker", "--loglevel", "INFO"])
"""
SECONDS_AT_WORK = 6


def restart_under_a_task(site: Site, redis: RedisServer, worker: Running) -> None:
    """Redis is gone for two seconds while the worker waits for a silent mail server."""
    site.sink.stay_silent(seconds=SECONDS_AT_WORK)
    site.book("slow")
    wait_until(
        lambda: any(row.fate == "sending" for row in site.office.deliveries()), 40, "a task at work", worker
    )
    redis.kill()
    time.sleep(2)
    redis.restart()


def test_the_worker_survives(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, own_redis: RedisServer
) -> None:
    with (
        Site.open(database_url, tmp_path / "data", smtp_sink, own_redis.url) as site,
        running(site.worker(), site.beat()) as (worker, _beat),
    ):
        restart_under_a_task(site, own_redis, worker)
        time.sleep(SECONDS_AT_WORK)
        site.wait_for_mails({site.book("after")}, 40, worker)
        assert worker.alive, worker.log()
        assert "the channel belongs to a closed connection" not in worker.log().splitlines()[-1]


def test_without_the_guard_it_ends(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, own_redis: RedisServer
) -> None:
    """The red control: once this fails, kombu is repaired and the guard can go."""
    with (
        Site.open(database_url, tmp_path / "data", smtp_sink, own_redis.url) as site,
        running(site.start("-c", UNGUARDED, name="unguarded worker"), site.beat()) as (worker, _beat),
    ):
        restart_under_a_task(site, own_redis, worker)
        wait_until(lambda: not worker.alive, 60, "the worker to end")
        assert "NoneType" in worker.log()
