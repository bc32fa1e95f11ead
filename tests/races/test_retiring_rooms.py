"""A room is taken out of service while somebody reserves it, or gets it for an appointment of their own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from time import sleep

import pytest
from sqlalchemy import func, select

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.slots import Wish as TimeWish
from booking.db import Database
from booking.errors import SlotTaken
from booking.house.calendar import holidays_between
from booking.house.models import Room
from booking.house.retiring import RoomInUse, retire
from booking.house.rooms import HEARING_LOOP
from booking.house.shaping import room_for_change
from booking.occupancy import BusyTime
from booking.offers.models import Offer
from booking.reservations import reserving
from booking.reservations.deciding import DatesTaken, NothingLeft
from booking.reservations.wishes import When, Wish
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.races.rivals import race_threads
from tests.races.test_one_slot import DESK
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(600)]

ROUNDS = 16
TAKERS = 2
LATEST = 0.03
NEEDS_LOOP = Contact(name="Frau M.", needs=(HEARING_LOOP,))


@dataclass(frozen=True)
class Turn:
    """A round has a room of its own, and a day of its own."""

    number: int
    day: date

    @property
    def room_id(self) -> int:
        return self.number + 1


Taking = Callable[[Database, Turn, int], None]


def reserves(database: Database, turn: Turn, rival: int) -> None:
    """Each at an hour of their own."""
    when = When(first_day=turn.day, at=time(8 + rival), minutes=60)
    try:
        with database.writing() as session:
            room = session.get_one(Room, turn.room_id)
            reserving.reserve(session, DESK, Wish(provider_id=1, title="Team", when=when, room=room))
    except (DatesTaken, NothingLeft) as gone:
        raise SlotTaken(1, DESK.now) from gone


def books(database: Database, turn: Turn, rival: int) -> None:
    """The room of this round is the only one with a hearing loop."""
    with database.writing() as session:
        wish = TimeWish(session.get_one(Offer, 1), needs=NEEDS_LOOP.needs)
        booking.book(session, DESK, wish, at_wall(turn.day, 8 + rival), NEEDS_LOOP)


@pytest.mark.parametrize("taking", [reserves, books])
def test_either_it_is_taken_or_it_is_out_of_service(database: Database, taking: Taking) -> None:
    ends = race(database, taking)
    assert ends["both"] == 0
    assert ends["retired"], "the race is too tame: retiring always lost"
    assert ends["taken"], "the race is too tame: retiring always won"


@pytest.mark.parametrize("taking", [reserves, books])
def test_red_control_without_protection_somebody_ends_in_a_retired_room(
    database: Database, taking: Taking
) -> None:
    with without_protection(database):
        ends = race(database, taking)
    assert ends["both"], "the race is too tame: each waited for the other"


def race(database: Database, taking: Taking) -> Counter[str]:
    """How each round ended: the room is retired, taken, both, or neither."""
    ends: Counter[str] = Counter()
    for turn in prepare(database):
        with database.writing() as session:
            for room in session.scalars(select(Room)):
                room.equipment = [HEARING_LOOP] if room.id == turn.room_id else []
        outcome = race_threads(database, _attempt(turn, taking), rounds=1, rivals=1 + TAKERS)
        assert outcome.errors == []
        ends[_end(database, turn)] += 1
    return ends


def prepare(database: Database) -> list[Turn]:
    """Each day has a Sprechstunde without a room, with a seat for everybody."""
    around = [small.TUESDAY + timedelta(days=ahead) for ahead in range(40)]
    off = holidays_between(around[0], around[-1])
    days = [day for day in around if day.weekday() < 5 and day not in off][:ROUNDS]
    with database.writing() as session:
        house = small.build(session, offices=ROUNDS)
        for day in days:
            small.hours_on(session, house, day, start=8, end=12, room=None)
    return [Turn(number, day) for number, day in enumerate(days)]


def _attempt(turn: Turn, taking: Taking) -> Callable[[Database, int, int], None]:
    def attempt(database: Database, _round: int, number: int) -> None:
        sleep(random.uniform(0, LATEST))
        if number:
            taking(database, turn, number)
            return
        try:
            with database.writing() as session:
                retire(session, room_for_change(session, turn.room_id), now=DESK.now)
        except RoomInUse as used:
            raise SlotTaken(1, DESK.now) from used

    return attempt


def _end(database: Database, turn: Turn) -> str:
    with database.reading() as session:
        room = session.get_one(Room, turn.room_id)
        taken = session.scalar(
            select(func.count()).select_from(BusyTime).where(BusyTime.resource_id.in_(room.resource_ids))
        )
        if room.is_retired:
            return "both" if taken else "retired"
        return "taken" if taken else "neither"
