"""Times are held before everybody has to wait; entering takes over what is still good, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.appointments.booking import give_back
from booking.appointments.models import Appointment, Status
from booking.disruptions.effects import MOST_HIT, EffectChanged, EffectTooLarge
from booking.scheduling.walltime import at_wall, wall_day
from tests.disruptions.scene import (
    CANCEL,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Scene,
    absence,
    answers_to,
    closed_house,
    held_ahead,
)

HALF_HOUR = timedelta(minutes=30)


def booked(scene: Scene, guests: int) -> list[str]:
    """So many people on Tuesday; on Wednesday and on Thursday is time for them."""
    return [scene.books(at_wall(TUESDAY, 9) + HALF_HOUR * number) for number in range(guests)]


def holds(scene: Scene) -> set[str]:
    with scene.database.reading() as session:
        return set(session.scalars(select(Appointment.id).where(Appointment.status == Status.HELD)))


def test_what_was_held_ahead_is_offered(scene: Scene) -> None:
    made = booked(scene, 4)
    wanted = absence()
    chosen = answers_to(scene.previews(wanted))
    with held_ahead(scene, wanted, chosen) as ahead:
        there = {name: list(ids) for name, ids in ahead.holds.items()}
        assert holds(scene) == {each for ids in there.values() for each in ids}
        scene.declares(wanted, chosen, ahead)
    assert sorted(there) == sorted(made)
    for each in made:
        assert [choice.id for choice in scene.choices(each)] == there[each]
        assert all(choice.hold_expires_at == scene.offer(each).answer_by for choice in scene.choices(each)), (
            "kept until they have answered, not for twenty minutes"
        )
    assert len(scene.claims()) == len({claim[1:4] for claim in scene.claims()})


def test_for_whom_a_time_was_lost_others_are_found(scene: Scene) -> None:
    [first, second] = booked(scene, 2)
    wanted = absence()
    chosen = answers_to(scene.previews(wanted))
    with held_ahead(scene, wanted, chosen) as ahead:
        lost, kept = ahead.holds[first][0], ahead.holds[second]
        with scene.database.writing() as session:
            give_back(session, session.get_one(Appointment, lost))
        scene.declares(wanted, chosen, ahead)
    assert [each.id for each in scene.choices(second)] == kept
    assert len(scene.choices(first)) == len(kept)
    assert holds(scene) == {*scene.offer(first).choices, *kept}, "nothing is left behind"


def test_what_ran_out_is_found_anew(scene: Scene) -> None:
    [made] = booked(scene, 1)
    wanted = absence()
    chosen = answers_to(scene.previews(wanted))
    with held_ahead(scene, wanted, chosen) as ahead:
        scene.now += timedelta(minutes=21)
        scene.declares(wanted, chosen, ahead)
    assert not set(ahead.holds[made]) & set(scene.offer(made).choices)
    assert scene.choices(made)


def test_a_time_that_is_closed_meanwhile_is_not_offered(scene: Scene) -> None:
    [made] = booked(scene, 1)
    wanted = absence()
    chosen = answers_to(scene.previews(wanted))
    with held_ahead(scene, wanted, chosen) as ahead:
        assert WEDNESDAY in {wall_day(scene.appointment(each).starts_at) for each in ahead.all}
        scene.declares(closed_house(WEDNESDAY), {})
        scene.declares(wanted, chosen, ahead)
    assert {wall_day(each.starts_at) for each in scene.choices(made)} == {THURSDAY}


def test_nothing_stays_held_when_it_is_not_entered(scene: Scene) -> None:
    booked(scene, 3)
    wanted = absence()
    chosen = answers_to(scene.previews(wanted))
    before = scene.claims()
    with (
        pytest.raises(EffectChanged),
        held_ahead(scene, wanted, chosen) as ahead,
    ):
        assert len(holds(scene)) == 6
        scene.books(at_wall(TUESDAY, 11))
        scene.declares(wanted, chosen, ahead)
    assert holds(scene) == set()
    assert len(scene.claims()) == len(before) + 1, "there is one guest more"


def test_who_gets_a_cancellation_needs_no_time(scene: Scene) -> None:
    made = booked(scene, 2)
    wanted = absence()
    with held_ahead(scene, wanted, dict.fromkeys(made, CANCEL)) as ahead:
        assert ahead.all == []


def test_too_many_hold_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    booked(scene, 2)
    wanted = absence()
    chosen = answers_to(scene.previews(wanted))
    monkeypatch.setattr("booking.disruptions.holding.MOST_HIT", 1)
    assert MOST_HIT > 1
    with (
        pytest.raises(EffectTooLarge),
        held_ahead(scene, wanted, chosen),
    ):
        pass
    assert holds(scene) == set()
