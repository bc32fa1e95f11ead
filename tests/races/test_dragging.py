"""A date is dropped into a room while others reserve it: one of them gets it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import text

from booking.appointments.dropping import PlaceBlocked, drop
from booking.db import Database
from booking.errors import SlotTaken
from booking.house.models import Room
from booking.reservations import reserving
from booking.reservations.courses import Change
from booking.reservations.deciding import DatesTaken
from booking.reservations.drafting import Move
from booking.reservations.scope import Scope, for_change
from booking.reservations.wishes import When, Wish
from tests import house as small
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(600)]

ROUNDS, RIVALS = 12, 4


def wish(database: Database, turn: int, room: int, at: time) -> Wish:
    with database.reading() as session:
        return Wish(
            provider_id=1,
            title="Rivale",
            room=session.get_one(Room, room),
            when=When(first_day=small.TUESDAY + timedelta(days=7 * turn), at=at, minutes=60, rule=None),
        )


def prepared(database: Database, rounds: int) -> list[str]:
    """For each round a date of one hour in the first room, at eight."""
    with database.writing() as session:
        small.build(session, advisers=1, offices=3)
    made = []
    for turn in range(rounds):
        wanted = wish(database, turn, 1, time(8))
        with database.writing() as session:
            made.append(reserving.reserve(session, DESK, wanted, account_id=1).id)
    return made


def dropping_or_reserving(made: list[str]) -> Attempt:
    """The first drops its date into the second room, the others want to reserve it then."""

    def attempt(database: Database, turn: int, number: int) -> None:
        try:
            if number:
                wanted = wish(database, turn, 2, time(10))
                with database.writing() as session:
                    reserving.reserve(session, DESK, wanted, account_id=1)
                return
            with database.writing() as session:
                found = for_change(session, made[turn])
                change = Change(at=time(10), room=session.get_one(Room, 2))
                picked = found.occurrences[0]
                drop(
                    session, DESK, found, Move(change=change, scope=Scope.ONE, picked=picked), by="account:1"
                )
        except (PlaceBlocked, DatesTaken) as lost:
            raise SlotTaken(0, small.NOW) from lost

    return attempt


def test_dropped_into_a_room_that_others_reserve(database: Database) -> None:
    made = prepared(database, ROUNDS)
    outcome = race_threads(database, dropping_or_reserving(made), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0


def test_red_control_without_protection_the_room_is_taken_twice(database: Database) -> None:
    made = prepared(database, ROUNDS)
    with without_protection(database):
        outcome = race_threads(database, dropping_or_reserving(made), rounds=ROUNDS, rivals=RIVALS)
    assert [turn for turn, winners in outcome.won.items() if winners > 1], "the race is too tame"
