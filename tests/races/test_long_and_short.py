"""Rule 1 with two lengths: who needs time and who does not want the same half hour at the same moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.slots import Wish
from booking.db import Database
from booking.offers.models import Offer
from booking.runtime import Desk
from booking.vault import Vault
from tests import house as small
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import OVERLAPS
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(600)]

DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
ROUNDS, RIVALS = 12, 12
HALF_AN_HOUR = timedelta(minutes=30)


def test_an_hour_against_its_second_half_one_of_them_gets_it(database: Database) -> None:
    starts = one_day(database)
    outcome = race_threads(database, long_against_short(starts), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert outcome.won.total() == ROUNDS
    assert overlaps(database) == 0


def test_the_same_without_a_room_of_the_sprechstunde(database: Database) -> None:
    """Each takes a room of its own, which has to be free for the whole hour."""
    starts = one_day(database, offices=1, own_room=False)
    outcome = race_threads(database, long_against_short(starts), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert overlaps(database) == 0


def test_red_control_without_protection_both_get_it(database: Database) -> None:
    starts = one_day(database)
    with without_protection(database):
        outcome = race_threads(database, long_against_short(starts), rounds=ROUNDS, rivals=RIVALS)
    assert [turn for turn, winners in outcome.won.items() if winners > 1], "the race is too tame"
    assert overlaps(database) > 0


def long_against_short(starts: list[datetime]) -> Attempt:
    """Even ones want an hour, odd ones the second half of it."""

    def attempt(database: Database, turn: int, number: int) -> None:
        needs = ("more_time",) if number % 2 == 0 else ()
        start = starts[2 * turn] + (number % 2) * HALF_AN_HOUR
        with database.writing() as session:
            wish = Wish(session.get_one(Offer, 1), needs=needs)
            booking.book(session, DESK, wish, start, Contact(name=f"Rivale {number}", needs=needs))

    return attempt


def one_day(database: Database, *, offices: int = 3, own_room: bool = True) -> list[datetime]:
    """The starts of a Sprechstunde from 8 to 20; each round has two of them to itself."""
    with database.writing() as session:
        house = small.build(session, offices=offices)
        room = house.rooms[0] if own_room else None
        small.hours_on(session, house, start=8, end=20, room=room)
    return [small.at_wall(small.TUESDAY, 8) + step * HALF_AN_HOUR for step in range(24)]


def overlaps(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(text(OVERLAPS)) or 0)
