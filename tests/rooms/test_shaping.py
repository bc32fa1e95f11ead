"""Rooms are added, changed and put in another order; their addresses stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from booking.acting import account, acting_as
from booking.db import Database
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import all_rooms, every_room, rooms_and_parts
from booking.house.shaping import (
    RoomFacts,
    RoomNameTaken,
    change_room,
    move_room,
    open_room,
    room_for_change,
)
from booking.outbox import EventRow
from tests import house as small
from tests.reservations.scene import Scene
from tests.rooms.hall import add_hall

NINE = RoomFacts(
    name="Büro Süd 9",
    number="9",
    floor="Erdgeschoss",
    access=RoomAccess.STAIRS,
    seating={"table": 5, "circle": 8},
    equipment=("screen", "hearing_loop"),
    confidential=True,
)


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.name for each in every_room(session)]


def told(database: Database) -> list[tuple[str | None, str | None, str]]:
    with database.reading() as session:
        rows = session.scalars(select(EventRow).where(EventRow.type == "RoomChanged").order_by(EventRow.id))
        return [(row.subject, row.actor, row.payload["what"]) for row in rows]


def test_a_new_room_can_be_reserved_at_once(scene: Scene) -> None:
    with scene.database.writing() as session, acting_as(account(1)):
        made = open_room(session, NINE, now=small.NOW)
        assert (made.slug, made.kind, made.position) == ("buero-sued-9", RoomKind.OFFICE, 4)
        scene.house.rooms.append(made)
    assert told(scene.database) == [("room:4", "account:1", "added")]
    assert scene.told(scene.reserve(4)) == ["24.11. 14:00-16:00 buero-sued-9 confirmed"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Büro 1 ", "buero-1-2"), ("Große Straße", "grosse-strasse"), ("Зал", "raum"), ("x" * 60, "x" * 36)],
)
def test_the_address_comes_from_the_name_and_is_nobody_elses(scene: Scene, name: str, slug: str) -> None:
    with scene.database.writing() as session:
        assert open_room(session, replace(NINE, name=name), now=small.NOW).slug == slug


@pytest.mark.parametrize(("field", "value"), [("name", "BÜRO 1"), ("number", "2")])
def test_two_rooms_never_share_a_name_or_a_number(scene: Scene, field: str, value: str) -> None:
    with scene.database.writing() as session, pytest.raises(RoomNameTaken) as taken:
        open_room(session, replace(NINE, **{field: value}), now=small.NOW)
    assert taken.value.field == field
    assert names(scene.database) == ["Büro 1", "Büro 2", "Büro 3"]


def test_a_changed_room_keeps_its_address(scene: Scene) -> None:
    with scene.database.writing() as session:
        room = room_for_change(session, 2)
        change_room(session, room, NINE, now=small.NOW)
        change_room(session, room, RoomFacts.of(room), now=small.NOW)
    with scene.database.reading() as session:
        room = session.get_one(Room, 2)
        assert (room.slug, room.name, room.capacity, room.equipment) == (
            "buero-2",
            "Büro Süd 9",
            8,
            ["hearing_loop", "screen"],
        )
    assert [what for _subject, _actor, what in told(scene.database)] == ["changed"], (
        "the same again is no change"
    )


def test_rooms_go_up_and_down_and_a_hall_takes_its_parts_along(database: Database) -> None:
    with database.writing() as session:
        small.build(session, offices=2)
        hall = add_hall(session)
        move_room(session, hall, up=True, now=small.NOW)
        move_room(session, session.get_one(Room, 1), up=True, now=small.NOW)
    with database.reading() as session:
        assert [each.slug for each in rooms_and_parts(session)] == [
            "buero-1",
            "saal",
            "saal-a",
            "saal-b",
            "buero-2",
        ]
        assert [each.slug for each in all_rooms(session)] == ["buero-1", "saal", "buero-2"]
    assert [what for _subject, _actor, what in told(database)] == ["moved"], "at the end nothing happens"
