"""Support needs choose the length: twice the slot, same seat, claims all along."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments import booking, changes
from booking.appointments.models import Appointment
from booking.appointments.slots import find_slots
from booking.errors import SlotTaken, SlotUnknown
from booking.house.models import Room
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house as small

NINE = at_wall(small.TUESDAY, 9)
HALF, LAST = at_wall(small.TUESDAY, 9, 30), at_wall(small.TUESDAY, 11, 30)
TUESDAY = day_bounds(small.TUESDAY)
SLOWLY = ("more_time",)


def book(
    scene: Any, session: Session, start: datetime, *needs: str, now: datetime = small.NOW
) -> Appointment:
    wish = scene.wish(session, needs=needs)
    return booking.book(session, scene.desk(now), wish, start, Contact(name="A", needs=needs))


def free(scene: Any, session: Session, *needs: str) -> list[str]:
    found = find_slots(session, scene.wish(session, needs=needs), TUESDAY, now=small.NOW)
    return [f"{slot.start:%H:%M}" for slot in found]


@pytest.mark.parametrize("need", ["more_time", "interpreter", "sign_language"])
def test_whoever_needs_time_gets_an_hour_instead_of_half_of_one(scene, need: str) -> None:
    with scene.database.writing() as session:
        made = book(scene, session, NINE, need)
        assert made.ends_at - made.starts_at == timedelta(hours=1)
        assert free(scene, session) == ["09:00", "09:30", "10:00", "10:30"]
        with pytest.raises(SlotTaken):
            book(scene, session, HALF)


def test_two_free_neighbours_are_needed_and_the_last_slot_has_none(scene) -> None:
    with scene.database.writing() as session:
        book(scene, session, at_wall(small.TUESDAY, 10))
        assert free(scene, session, "more_time") == ["08:00", "09:30", "10:00"]
        with pytest.raises(SlotTaken):
            book(scene, session, HALF, "more_time")
        with pytest.raises(SlotUnknown):
            book(scene, session, LAST, "more_time")


def test_a_long_one_counts_once_for_the_daily_cap(scene) -> None:
    with scene.database.writing() as session:
        session.get_one(Offer, scene.house.advice.id).daily_cap = 2
    with scene.database.writing() as session:
        book(scene, session, NINE, "more_time")
        assert free(scene, session) == ["09:00", "09:30", "10:00", "10:30"]
        book(scene, session, LAST)
        assert free(scene, session) == []


def test_company_and_interpreters_need_a_room_for_one_more(scene) -> None:
    with scene.database.writing() as session:
        session.get_one(Room, scene.house.rooms[0].id).seating = {"table": 2}
        session.get_one(Room, scene.house.rooms[1].id).seating = {"table": 3}
    with scene.database.writing() as session:
        assert book(scene, session, NINE).room.name == "Büro 1"
        assert book(scene, session, HALF, "companion").room.name == "Büro 2"
        made = book(scene, session, at_wall(small.TUESDAY, 10), "companion", "interpreter")
        assert (made.room.name, made.own_room) == ("Büro 3", True)


def test_a_hold_whose_needs_change_gets_the_other_length(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=Contact(name="A", needs=SLOWLY))
        assert held.ends_at - held.starts_at == timedelta(hours=1)
        assert "08:30" not in free(scene, session)
        booking.keep(session, scene.desk(), held, contact=Contact(name="A"))
        assert held.ends_at - held.starts_at == timedelta(minutes=30)
        assert "08:30" in free(scene, session)


def test_where_the_next_slot_is_taken_the_short_hold_stays(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        book(scene, session, HALF)
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        mine = session.get_one(Appointment, held.id)
        booking.keep(session, scene.desk(), mine, contact=Contact(name="A", needs=SLOWLY))
    with scene.database.reading() as session:
        mine = session.get_one(Appointment, held.id)
        assert mine.ends_at - mine.starts_at == timedelta(minutes=30)
        assert free(scene, session)[0] == "09:00"


def test_a_move_keeps_the_length(scene) -> None:
    with scene.database.writing() as session:
        made = book(scene, session, NINE, "interpreter")
        changes.move(session, scene.desk(), made, at_wall(small.TUESDAY, 10))
        assert made.ends_at == at_wall(small.TUESDAY, 11)
        assert free(scene, session) == ["08:00", "08:30", "10:00", "10:30"]
