"""The stair lift or the hearing loop fails: only who needs it is hit, and gets another room where one is free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booking.appointments import booking, finding
from booking.appointments.slots import Wish
from booking.db import Database
from booking.disruptions.effects import Way
from booking.disruptions.wanted import Wanted
from booking.house.models import ClosureKind, Room, RoomAccess
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall, wall_day
from tests import house as small
from tests.disruptions.scene import (
    ADA,
    BEA,
    BY_MAIL,
    ROOM_1,
    ROOM_2,
    THURSDAY,
    TUESDAY,
    Scene,
    broken_lift,
    span,
)

NINE = at_wall(TUESDAY, 9)
WHEELCHAIR = replace(BY_MAIL, needs=("wheelchair",))
LISTENS = replace(BY_MAIL, needs=("hearing_loop",))
QUIET = Wanted(
    interval=span(TUESDAY), kind=ClosureKind.EQUIPMENT, equipment="hearing_loop", reason="Höranlage defekt"
)


@pytest.fixture
def scene(database: Database) -> Scene:
    """Büro 1 is reached by the stair lift and has a hearing loop, Büro 2 by stairs; Büro 3 without steps."""
    with database.writing() as session:
        house = small.build(session, advisers=2)
        house.rooms[0].access, house.rooms[0].equipment = RoomAccess.STAIR_LIFT, ["hearing_loop"]
        house.rooms[1].access = RoomAccess.STAIRS
        house.rooms[2].equipment = ["hearing_loop"]
    made = Scene(database, house)
    made.opens(TUESDAY)
    made.opens(THURSDAY, adviser=BEA, room=ROOM_2)
    return made


def test_who_needs_the_lift_gets_another_room_at_the_same_time(scene: Scene) -> None:
    wheels, walks = scene.books(NINE, WHEELCHAIR), scene.books(at_wall(TUESDAY, 10))
    effect = scene.previews(broken_lift())
    assert [(hit.appointment.id, hit.way) for hit in effect.guests] == [(wheels, Way.OTHER_ROOM)]
    assert effect.dates == [], "everybody else comes as usual"
    scene.enters(broken_lift())
    moved, stays = scene.appointment(wheels), scene.appointment(walks)
    assert (moved.room_id, moved.own_room, moved.starts_at, moved.adviser_id) == (3, True, NINE, ADA)
    assert (stays.room_id, stays.sequence) == (ROOM_1, 0)


def test_one_room_is_given_once_the_next_is_offered_another_time(scene: Scene) -> None:
    scene.opens(TUESDAY, adviser=BEA, room=3)
    made = scene.books(NINE, WHEELCHAIR, adviser=ADA)
    (hit,) = scene.previews(broken_lift(TUESDAY, 9, 11)).guests
    assert (hit.way, hit.room) == (Way.OFFER, None)
    assert [each.start for each in hit.choices] == [NINE, at_wall(THURSDAY, 9)]
    assert [each.room and each.room.id for each in hit.choices] == [3, 3]
    cause = scene.enters(broken_lift(TUESDAY, 9, 11))
    assert scene.appointment(made).asleep_by == cause
    scene.withdraws(cause)
    assert (scene.appointment(made).asleep_by, scene.appointment(made).sequence) == (None, 2)


def test_meanwhile_such_times_are_offered_where_they_can_be_reached(scene: Scene) -> None:
    scene.enters(broken_lift())
    assert scene.free(TUESDAY) == scene.free(TUESDAY, needs=("wheelchair",))
    made = scene.books(NINE, WHEELCHAIR)
    assert (scene.appointment(made).room_id, scene.appointment(made).own_room) == (3, True)
    with scene.database.writing() as session:
        small.reserve(session, session.get_one(Room, 3), span(TUESDAY, 10, 12), provider_id=1, title="Team")
    assert scene.free(TUESDAY, needs=("wheelchair",)) == ["09:30"]


def test_a_hold_made_before_is_placed_again_when_the_need_is_told(scene: Scene) -> None:
    with scene.database.writing() as session:
        held_id = booking.hold(session, scene.desk(), Wish(session.get_one(Offer, 1)), NINE).id
    scene.enters(broken_lift())
    with scene.database.writing() as session:
        held = finding.by_id(session, held_id, for_change=True)
        booking.keep(session, scene.desk(), held, contact=WHEELCHAIR)
        booking.confirm(session, scene.desk(), held)
    assert scene.appointment(held_id).room_id == 3


def test_the_hearing_loop_fails_everywhere(scene: Scene) -> None:
    listens, comes = scene.books(NINE, LISTENS), scene.books(at_wall(TUESDAY, 10), WHEELCHAIR)
    (hit,) = scene.previews(QUIET).guests
    assert hit.appointment.id == listens
    assert hit.way == Way.OFFER, "no other room has one that works"
    assert {wall_day(each.start) for each in hit.choices} == {THURSDAY}
    assert scene.appointment(comes).sequence == 0
    assert scene.free(TUESDAY, needs=("hearing_loop",)) != []
    scene.enters(QUIET)
    assert scene.free(TUESDAY, needs=("hearing_loop",)) == []


def test_the_hearing_loop_fails_in_one_room(scene: Scene) -> None:
    made = scene.books(NINE, LISTENS)
    scene.enters(replace(QUIET, room_id=ROOM_1))
    assert scene.appointment(made).room_id == 3


def test_after_it_is_repaired_everything_is_as_before(scene: Scene) -> None:
    cause = scene.enters(broken_lift())
    scene.withdraws(cause)
    made = scene.books(NINE, WHEELCHAIR)
    assert scene.appointment(made).room_id == ROOM_1
