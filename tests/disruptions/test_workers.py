"""What the workers do about offers: the sweep lets them lapse, a move or a cancellation overtakes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.appointments import changes
from booking.appointments.models import Status
from booking.disruptions import entering_jobs
from booking.disruptions.deciding import Decided
from booking.disruptions.models import EnteringJob, Stage, State
from booking.scheduling.walltime import at_wall
from tests.disruptions.scene import (
    ACCOUNT,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Scene,
    absence,
    answers_to,
    closed_house,
    closed_room,
)
from tests.waiting.scene import Queue
from workers.engine import assemble

NINE = at_wall(TUESDAY, 9)


@pytest.fixture
def scene(scene_with_mails: Scene) -> Scene:
    return scene_with_mails


def test_the_sweep_lets_an_offer_lapse(scene: Scene, queue: Queue) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    queue.until(scene.offer(made).answer_by - timedelta(minutes=1))
    assemble(queue.runtime).sweep()
    assert scene.offer(made).state == State.OPEN
    queue.wait(minutes=1)
    assemble(queue.runtime).sweep()
    queue.settle()
    assert scene.offer(made).state == State.LAPSED
    assert scene.appointment(made).status == Status.CANCELLED
    assert "09:00" in scene.free(WEDNESDAY)


def test_a_move_by_themselves_overtakes_the_offer_within_a_second(scene: Scene, queue: Queue) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    there = at_wall(THURSDAY, 11)
    scene.changes(lambda session, each: changes.move(session, scene.desk(), each, there), made)
    queue.settle()
    assert scene.offer(made).state == State.OVERTAKEN
    assert scene.choices(made) == []


def test_whoever_waits_gets_the_time_that_is_given_back(scene: Scene, queue: Queue) -> None:
    """Declining frees the held times: the waiting list is asked at once."""
    made = scene.books(NINE)
    for day in (WEDNESDAY, THURSDAY):
        for number in range(1, 6):
            scene.books(at_wall(day, 9) + number * timedelta(minutes=30))
    scene.enters(absence())
    entry = queue.joins("Frau W.", phone=None)
    queue.settle()
    assert queue.held(entry) is None
    scene.declines(made)
    queue.settle()
    assert queue.held(entry) is not None


def test_what_cannot_be_entered_does_not_keep_the_others_waiting(scene: Scene, queue: Queue) -> None:
    scene.books(NINE)
    answers = answers_to(scene.previews(closed_house()))
    for minutes, (job_id, wanted) in enumerate((("a", closed_room(room=999)), ("b", closed_house()))):
        desk = replace(scene.desk(), now=scene.now + timedelta(minutes=minutes))
        with scene.database.writing() as session:
            decided = Decided(wanted, answers)
            entering_jobs.start(session, desk, job_id, decided, account_id=ACCOUNT, fingerprint="f")
    assemble(queue.runtime).enter_waiting()
    with scene.database.reading() as session:
        stages = {each.id: each.stage for each in session.scalars(select(EnteringJob))}
    assert stages == {"a": Stage.WAITING, "b": Stage.ENTERED}
