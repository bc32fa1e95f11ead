"""Every offered time went to a second closure: others are held, or it is cancelled; who it is hears of that once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.appointments.models import Status
from booking.disruptions import refilling
from booking.disruptions.models import Replacement, State
from booking.scheduling.walltime import at_wall
from booking.todos.models import Todo
from tests.disruptions.scene import (
    ADA,
    BEA,
    BY_PHONE,
    ROOM_2,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Scene,
    absence,
    closed_house,
)
from tests.waiting.scene import Queue
from workers.engine import assemble

NINE = at_wall(TUESDAY, 9)
FRIDAY = THURSDAY + timedelta(days=1)


@pytest.fixture
def scene(scene_with_mails: Scene) -> Scene:
    return scene_with_mails


def offers(scene: Scene) -> list[Replacement]:
    with scene.database.reading() as session:
        return list(session.scalars(select(Replacement).order_by(Replacement.answer_by, Replacement.state)))


def told(queue: Queue, *kinds: str) -> list[str]:
    return [each.kind for each in queue.office.deliveries() if each.kind in kinds]


def lose_both(scene: Scene) -> str:
    """The offered Wednesday and Thursday are closed as well."""
    made = scene.books(NINE)
    scene.enters(absence())
    scene.enters(closed_house(WEDNESDAY))
    scene.enters(closed_house(THURSDAY))
    return made


def test_other_times_are_held_and_told_once(scene: Scene, queue: Queue) -> None:
    made = scene.books(NINE)
    cause = scene.enters(absence())
    queue.settle()
    scene.enters(closed_house(WEDNESDAY))
    queue.settle()
    assert len(offers(scene)) == 1, "Thursday is still there"
    scene.opens(FRIDAY)
    scene.enters(closed_house(THURSDAY))
    queue.settle()
    assemble(queue.runtime).sweep()
    queue.settle()
    states = {each.state: each for each in offers(scene)}
    assert set(states) == {State.GONE, State.OPEN}
    with scene.database.reading() as session:
        chosen = refilling.live_choices(session, [states[State.OPEN]], scene.now)[states[State.OPEN].id]
        assert [each.starts_at for each in chosen] == [at_wall(FRIDAY, 9), at_wall(FRIDAY, 9, 30)]
    assert told(queue, "unsettled", "cancelled") == ["unsettled", "unsettled"]
    assert scene.appointment(made).asleep_by == cause
    assert (scene.appointment(made).sequence, scene.appointment(made).is_coming) == (2, True)
    before = scene.claims()
    assemble(queue.runtime).sweep()
    assert scene.claims() == before, "what has times is left alone"


def test_where_nothing_is_free_it_is_cancelled(scene: Scene, queue: Queue) -> None:
    made = lose_both(scene)
    queue.settle()
    assert [each.state for each in offers(scene)] == [State.GONE]
    assert (scene.appointment(made).status, scene.appointment(made).cancelled_by) == (
        Status.CANCELLED,
        "house",
    )
    queue.settle()
    assert told(queue, "unsettled", "cancelled") == ["cancelled"]


def test_who_is_called_has_one_call_to_come(scene: Scene, queue: Queue) -> None:
    scene.books(NINE, BY_PHONE)
    scene.enters(absence())
    queue.settle()
    scene.opens(FRIDAY)
    scene.enters(closed_house(WEDNESDAY))
    scene.enters(closed_house(THURSDAY))
    queue.settle()
    with scene.database.reading() as session:
        open_calls = session.scalars(select(Todo).where(Todo.done_at.is_(None))).all()
        (found,) = [each for each in offers(scene) if each.state == State.OPEN]
        assert [each.dedup_key for each in open_calls] == [f"unsettled|{found.id}"]


def test_their_own_adviser_first_if_only_that_one_was_offered(scene: Scene, queue: Queue) -> None:
    made = scene.books(NINE)
    scene.enters(absence(colleagues=False))
    scene.opens(FRIDAY, adviser=BEA, room=ROOM_2)
    later = scene.opens(FRIDAY + timedelta(days=3))
    scene.enters(closed_house(THURSDAY))
    queue.settle()
    assert scene.appointment(made).is_coming
    (found,) = [each for each in offers(scene) if each.state == State.OPEN]
    assert {scene.appointment(each).hours_id for each in found.choices} == {later}
    assert {scene.appointment(each).adviser_id for each in found.choices} == {ADA}


def test_whoever_moves_by_themselves_meanwhile_waits_for_nothing(scene: Scene, queue: Queue) -> None:
    made = lose_both(scene)
    with scene.database.reading() as session:
        (empty,) = refilling.emptied(session, scene.now)
    scene.opens(FRIDAY)
    queue.office.move(scene.appointment(made), at_wall(FRIDAY, 11))
    with scene.database.writing() as session:
        refilling.refill(session, scene.desk(), empty)
    assert [each.state for each in offers(scene)] == [State.OVERTAKEN]
    assert scene.appointment(made).starts_at == at_wall(FRIDAY, 11)
