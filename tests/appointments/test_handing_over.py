"""Handing an appointment over: at the same time or another one, to a colleague who can, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.accounts.models import Provider
from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding
from booking.appointments.handing_over import hand_over, ways
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment, Status
from booking.errors import NotAllowedNow, NotFound, SlotTaken, SlotUnknown
from booking.occupancy import BusyTime
from booking.offers.models import Adviser
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests import house as small

NINE, TEN, ELEVEN = (at_wall(small.TUESDAY, hour) for hour in (9, 10, 11))


@pytest.fixture
def booked(scene) -> str:
    """With Ada 1 at nine."""
    with scene.database.writing() as session:
        wish = scene.wish(session, adviser_id=scene.house.advisers[0].id)
        return booking.book(session, scene.desk(), wish, NINE, Contact(name="Frau M.")).id


@pytest.fixture
def second(scene) -> int:
    """Ada 2 sits in the next room from nine to eleven."""
    with scene.database.writing() as session:
        adviser = session.merge(scene.house.advisers[1], load=False)
        small.hours_on(session, scene.house, end=11, adviser=adviser, room=scene.house.rooms[1])
    return scene.house.advisers[1].id


def give(scene: Any, appointment_id: str, adviser_id: int, start: Any, now: Any = small.NOW) -> None:
    with scene.database.writing() as session:
        mine = finding.by_id(session, appointment_id, for_change=True)
        hand_over(session, scene.desk(now), mine, adviser_id=adviser_id, start=start, sequence=mine.sequence)


def offered(scene: Any, appointment_id: str, now: Any = small.NOW) -> tuple[list[Any], list[Any]]:
    with scene.database.reading() as session:
        found = ways(session, scene.desk(now), finding.by_id(session, appointment_id))
        return (
            [(slot.adviser.name, slot.start) for slot in found.same_time],
            [(slot.adviser.name, slot.start) for slot in found.others],
        )


def test_a_colleague_takes_over_at_the_same_time(scene, booked, second) -> None:
    same, others = offered(scene, booked)
    assert same == [("Ada 2", NINE)]
    assert others == [("Ada 2", NINE + timedelta(minutes=30 * step)) for step in (1, 2, 3)]
    give(scene, booked, second, NINE)
    with scene.database.reading() as session:
        moved = session.get_one(Appointment, booked)
        assert (moved.adviser_id, moved.starts_at, moved.sequence) == (second, NINE, 1)
        assert moved.room.name == "Büro 2"
        event = session.scalars(select(EventRow).where(EventRow.type == "AppointmentMoved")).one()
        assert event.payload["by"] == "house"
        assert event.payload["previous_adviser_id"] != second
        seats = session.scalars(select(BusyTime).where(BusyTime.owner == moved.owner)).all()
        assert len(seats) == 1


def test_giving_it_twice_is_once(scene, booked, second) -> None:
    for _ in range(2):
        give(scene, booked, second, NINE)
    with scene.database.reading() as session:
        assert session.get_one(Appointment, booked).sequence == 1


def test_another_time_when_the_colleague_is_taken(scene, booked, second) -> None:
    with scene.database.writing() as session:
        booking.book(session, scene.desk(), scene.wish(session, adviser_id=second), NINE, Contact(name="B."))
    same, others = offered(scene, booked)
    assert same == []
    assert ("Ada 2", TEN) in others
    with pytest.raises(SlotTaken):
        give(scene, booked, second, NINE)
    give(scene, booked, second, TEN)
    with scene.database.reading() as session:
        assert session.get_one(Appointment, booked).starts_at == TEN


def test_minutes_before_it_begins_only_the_same_time_is_left(scene, booked, second) -> None:
    """The resident is on the way: the notice that the offer asks for counts for other times."""
    with scene.database.writing() as session:
        session.get_one(Appointment, booked).offer.notice_minutes = 12 * 60
    soon = NINE - timedelta(minutes=5)
    assert offered(scene, booked, soon) == ([("Ada 2", NINE)], [])
    with pytest.raises(SlotUnknown):
        give(scene, booked, second, TEN, soon)
    give(scene, booked, second, NINE, soon)


def test_nobody_of_another_provider_and_nobody_who_left(scene, booked, second) -> None:
    with scene.database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        stranger = add_adviser(session, slug="fremd", name="Fremd", provider_id=other.id, account_id=None)
        stranger_id = stranger.id
        session.get_one(Adviser, second).retired_at = small.NOW
    assert offered(scene, booked) == ([], [])
    for adviser_id in (stranger_id, second, 999):
        with pytest.raises(NotFound):
            give(scene, booked, adviser_id, NINE)


def test_a_room_of_its_needs_or_not_at_all(scene, second) -> None:
    """Somebody who hears with a loop gets a room that has one."""
    with scene.database.writing() as session:
        first = session.merge(scene.house.rooms[0])
        first.equipment = ["hearing_loop"]
    with scene.database.writing() as session:
        wish = scene.wish(session, adviser_id=scene.house.advisers[0].id, needs=("hearing_loop",))
        contact = Contact(name="Frau M.", needs=("hearing_loop",))
        mine = booking.book(session, scene.desk(), wish, NINE, contact).id
    assert offered(scene, mine) == ([], [])


@pytest.mark.parametrize("state", ["past", "arrived", "cancelled", "asleep"])
def test_what_is_over_or_rests_is_not_handed_over(scene, booked, second, state) -> None:
    now = NINE if state == "past" else small.NOW
    with scene.database.writing() as session:
        mine = finding.by_id(session, booked, for_change=True)
        if state == "arrived":
            changes.attend(session, mine, Status.ARRIVED, now=now)
        elif state == "cancelled":
            changes.cancel(session, mine, by="resident", now=now)
        elif state == "asleep":
            mine.sleep("closure:1")
    with pytest.raises(NotAllowedNow):
        give(scene, booked, second, NINE, now)
