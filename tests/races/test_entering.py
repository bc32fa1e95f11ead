"""Four workers wake for the same closure with many guests: one enters it, once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from unittest import mock

import pytest
from sqlalchemy import select, true

from booking.db import Database
from booking.disruptions import entering_jobs
from booking.disruptions.deciding import Decided
from booking.disruptions.entering import carry_out
from booking.disruptions.models import EnteringJob, Replacement, Stage
from booking.disruptions.previewing import preview
from booking.house.models import Closure
from tests.disruptions.scene import answers_to, closed_house
from tests.races.rivals import Attempt, race_threads
from tests.races.test_disruptions import weeks
from tests.races.test_one_slot import DESK

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

ROUNDS, RIVALS, GUESTS = 4, 4, 3


def test_one_of_four_workers_enters_it(database: Database) -> None:
    jobs = _sent(database)
    outcome = race_threads(database, _working(jobs), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    with database.reading() as session:
        assert set(session.scalars(select(EnteringJob.stage))) == {Stage.ENTERED}
        offers = Counter(session.scalars(select(Replacement.appointment_id)))
        assert set(offers.values()) == {1}
        assert len(offers) == ROUNDS * GUESTS
    assert _closures(database) == ROUNDS


def test_red_control_without_the_lease_several_work_on_it(database: Database) -> None:
    """Whoever comes second finds that everything has changed, and fails to say so."""
    jobs = _sent(database)
    with (
        mock.patch.object(entering_jobs, "_is_free", return_value=true()),
        mock.patch.object(
            entering_jobs, "ours", lambda session, taken: session.get_one(EnteringJob, taken.id)
        ),
    ):
        outcome = race_threads(database, _working(jobs), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors, "the race is too tame: nobody came second"


def _sent(database: Database) -> list[str]:
    """A job for each day, all decided before anybody works."""
    days = weeks(database, booked=GUESTS)[:ROUNDS]
    return [_send(database, day) for day in days]


def _send(database: Database, day: date) -> str:
    wanted, job_id = closed_house(day), f"job-{day}"
    with database.writing() as session:
        answers = answers_to(preview(session, DESK, wanted))
    with database.writing() as session:
        entering_jobs.start(session, DESK, job_id, Decided(wanted, answers), account_id=1, fingerprint="")
    return job_id


def _working(jobs: list[str]) -> Attempt:
    def attempt(database: Database, turn: int, _number: int) -> None:
        carry_out(database, DESK, jobs[turn])

    return attempt


def _closures(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(Closure.id)).all())
