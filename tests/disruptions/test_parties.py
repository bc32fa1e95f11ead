"""How many come together goes on to count: for a time instead, for a room instead, and when they move by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from booking.accounts.people import Contact
from booking.appointments import booking, changes, handing_over
from booking.appointments.slots import Wish
from booking.appointments.wishes import Only, only_of, party_of
from booking.db import Database
from booking.disruptions.effects import Way
from booking.house.models import RoomAccess
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.disruptions.scene import (
    ADA,
    BEA,
    BY_MAIL,
    ROOM_1,
    ROOM_2,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Scene,
    absence,
    broken_lift,
)

NINE = at_wall(TUESDAY, 9)
FOUR = 4


@pytest.fixture
def scene(database: Database) -> Scene:
    """Only in Büro 1 six people find a place. Ada there on Tuesday and Thursday, Bea in Büro 2 on Wednesday."""
    with database.writing() as session:
        house = small.build(session, advisers=2)
        house.rooms[0].seating = {"table": 6}
        house.rooms[0].access = RoomAccess.STAIR_LIFT
        house.rooms[1].seating = {"table": 4}
        house.rooms[2].seating = {"table": 4}
    made = Scene(database, house)
    made.opens(TUESDAY)
    made.opens(THURSDAY)
    return made


def comes(scene: Scene, start: datetime, party: int, contact: Contact = BY_MAIL) -> str:
    with scene.database.writing() as session:
        wish = Wish(session.get_one(Offer, 1), adviser_id=ADA, needs=contact.needs, party=party)
        return booking.book(session, scene.desk(), wish, start, contact).id


def test_times_instead_are_where_all_of_them_find_a_place(scene: Scene) -> None:
    scene.opens(WEDNESDAY, adviser=BEA, room=ROOM_2)
    four, two = comes(scene, NINE, FOUR), comes(scene, at_wall(TUESDAY, 10), 2)
    scene.enters(absence())
    assert len(scene.choices(four)) == len(scene.choices(two)) == 2
    assert {each.room_id for each in scene.choices(four)} == {ROOM_1}, (
        "with Bea too, who goes there with them"
    )
    assert ROOM_2 in {each.room_id for each in scene.choices(two)}
    scene.accepts(four)
    assert (scene.appointment(four).room_id, party_of(scene.appointment(four))) == (ROOM_1, FOUR)


def test_a_room_instead_is_one_for_all_of_them(scene: Scene) -> None:
    """The lift fails: two find another room at the same time, four do not."""
    wheels = replace(BY_MAIL, needs=("wheelchair",))
    comes(scene, NINE, FOUR, wheels)
    comes(scene, at_wall(TUESDAY, 10), 2, wheels)
    assert [hit.way == Way.OTHER_ROOM for hit in scene.previews(broken_lift()).guests] == [False, True]


def test_moving_by_oneself_keeps_how_many_come(scene: Scene) -> None:
    scene.opens(WEDNESDAY, adviser=BEA, room=ROOM_2)
    four = comes(scene, NINE, FOUR)
    day_later = at_wall(WEDNESDAY, 9)
    scene.changes(lambda session, each: changes.move(session, scene.desk(), each, day_later), four)
    assert (scene.appointment(four).adviser_id, scene.appointment(four).room_id) == (BEA, ROOM_1)
    there, only = at_wall(THURSDAY, 9), Only(language="de")
    scene.changes(lambda session, each: changes.move(session, scene.desk(), each, there, only=only), four)
    found = scene.appointment(four)
    assert (found.starts_at, party_of(found), only_of(found)) == (there, FOUR, only)


def test_a_colleague_takes_over_only_where_there_is_room(scene: Scene) -> None:
    scene.opens(TUESDAY, adviser=BEA, room=ROOM_2)
    four, two = comes(scene, NINE, FOUR), comes(scene, at_wall(TUESDAY, 10), 2)
    for made, can in ((four, False), (two, True)):
        with scene.database.writing() as session:
            appointment = session.merge(scene.appointment(made), load=False)
            there = handing_over.ways(session, scene.desk(), appointment).same_time
            assert bool([each for each in there if each.room and each.room.id == ROOM_2]) is can
