"""A part of the hall is closed: so is the hall, for slots, for Sprechstunden and for another room instead."""

from __future__ import annotations

import pytest

from booking.appointments.hours import Plan, open_hours
from booking.errors import RulesBroken
from booking.house.models import Room
from booking.house.rooms import add_room
from booking.occupancy import Resource
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.disruptions.scene import ADA, THURSDAY, WEDNESDAY, Scene, absence, closed_room, span

TEN_TO_ELEVEN = Interval(at_wall(WEDNESDAY, 10), at_wall(WEDNESDAY, 11))


def test_nothing_is_free_in_the_hall_while_a_part_is_closed(scene: Scene) -> None:
    part, hall = _hall(scene)
    _open_in(scene, _reserve(scene, hall), span(WEDNESDAY, 9, 12))
    assert "10:00" in scene.free(WEDNESDAY, adviser=ADA)
    scene.enters(closed_room(part, WEDNESDAY, 10, 11))
    free = scene.free(WEDNESDAY, adviser=ADA)
    assert {"09:00", "11:00"} <= set(free)
    assert not {"10:00", "10:30"} & set(free)


def test_no_sprechstunde_is_opened_there(scene: Scene) -> None:
    part, hall = _hall(scene)
    date = _reserve(scene, hall)
    _open_in(scene, date, span(WEDNESDAY, 11, 12))
    scene.enters(closed_room(part, WEDNESDAY, 10, 11))
    with pytest.raises(RulesBroken) as refused:
        _open_in(scene, date, TEN_TO_ELEVEN)
    assert [code for code, _ in refused.value.violations] == ["closure"]


def test_none_is_opened_while_its_adviser_is_away(scene: Scene) -> None:
    scene.enters(absence(THURSDAY))
    with pytest.raises(RulesBroken) as refused:
        scene.opens(THURSDAY, start=14, end=16)
    assert refused.value.violations == [("adviser_absent", {"adviser": "Ada 1"})]


def _hall(scene: Scene) -> tuple[int, int]:
    """A part of it, and the whole of it."""
    with scene.database.writing() as session:
        parts = [add_room(session, small.office(number)) for number in (11, 12)]
        resources = [session.get_one(Resource, part.resource_ids[0]) for part in parts]
        hall = add_room(session, small.office(13), parts=resources)
        return parts[0].id, hall.id


def _reserve(scene: Scene, room: int) -> str:
    with scene.database.writing() as session:
        there = session.get_one(Room, room)
        interval = span(WEDNESDAY, 9, 12)
        return small.reserve(session, there, interval, provider_id=1, title="Saal", now=scene.now).id


def _open_in(scene: Scene, date: str, interval: Interval) -> None:
    with scene.database.writing() as session:
        plan = Plan(
            offer=session.get_one(Offer, 1),
            adviser=session.get_one(Adviser, ADA),
            interval=interval,
            occurrence=session.get_one(Occurrence, date),
        )
        open_hours(session, plan, now=scene.now)
