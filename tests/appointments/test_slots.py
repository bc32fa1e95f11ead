"""Free slots: advisers, rooms, needs, caps, closures and holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.finding import alternatives, why_empty
from booking.appointments.models import Channel, HoursMode
from booking.appointments.slots import Wish, find_slots
from booking.errors import Overlap, RulesBroken, SlotTaken
from booking.house.calendar import close
from booking.house.models import Room, RoomAccess
from booking.house.rooms import add_part, add_room
from booking.occupancy import Resource
from booking.offers.models import Offer
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house as small

NINE = at_wall(small.TUESDAY, 9)
TUESDAY = day_bounds(small.TUESDAY)


def test_a_morning_has_six_half_hours(scene) -> None:
    with scene.database.reading() as session:
        slots = find_slots(session, scene.wish(session), TUESDAY, now=small.NOW)
    assert [slot.start for slot in slots] == [NINE + timedelta(minutes=30 * step) for step in range(6)]
    assert {slot.room.name for slot in slots} == {"Büro 1"}
    assert not any(slot.own_room for slot in slots)


def test_an_adviser_cannot_sit_in_two_sprechstunden_at_once(scene) -> None:
    with pytest.raises(Overlap), scene.database.writing() as session:
        small.hours_on(session, scene.house, start=11, end=13, room=None)


def test_parallel_seats_are_booked_one_by_one(scene) -> None:
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, start=13, end=14, room=scene.house.rooms[1], seats=2)
    one = at_wall(small.TUESDAY, 13)
    for places in (2, 1):
        with scene.database.writing() as session:
            slot = find_slots(
                session, scene.wish(session), Interval(one, one + timedelta(minutes=1)), now=small.NOW
            )[0]
            assert slot.places == places
            booking.book(session, scene.desk(), scene.wish(session), one, Contact(name="A"))
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        booking.book(session, scene.desk(), scene.wish(session), one, Contact(name="A"))


def test_a_sprechstunde_in_a_part_of_the_hall_stays_there(scene) -> None:
    with scene.database.writing() as session:
        hall, resources = small.office(9), [Resource(kind="room", name=each) for each in ("saal-a", "saal-b")]
        session.add_all(resources)
        session.flush()
        add_room(session, hall, parts=resources)
        part = add_part(session, hall, small.office(10), resources[:1])
        small.hours_on(session, scene.house, start=14, end=15, room=part)
        made = booking.book(
            session, scene.desk(), scene.wish(session), at_wall(small.TUESDAY, 14), Contact(name="A")
        )
        assert (made.room_id, made.own_room) == (part.id, False)


def test_no_room_no_slot(scene) -> None:
    """Three offices; the Sprechstunde without a room shows slots while one of them is free."""
    two = at_wall(small.TUESDAY, 14)
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, start=14, end=15, room=None)
        for room in scene.house.rooms[:2]:
            small.reserve(
                session,
                room,
                Interval(two, two + timedelta(hours=1)),
                provider_id=1,
                title="x",
                now=small.NOW,
            )
        afternoon = Interval(two, two + timedelta(hours=1))
        slots = find_slots(session, scene.wish(session), afternoon, now=small.NOW)
        assert {slot.room.name for slot in slots} == {"Büro 3"}
        assert all(slot.own_room for slot in slots)
        small.reserve(session, scene.house.rooms[2], afternoon, provider_id=1, title="x", now=small.NOW)
        assert find_slots(session, scene.wish(session), afternoon, now=small.NOW) == []


def test_a_wheelchair_is_swapped_out_of_a_room_with_stairs(scene) -> None:
    with scene.database.writing() as session:
        session.get_one(Room, scene.house.rooms[0].id).access = RoomAccess.STAIRS
    with scene.database.writing() as session:
        wish = scene.wish(session, needs=("wheelchair",))
        made = booking.book(session, scene.desk(), wish, NINE, Contact(name="A", needs=("wheelchair",)))
        assert made.room.name == "Büro 2"
        assert made.own_room


def test_a_phone_consultation_needs_no_room(scene) -> None:
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, start=15, end=16, channel=Channel.PHONE, room=None)
        made = booking.book(
            session, scene.desk(), scene.wish(session), at_wall(small.TUESDAY, 15), Contact(name="A")
        )
        assert made.room is None


def test_the_daily_cap_counts_holds_too(scene) -> None:
    with scene.database.writing() as session:
        session.get_one(Offer, scene.house.advice.id).daily_cap = 1
    with scene.database.writing() as session:
        booking.hold(session, scene.desk(), scene.wish(session), NINE)
    with scene.database.reading() as session:
        wish = scene.wish(session)
        assert find_slots(session, wish, TUESDAY, now=small.NOW) == []
        assert why_empty(session, wish, TUESDAY, now=small.NOW).code == "fully_booked"
        assert len(find_slots(session, wish, TUESDAY, now=small.later(21))) == 6


def test_an_open_door_shows_no_slots(scene) -> None:
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, start=16, end=17, mode=HoursMode.OPEN_DOOR, room=None)
    with scene.database.reading() as session:
        assert len(find_slots(session, scene.wish(session), TUESDAY, now=small.NOW)) == 6


def test_a_closure_takes_the_slots_away_and_says_why(scene) -> None:
    with scene.database.writing() as session:
        close(session, TUESDAY, reason="Betriebsausflug")
    with scene.database.reading() as session:
        wish = scene.wish(session)
        assert find_slots(session, wish, TUESDAY, now=small.NOW) == []


def test_a_closed_room_takes_only_its_own_slots(scene) -> None:
    with scene.database.writing() as session:
        close(session, TUESDAY, reason="Wasserschaden", room_id=scene.house.rooms[0].id)
        small.hours_on(session, scene.house, start=13, end=14, room=scene.house.rooms[1])
    with scene.database.reading() as session:
        slots = find_slots(session, scene.wish(session), TUESDAY, now=small.NOW)
    assert {slot.room.name for slot in slots} == {"Büro 2"}


def test_no_sprechstunde_on_a_holiday_or_outside_the_opening_hours(scene) -> None:
    with pytest.raises(RulesBroken) as refused, scene.database.writing() as session:
        small.hours_on(session, scene.house, date(2026, 12, 25), start=6, end=9, room=None)
    assert {code for code, _ in refused.value.violations} == {"holiday", "outside_opening_hours"}


def test_why_there_is_nothing(scene) -> None:
    def reason(first: date, days: int) -> str:
        with scene.database.reading() as session:
            span = Interval(day_bounds(first).start, day_bounds(first + timedelta(days=days)).start)
            return why_empty(session, scene.wish(session), span, now=small.NOW).code

    assert reason(date(2026, 11, 1), 3) == "past"
    assert reason(date(2027, 6, 1), 3) == "beyond_horizon"
    assert reason(date(2026, 12, 1), 3) == "no_hours"


def test_alternatives_are_the_nearest_by_start(scene) -> None:
    ten = at_wall(small.TUESDAY, 10)
    with scene.database.writing() as session:
        booking.book(session, scene.desk(), scene.wish(session), ten, Contact(name="A"))
        found = alternatives(session, scene.wish(session), ten, now=small.NOW)
        assert [slot.start - ten for slot in found] == [timedelta(minutes=m) for m in (-60, -30, 30)] or [
            slot.start - ten for slot in found
        ] == [timedelta(minutes=m) for m in (-30, 30, 60)]


def test_anybody_means_the_adviser_with_the_fewest_appointments_that_day(scene) -> None:
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, adviser=scene.house.advisers[1], room=scene.house.rooms[1])
    order = []
    for start in (
        NINE,
        NINE + timedelta(minutes=30),
        NINE + timedelta(minutes=60),
        NINE + timedelta(minutes=90),
    ):
        with scene.database.writing() as session:
            order.append(
                booking.book(session, scene.desk(), scene.wish(session), start, Contact(name="A")).adviser_id
            )
    assert order == [1, 2, 1, 2]


def test_a_wish_for_one_adviser_is_kept(scene) -> None:
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, adviser=scene.house.advisers[1], room=scene.house.rooms[1])
        wish = Wish(session.get_one(Offer, 1), adviser_id=2)
        assert booking.book(session, scene.desk(), wish, NINE, Contact(name="A")).adviser_id == 2
