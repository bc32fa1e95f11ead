"""A room out of service is offered nowhere and given to nobody; what was there before is still told."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.happenings import HouseDays
from booking.appointments.room_use import use_of
from booking.appointments.slots import Wish, find_slots
from booking.appointments.taking_place import read_house_days
from booking.disruptions.returning import Why
from booking.errors import NotAllowedNow, NotFound
from booking.house.calendar import closed_times
from booking.house.models import Room
from booking.house.retiring import RoomInUse, bring_back, owners_of, retire
from booking.house.rooms import all_rooms, room_to_reserve, rooms_to_reserve
from booking.house.shaping import room_for_change
from booking.offers.models import Offer
from booking.reservations.deciding import Choice, DatesTaken, NothingLeft
from booking.reservations.plan import read_plan
from booking.reservations.reserving import rank_rooms
from booking.reservations.scope import Scope
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house as small
from tests.disruptions import scene as disrupted
from tests.reservations.scene import Scene, weekly
from tests.rooms.hall import add_hall

TUESDAY = small.TUESDAY
WHEELCHAIR = Contact(name="Frau W.", needs=("wheelchair",))


def take_out(scene: Any, room: int, *, now: Any = small.NOW) -> None:
    with scene.database.writing() as session:
        retire(session, room_for_change(session, room), now=now)


def take_back(scene: Scene, room: int) -> None:
    with scene.database.writing() as session:
        bring_back(session, room_for_change(session, room), now=small.NOW)


def test_nobody_is_offered_the_room_nor_gets_it(scene: Scene) -> None:
    take_out(scene, 2)
    with scene.database.reading() as session:
        assert [each.id for each in all_rooms(session)] == [1, 3]
        assert [each.id for each in rooms_to_reserve(session)] == [1, 3]
        assert [each.room.id for each in rank_rooms(session, scene.wish(), now=small.NOW)] == [1, 3]
        assert [each.id for each in read_plan(session, TUESDAY, 1, now=small.NOW).rows()] == [1, 3]
        with pytest.raises(NotFound):
            room_to_reserve(session, "buero-2")
    with pytest.raises(NothingLeft):
        scene.reserve(2)
    with pytest.raises(DatesTaken):
        scene.reserve(
            2,
            choices={
                at_wall(TUESDAY, 14): Choice(
                    Interval(at_wall(TUESDAY, 14), at_wall(TUESDAY, 16)), scene.room(2)
                )
            },
        )
    with pytest.raises((DatesTaken, NothingLeft)):
        scene.move(scene.reserve(1), room=2)
    take_back(scene, 2)
    assert scene.told(scene.reserve(2)) == ["24.11. 14:00-16:00 buero-2 confirmed"]


def test_it_is_not_proposed_where_a_date_is_taken(scene: Scene) -> None:
    scene.reserve(1)
    take_out(scene, 2)
    with pytest.raises(DatesTaken) as taken:
        scene.reserve(1)
    assert {each.room.id for each in taken.value.proposals} == {1, 3}


def test_no_appointment_gets_it_as_a_room_of_its_own(database: Any) -> None:
    with database.writing() as session:
        house = small.build(session, offices=1)
        small.hours_on(session, house, room=None)
        offer, desk = session.get_one(Offer, 1), disrupted.Scene(database, house).desk()
        within = day_bounds(TUESDAY)
        assert find_slots(session, Wish(offer), within, now=small.NOW)
        retire(session, room_for_change(session, 1), now=small.NOW)
        assert find_slots(session, Wish(offer), within, now=small.NOW) == []
        bring_back(session, room_for_change(session, 1), now=small.NOW)
        booking.book(session, desk, Wish(offer), at_wall(TUESDAY, 9), Contact(name="Frau M."))
        with pytest.raises(RoomInUse) as used:
            retire(session, room_for_change(session, 1), now=small.NOW)
        assert [each.partition(":")[0] for each in used.value.owners] == ["appointment"]
        assert len(use_of(session, session.get_one(Room, 1), now=small.NOW).talks) == 1


@pytest.mark.parametrize("asks", [False, True], ids=["reservation", "request"])
def test_refused_while_somebody_has_it(scene: Scene, *, asks: bool) -> None:
    reservation = scene.reserve(2, rule=weekly(3), as_request=asks)
    with pytest.raises(RoomInUse):
        take_out(scene, 2)
    with scene.database.reading() as session:
        use = use_of(session, session.get_one(Room, 2), now=small.NOW)
        assert [(each.reservation.id, len(each.dates)) for each in use.awake] == [(reservation, 3)]
        assert len(owners_of(session, session.get_one(Room, 2), now=small.NOW)) == 3
    scene.cancel(reservation)
    take_out(scene, 2)


def test_a_date_that_runs_keeps_it_and_one_that_is_over_is_still_told(scene: Scene) -> None:
    scene.reserve(2)
    with pytest.raises(RoomInUse):
        take_out(scene, 2, now=at_wall(TUESDAY, 15))
    take_out(scene, 2, now=at_wall(TUESDAY, 16))
    with scene.database.reading() as session:
        evening = at_wall(TUESDAY, 17)
        plan = read_plan(session, TUESDAY, 1, now=evening)
        assert [each.id for each in plan.rows()] == [1, 2, 3]
        assert len(plan.dates_on(session.get_one(Room, 2), TUESDAY)) == 1
        assert [each.id for each in read_plan(session, TUESDAY + timedelta(1), 1, now=evening).rows()] == [
            1,
            3,
        ]
        days: HouseDays = read_house_days(session, TUESDAY, 1, now=evening)
        assert [(each.room.id if each.room else None) for each in days.on(TUESDAY)] == [2]
        assert [each.id for each in days.rooms_on(TUESDAY + timedelta(1))] == [1, 3]


def test_a_held_time_that_ran_out_cannot_be_renewed_into_it(database: Any) -> None:
    with database.writing() as session:
        house = small.build(session, offices=1)
        small.hours_on(session, house, room=None)
        desk = disrupted.Scene(database, house).desk()
        booking.hold(session, desk, Wish(session.get_one(Offer, 1)), at_wall(TUESDAY, 9))
    with database.writing() as session, pytest.raises(RoomInUse):
        retire(session, room_for_change(session, 1), now=small.NOW)
    with database.writing() as session:
        room = room_for_change(session, 1)
        retire(session, room, now=small.later(30))
        left = session.scalar(
            text("SELECT count(*) FROM busy_time WHERE resource_id = :it"), {"it": room.resource_ids[0]}
        )
        assert left == 0


def test_a_hall_goes_with_its_parts_and_a_part_never_alone(scene: Scene) -> None:
    with scene.database.writing() as session:
        add_hall(session)
    with scene.database.writing() as session:
        hall = next(each for each in all_rooms(session) if each.slug == "saal")
        part = next(each for each in rooms_to_reserve(session) if each.slug == "saal-a")
        with pytest.raises(NotAllowedNow):
            retire(session, room_for_change(session, part.id), now=small.NOW)
        retire(session, room_for_change(session, hall.id), now=small.NOW)
        retire(session, room_for_change(session, hall.id), now=small.NOW)
        assert "saal" not in {each.slug for each in rooms_to_reserve(session)}
        assert "saal-a" not in {each.slug for each in rooms_to_reserve(session)}
        bring_back(session, room_for_change(session, hall.id), now=small.NOW)
        assert {"saal", "saal-a", "saal-b"} <= {each.slug for each in rooms_to_reserve(session)}


def test_what_sleeps_does_not_wake_into_it(database: Any) -> None:
    with database.writing() as session:
        scene = disrupted.Scene(database, small.build(session, offices=3, advisers=2))
    scene.opens(TUESDAY, room=2)
    cause = scene.enters(disrupted.closed_house(TUESDAY))
    take_out(scene, 2)
    back = scene.withdraws(cause)
    assert [why for thing, why in back.stays if hasattr(thing, "recurrence_id")] == [Why.ROOM_RETIRED]
    assert not back.wakes


def test_closed_from_then_on_and_not_before(scene: Scene) -> None:
    noon = at_wall(TUESDAY, 12)
    take_out(scene, 2, now=noon)
    with scene.database.reading() as session:
        found = [each for each in closed_times(session, day_bounds(TUESDAY)) if each.retired]
        assert [(each.room_id, each.interval) for each in found] == [
            (2, Interval(noon, day_bounds(TUESDAY).end))
        ]
        assert not [each for each in closed_times(session, day_bounds(small.NOW.date())) if each.retired]


def test_a_series_cannot_go_on_into_it(scene: Scene) -> None:
    """Its dates went elsewhere one by one; whoever moves all of it at once has to choose another room."""
    reservation = scene.reserve(2, rule=weekly(2))
    for number in range(2):
        scene.move(reservation, Scope.ONE, number, room=3)
    take_out(scene, 2)
    assert scene.told(reservation) == [
        "24.11. 14:00-16:00 buero-3 confirmed",
        "01.12. 14:00-16:00 buero-3 confirmed",
    ]
    scene.move(reservation, at=time(10))
    assert {each.split()[2] for each in scene.told(reservation)} == {"buero-3"}
