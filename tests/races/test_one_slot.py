"""Rule 1: whoever comes at the same moment, one gets the slot and the others an honest no."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.models import Appointment
from booking.appointments.slots import Wish
from booking.db import Database
from booking.offers.models import Offer
from booking.runtime import Desk
from booking.vault import Vault
from tests import house as small
from tests.races.rivals import Attempt, race_processes, race_threads
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
ROUNDS = 200
RIVALS = 50
OVERLAPS = """
SELECT count(*) FROM busy_time a JOIN busy_time b ON a.resource_id = b.resource_id AND a.id < b.id
AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
"""


def test_fifty_threads_want_one_slot(database: Database) -> None:
    starts = _house_with(database, ROUNDS)
    outcome = race_threads(database, booking_at(starts), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert outcome.won.total() == ROUNDS
    assert outcome.lost.total() == ROUNDS * (RIVALS - 1)
    assert _overlaps(database) == 0


def test_fifty_rivals_in_processes_want_seat_and_room(database: Database) -> None:
    starts = _house_with(database, ROUNDS, own_room=False)
    rounds = ROUNDS // 4
    outcome = race_processes(database.url, booking_at, [starts], rounds=rounds, processes=5, threads=10)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert outcome.won.total() == rounds
    assert _overlaps(database) == 0


def test_eight_rivals_want_anybody_of_three(database: Database) -> None:
    starts = _house_with(database, ROUNDS, advisers=3)
    outcome = race_threads(database, booking_at(starts), rounds=ROUNDS, rivals=8)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {3}
    assert outcome.won.total() == 3 * ROUNDS
    assert _overlaps(database) == 0


def test_two_offers_want_the_same_rooms_in_crossed_order(database: Database) -> None:
    """Each adviser has own hours without a room; all of them need one of the same two rooms."""
    starts = _house_with(database, ROUNDS, advisers=6, own_room=False, offices=2)
    outcome = race_threads(database, choosing_an_adviser(starts), rounds=ROUNDS, rivals=6)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {2}
    assert _overlaps(database) == 0


def test_red_control_without_protection_the_race_double_books(database: Database) -> None:
    rounds = 30
    starts = _house_with(database, rounds)
    with without_protection(database):
        outcome = race_threads(database, booking_at(starts), rounds=rounds, rivals=20)
    doubled = [turn for turn, winners in outcome.won.items() if winners > 1]
    assert doubled, "the race is too tame: nothing was booked twice without protection"


def booking_at(starts: list[datetime]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            offer = session.get_one(Offer, 1)
            booking.book(session, DESK, Wish(offer), starts[turn], Contact(name=f"Rivale {number}"))

    return attempt


def choosing_an_adviser(starts: list[datetime]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            wish = Wish(session.get_one(Offer, 1), adviser_id=1 + number % 6)
            booking.book(session, DESK, wish, starts[turn], Contact(name=f"Rivale {number}"))

    return attempt


def _house_with(
    database: Database, slots: int, *, advisers: int = 1, own_room: bool = True, offices: int = 3
) -> list[datetime]:
    """A house with at least so many slots in the next weeks; the starts of the slots."""
    with database.writing() as session:
        house = small.build(session, advisers=advisers, offices=offices)
        days = _workdays(-(-slots // 24))
        for day in days:
            for number, adviser in enumerate(house.advisers):
                room = house.rooms[number] if own_room else None
                small.hours_on(session, house, day, start=8, end=20, adviser=adviser, room=room)
    starts = [small.at_wall(day, 8) + timedelta(minutes=30 * step) for day in days for step in range(24)]
    return starts[:slots]


def _workdays(count: int) -> list[date]:
    days = (small.TUESDAY + timedelta(days=ahead) for ahead in range(60))
    return [day for day in days if day.weekday() < 5][:count]


def _overlaps(database: Database) -> int:
    with database.reading() as session:
        assert session.query(Appointment).count() > 0
        return int(session.scalar(text(OVERLAPS)) or 0)
