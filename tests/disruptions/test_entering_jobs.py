"""Many guests are entered by whoever takes the job up: once, from where the one before left it, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.acting import account
from booking.appointments.models import Appointment, Status
from booking.db import database_now
from booking.disruptions import entering_jobs
from booking.disruptions.deciding import Decided
from booking.disruptions.effects import Answer, Way
from booking.disruptions.entering import JobLedger, carry_out
from booking.disruptions.entering_jobs import ATTEMPTS, CLOSURE, KEEP, REMEMBERED, Taken, TakenOver
from booking.disruptions.holding import HeldAhead
from booking.disruptions.models import EnteringJob, Stage
from booking.disruptions.wanted import Wanted
from booking.errors import NotFound
from booking.house.models import Closure
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from booking.vault import Vault
from tests.disruptions.scene import ACCOUNT, CANCEL, TUESDAY, Scene, answers_to, closed_house

JOB = "j" * 64
GUESTS = 4


@pytest.fixture
def booked(scene: Scene) -> list[str]:
    return [scene.books(at_wall(TUESDAY, 9) + number * timedelta(minutes=30)) for number in range(GUESTS)]


def sends(scene: Scene, wanted: Wanted | None = None, answers: Mapping[str, Answer] | None = None) -> None:
    """The job, as it was proposed."""
    wanted = wanted or closed_house()
    chosen = {**answers_to(scene.previews(wanted)), **(answers or {})}
    decided = Decided(wanted, chosen, [("reason", "Wasserschaden"), ("einmal", "x")])
    with scene.database.writing() as session:
        entering_jobs.start(session, scene.desk(), JOB, decided, account_id=ACCOUNT, fingerprint="f")


def works(scene: Scene) -> None:
    carry_out(scene.database, scene.desk(), JOB)


def takes(scene: Scene) -> Taken | None:
    with scene.database.writing() as session:
        taken = entering_jobs.take(session, scene.vault, JOB)
    return taken if isinstance(taken, Taken) else None


def job(scene: Scene) -> EnteringJob:
    with scene.database.reading() as session:
        return session.get_one(EnteringJob, JOB)


def waiting(scene: Scene) -> list[str]:
    with scene.database.reading() as session:
        return list(entering_jobs.waiting(session))


def lease_runs_out(scene: Scene) -> None:
    with scene.database.writing() as session:
        session.get_one(EnteringJob, JOB).leased_until = database_now(session)


def held(scene: Scene) -> set[str]:
    with scene.database.reading() as session:
        return set(session.scalars(select(Appointment.id).where(Appointment.status == Status.HELD)))


def closures(scene: Scene) -> list[Closure]:
    with scene.database.reading() as session:
        return list(session.scalars(select(Closure)))


class Killed(BaseException):
    """What no code of the service catches."""


class DiesAfter(JobLedger):
    """Whoever works is gone once so many guests have their times."""

    def __init__(self, taken: Taken, guests: int) -> None:
        super().__init__(taken)
        self._left = guests

    def lock(self, session: Session) -> None:
        if self._left == 0:
            raise Killed
        super().lock(session)

    def note(self, session: Session, holds: Mapping[str, list[str]]) -> None:
        super().note(session, holds)
        self._left -= len(holds)


def dies(scene: Scene, guests: int) -> None:
    """Somebody takes it up and is killed after so many guests; nobody tidies up after them."""
    taken = takes(scene)
    assert taken is not None
    ledger = DiesAfter(taken, guests)
    with pytest.raises(Killed):
        HeldAhead(scene.database, scene.desk(), taken.decided, ledger=ledger, held=taken.held).hold()


def test_it_is_entered_as_it_was_decided(scene: Scene, booked: list[str]) -> None:
    sends(scene, answers={booked[0]: CANCEL})
    assert waiting(scene) == [JOB]
    assert job(scene).total == GUESTS - 1
    works(scene)
    (closure,) = closures(scene)
    done = job(scene)
    assert (done.stage, done.entered_id, done.held) == (Stage.ENTERED, closure.id, {})
    assert done.sealed is None, "what was typed is not needed any more"
    assert waiting(scene) == []
    assert scene.appointment(booked[0]).status == Status.CANCELLED
    assert held(scene) == {choice for each in booked[1:] for choice in scene.offer(each).choices}


def test_who_sent_it_did_it(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    works(scene)
    with scene.database.reading() as session:
        found = ("ClosureDeclared", "AppointmentUnsettled")
        actors = session.scalars(select(EventRow.actor).where(EventRow.type.in_(found))).all()
    assert len(actors) == 1 + GUESTS
    assert set(actors) == {account(ACCOUNT)}


def test_what_was_typed_is_sealed(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    sealed = job(scene).sealed
    assert sealed is not None
    assert b"Wasserschaden" not in sealed
    assert booked[0].encode() not in sealed


def test_one_works_at_a_time(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    assert takes(scene) is not None
    assert takes(scene) is None
    assert waiting(scene) == []
    works(scene)
    assert closures(scene) == []


def test_whoever_dies_is_followed_by_one_who_goes_on(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    dies(scene, guests=2)
    before = {name: list(holds) for name, holds in job(scene).held.items()}
    assert len(before) == 2
    works(scene)
    assert closures(scene) == [], "the lease of the dead still runs"
    lease_runs_out(scene)
    works(scene)
    assert len(closures(scene)) == 1
    assert {name: [each.id for each in scene.choices(name)] for name in before} == before
    assert held(scene) == {choice for each in booked for choice in scene.offer(each).choices}


def test_times_that_ran_out_meanwhile_are_found_anew(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    dies(scene, guests=2)
    lost = {each for holds in job(scene).held.values() for each in holds}
    scene.now += timedelta(minutes=21)
    lease_runs_out(scene)
    works(scene)
    offered = {choice for each in booked for choice in scene.offer(each).choices}
    assert len(offered) >= GUESTS
    assert not offered & lost


def test_whoever_was_believed_dead_does_nothing_more(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    late = takes(scene)
    assert late is not None
    lease_runs_out(scene)
    works(scene)
    before = scene.claims()
    with pytest.raises(TakenOver):
        HeldAhead(scene.database, scene.desk(), late.decided, ledger=JobLedger(late)).hold()
    with pytest.raises(TakenOver), scene.database.writing() as session:
        entering_jobs.ours(session, late)
    assert scene.claims() == before
    assert len(closures(scene)) == 1


def test_working_on_it_again_does_nothing(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    works(scene)
    before = scene.claims()
    works(scene)
    assert scene.claims() == before
    assert len(closures(scene)) == 1


def test_when_somebody_booked_meanwhile_nothing_is_entered_or_held(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    scene.books(at_wall(TUESDAY, 11, 30))
    works(scene)
    changed = job(scene)
    assert (changed.stage, changed.held, changed.is_refused) == (Stage.CHANGED, {}, True)
    assert closures(scene) == []
    assert held(scene) == set()
    assert waiting(scene) == []
    assert changed.sealed is not None, "somebody has to look again"


def test_for_whom_nothing_is_left_is_remembered(scene: Scene) -> None:
    """The house is closed on the other days, so nothing can be offered."""
    [made] = [scene.books(at_wall(TUESDAY, 9))]
    sends(scene)
    for day in (TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)):
        scene.declares(closed_house(day), {})
    works(scene)
    assert (job(scene).stage, job(scene).in_vain) == (Stage.CHANGED, [made])


def test_too_many_are_not_entered(scene: Scene, booked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sends(scene)
    monkeypatch.setattr("booking.disruptions.holding.MOST_HIT", GUESTS - 1)
    works(scene)
    assert job(scene).stage == Stage.TOO_LARGE
    assert held(scene) == set()


def test_what_always_fails_comes_to_an_end(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    dies(scene, guests=2)
    assert len(held(scene)) == 4
    lease_runs_out(scene)
    for _ in range(ATTEMPTS - 1):
        assert takes(scene) is not None
        lease_runs_out(scene)
    works(scene)
    assert job(scene).stage == Stage.FAILED
    assert held(scene) == set(), "nobody gets these times any more"


def test_what_nobody_can_read_ends_at_once(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    dies(scene, guests=2)
    lease_runs_out(scene)
    scene.vault = Vault("z" * 32)
    works(scene)
    unread = job(scene)
    assert (unread.stage, unread.sealed, unread.held) == (Stage.FAILED, None, {})
    assert held(scene) == set()
    assert waiting(scene) == []


def test_whose_account_is_shut_enters_nothing(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    with scene.database.writing() as session:
        session.get_one(Account, ACCOUNT).disabled_at = scene.now
    works(scene)
    assert job(scene).stage == Stage.FAILED
    assert closures(scene) == []
    assert held(scene) == set()


def test_sent_again_it_is_the_same_job(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    dies(scene, guests=1)
    sends(scene)
    assert len(job(scene).held) == 1
    lease_runs_out(scene)
    works(scene)
    sends(scene, answers={booked[0]: Answer(Way.CANCEL)})
    assert job(scene).stage == Stage.ENTERED
    assert len(closures(scene)) == 1


def test_after_a_refusal_it_begins_anew_with_what_is_decided_then(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    last = scene.books(at_wall(TUESDAY, 11, 30))
    works(scene)
    sends(scene)
    assert job(scene).total == GUESTS + 1
    works(scene)
    assert job(scene).stage == Stage.ENTERED
    assert scene.offer(last).is_open


def test_others_do_not_see_it(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    with scene.database.reading() as session:
        assert entering_jobs.job_of(session, CLOSURE, JOB, account_id=ACCOUNT).id == JOB
        for kind, who in ((CLOSURE, ACCOUNT + 1), ("absence", ACCOUNT)):
            with pytest.raises(NotFound):
                entering_jobs.job_of(session, kind, JOB, account_id=who)
            assert entering_jobs.unfinished(session, kind, account_id=who) == []


def test_only_what_was_refused_can_be_dropped(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    _drop(scene)
    assert job(scene).stage == Stage.WAITING
    scene.books(at_wall(TUESDAY, 11, 30))
    works(scene)
    _drop(scene)
    _drop(scene)
    with scene.database.reading() as session:
        assert session.get(EnteringJob, JOB) is None


def test_a_day_later_nothing_typed_is_left(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    _tidy(scene, KEEP - timedelta(minutes=1))
    assert (job(scene).stage, job(scene).sealed is None) == (Stage.WAITING, False)
    _tidy(scene, KEEP)
    assert (job(scene).stage, job(scene).sealed) == (Stage.FAILED, None)
    assert waiting(scene) == []


def test_what_was_refused_is_remembered_for_a_month(scene: Scene, booked: list[str]) -> None:
    """Whoever closed the page must learn that nothing is entered."""
    sends(scene)
    scene.books(at_wall(TUESDAY, 11, 30))
    works(scene)
    _tidy(scene, KEEP)
    assert (job(scene).stage, job(scene).sealed) == (Stage.CHANGED, None)
    _tidy(scene, REMEMBERED - timedelta(minutes=1))
    assert job(scene).stage == Stage.CHANGED
    _tidy(scene, REMEMBERED)
    assert _ids(scene) == []


def test_what_is_entered_is_forgotten_after_a_day(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    works(scene)
    _tidy(scene, KEEP - timedelta(minutes=1))
    assert _ids(scene) == [JOB]
    _tidy(scene, KEEP)
    assert _ids(scene) == []


def test_at_what_somebody_works_is_left_alone(scene: Scene, booked: list[str]) -> None:
    sends(scene)
    assert takes(scene) is not None
    _tidy(scene, KEEP)
    assert (job(scene).stage, job(scene).sealed is None) == (Stage.WAITING, False)


def test_the_lease_counts_on_the_clock_of_the_database(scene: Scene, booked: list[str]) -> None:
    """The demonstration's clock may jump by days while somebody works."""
    sends(scene)
    takes(scene)
    until = job(scene).leased_until
    assert until is not None
    assert abs(until - datetime.now(UTC)) < timedelta(minutes=2)


def _tidy(scene: Scene, age: timedelta) -> None:
    with scene.database.writing() as session:
        entering_jobs.tidy(session, now=scene.now + age)


def _ids(scene: Scene) -> list[str]:
    with scene.database.reading() as session:
        return list(session.scalars(select(EnteringJob.id)))


def _drop(scene: Scene) -> None:
    with scene.database.writing() as session:
        entering_jobs.forget(session, JOB, account_id=ACCOUNT)
