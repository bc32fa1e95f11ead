"""kill -9 while a closure with many guests is entered: somebody goes on, once, and nothing stays held for nobody."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from booking.appointments.models import Appointment, Status
from booking.disruptions import entering_jobs
from booking.disruptions.deciding import Decided
from booking.disruptions.effects import Answer
from booking.disruptions.models import EnteringJob, Replacement, Stage
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.house.models import Closure, ClosureKind
from booking.outbox import EventRow
from booking.scheduling.walltime import day_bounds, wall_day
from tests.house import TUESDAY
from tests.servers.process import Running
from tests.servers.redis import RedisServer
from tests.servers.smtp import SmtpSink
from tests.workers.site import STARTS, Site, running

pytestmark = pytest.mark.faults

JOB = "j" * 64
GUESTS = sum(wall_day(start) == TUESDAY for start in STARTS)
Held = dict[str, list[str]]


def test_a_worker_is_killed_and_another_one_goes_on(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, redis_url: str
) -> None:
    with Site.open(database_url, tmp_path / "data", smtp_sink, redis_url) as site:
        _send(site)
        with running(site.beat()):
            before = _killed_halfway(site, site.worker())
            with running(site.worker()) as (second,):
                _wait_until_entered(site, second)
        _entered_once(site, before)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_embedded_server_is_killed_and_started_again(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    with Site.open(database_url, tmp_path / "data", smtp_sink) as site:
        _send(site)
        before = _killed_halfway(site, site.server())
        with site.server() as server:
            _wait_until_entered(site, server)
        _entered_once(site, before)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_a_broker_it_is_not_lost(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, own_redis: RedisServer
) -> None:
    """Redis is gone before anybody sends it: the worker's standby does it."""
    with (
        Site.open(database_url, tmp_path / "data", smtp_sink, own_redis.url) as site,
        running(site.worker()) as (worker,),
    ):
        site.wait_for_mails({site.book("before")}, 40, worker)
        own_redis.kill()
        _send(site, already=1)
        _wait_until_entered(site, worker)
        _entered_once(site, {})


def _send(site: Site, *, already: int = 0) -> None:
    """A closure of the day on which everybody comes, as somebody decided it on its page."""
    for number in range(GUESTS - already):
        site.book(f"guest{number}")
    wanted = Wanted(interval=day_bounds(TUESDAY), kind=ClosureKind.HOUSE, reason="Rohrbruch")
    desk = site.office.desk()
    with site.office.runtime.database.writing() as session:
        answers = {each.appointment.id: Answer(each.way) for each in preview(session, desk, wanted).guests}
    assert len(answers) == GUESTS
    with site.office.runtime.database.writing() as session:
        decided = Decided(wanted, answers)
        entering_jobs.start(
            session, desk, JOB, decided, account_id=site.office.small.account.id, fingerprint="f"
        )


def _killed_halfway(site: Site, process: Running) -> Held:
    """What it had held for whom when it was killed."""
    with running(process):
        _wait(lambda: len(_job(site).held) >= 2, process)
        process.kill()
    left = _job(site)
    assert left.stage == Stage.WAITING
    assert 2 <= len(left.held) < GUESTS, "the kill came too late: everything was held already"
    return {name: list(holds) for name, holds in left.held.items()}


def _wait_until_entered(site: Site, process: Running) -> None:
    _wait(lambda: _job(site).stage != Stage.WAITING, process)


def _wait(condition: Callable[[], bool], process: Running, seconds: float = 90) -> None:
    """Looks often: what is waited for is soon over."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert process.alive, process.log()
        assert time.monotonic() < deadline, process.log()
        time.sleep(0.01)


def _job(site: Site) -> EnteringJob:
    with site.office.runtime.database.reading() as session:
        return session.get_one(EnteringJob, JOB)


def _entered_once(site: Site, before: Held) -> None:
    """One closure; everybody has one offer, whoever had times before has these; and nothing else is held."""
    assert _job(site).stage == Stage.ENTERED
    with site.office.runtime.database.reading() as session:
        assert len(session.scalars(select(Closure)).all()) == 1
        declared = session.scalars(select(EventRow).where(EventRow.type == "ClosureDeclared")).all()
        assert [each.actor for each in declared] == [f"account:{site.office.small.account.id}"]
        offers = {each.appointment_id: each.choices for each in session.scalars(select(Replacement))}
        assert len(offers) == len(session.scalars(select(Replacement.id)).all()) == GUESTS
        assert {name: offers[name] for name in before} == before
        held = session.scalars(select(Appointment.id).where(Appointment.status == Status.HELD)).all()
        orphans = set(held) - {each for choices in offers.values() for each in choices}
        assert len(orphans) <= 1, "of the guest whose second time was not held yet; it ends by itself"
        ends = session.scalars(select(Appointment.hold_expires_at).where(Appointment.id.in_(orphans))).all()
        assert all(end is not None for end in ends)
