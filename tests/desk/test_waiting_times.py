"""How long somebody waits who comes now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.models import Appointment, ConsultationHours, HoursMode
from booking.appointments.slots import Wish
from booking.db import Database
from booking.desk import walk_ins
from booking.desk.door_times import OVER
from booking.desk.models import LEFT, WalkIn
from booking.desk.waiting_times import open_doors, waiting_minutes, waiting_today
from booking.house.calendar import close
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.vault import Vault
from tests import house
from tests.house import NOW, TUESDAY, SmallHouse, later


@pytest.mark.parametrize(
    ("waiting", "talking", "seats", "slot", "minutes"),
    [
        (0, 0, 1, 30, 0),
        (0, 1, 2, 30, 0),
        (0, 1, 1, 30, 15),
        (1, 0, 1, 30, 30),
        (2, 0, 1, 10, 20),
        (2, 2, 2, 30, 45),
        (3, 0, 2, 15, 25),
        (1, 1, 1, 1, 5),
    ],
)
def test_people_ahead_times_a_talk_shared_by_the_seats(
    waiting: int, talking: int, seats: int, slot: int, minutes: int
) -> None:
    assert waiting_minutes(waiting, talking, seats=seats, slot_minutes=slot) == minutes


def test_more_people_never_wait_less() -> None:
    for seats in (1, 2, 3):
        row = [waiting_minutes(waiting, seats, seats=seats, slot_minutes=20) for waiting in range(20)]
        assert row == sorted(row)


def test_todays_doors_with_who_waits(database: Database, small: SmallHouse, door: ConsultationHours) -> None:
    with database.writing() as session:
        house.hours_on(session, small, NOW.date(), adviser=small.advisers[1], room=small.rooms[1])
        house.hours_on(session, small, TUESDAY, room=small.rooms[0], mode=HoursMode.OPEN_DOOR)
        for key in "abcd":
            walk_ins.arrive(session, door, key=key, now=NOW)
        walk_ins.call_next(session, door, expected=1, now=NOW)
    with database.reading() as session:
        [(hours, waiting, minutes, _times, shut)] = waiting_today(session, NOW)
        assert (hours.id, waiting, minutes, shut) == (door.id, 3, 55, "")


def test_when_its_time_is_over_a_door_stays_while_people_are_there(
    database: Database, door: ConsultationHours
) -> None:
    with database.writing() as session:
        walk_ins.arrive(session, door, key="a", now=NOW)
    with database.writing() as session:
        [late] = waiting_today(session, later(4 * 60))
        assert (late.hours.id, late.waiting, late.shut) == (door.id, 1, OVER)
        assert open_doors(session, later(4 * 60)) == []
        walk_ins.end(session, session.get_one(WalkIn, "a"), LEFT, now=later(4 * 60))
        assert waiting_today(session, later(4 * 60)) == []


def test_a_door_that_is_closed_for_the_rest_of_the_day_is_not_there(
    database: Database, door: ConsultationHours
) -> None:
    with database.writing() as session:
        close(session, Interval(later(90), later(300)), reason="Wasser")
    with database.reading() as session:
        [early] = waiting_today(session, later(80))
        assert [each.end for each in early.times] == [later(90)]
        assert waiting_today(session, later(95)) == []


def test_appointments_at_the_same_door_are_ahead(
    database: Database, small: SmallHouse, door: ConsultationHours
) -> None:
    desk = Desk(Vault("k" * 32), "test.example", NOW - timedelta(days=3))
    with database.writing() as session:
        hours = session.get_one(ConsultationHours, door.id)
        hours.mode, hours.seats = HoursMode.BOTH, 1
        for start in (later(60), later(90)):
            book(session, desk, Wish(small.advice), start, Contact(name="Maria"))
    found = []
    with database.writing() as session:
        found.append(waiting_today(session, later(50))[0].minutes)  # nobody is there yet
        found.append(waiting_today(session, later(65))[0].minutes)  # half a talk
        walk_ins.arrive(session, door, key="a", now=later(65))
        found.append(
            waiting_today(session, later(65))[0].minutes
        )  # and one waits, and one has half past nine
        session.query(Appointment).update({"asleep_by": "closure:1"})
        found.append(waiting_today(session, later(65))[0].minutes)
    assert found == [0, 15, 75, 30]
