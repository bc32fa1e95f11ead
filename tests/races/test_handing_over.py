"""Rule 1 when an appointment is handed over while somebody books the colleague's time."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking, finding
from booking.appointments.handing_over import hand_over
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish
from booking.db import Database
from booking.offers.models import Offer
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS, _house_with
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

ROUNDS = 40
RIVALS = 6
FIRST, SECOND = 1, 2


def test_handing_over_against_booking_the_same_time(database: Database) -> None:
    starts = _house_with(database, ROUNDS, advisers=2)
    given = [_with_the_first(database, start) for start in starts]
    outcome = race_threads(database, _giving_or_booking(given, starts), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert outcome.won.total() == ROUNDS
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0
        for each in session.query(Appointment).filter_by(status=Status.CONFIRMED):
            held = session.scalar(
                text("SELECT count(*) FROM busy_time WHERE owner = :owner"), {"owner": each.owner}
            )
            assert held == each.claims
        stayed = session.query(Appointment).filter_by(adviser_id=FIRST, sequence=0).count()
        given_over = session.query(Appointment).filter_by(adviser_id=SECOND, sequence=1).count()
        assert stayed + given_over == ROUNDS


def test_two_hand_over_to_the_same_colleague(database: Database) -> None:
    """Two of three want the third; each stays with the first when they lose."""
    starts = _house_with(database, ROUNDS, advisers=3)
    given = [(_with(database, start, 1), _with(database, start, 3)) for start in starts]

    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            mine = finding.by_id(session, given[turn][number], for_change=True)
            hand_over(session, DESK, mine, adviser_id=SECOND, start=starts[turn], sequence=mine.sequence)

    outcome = race_threads(database, attempt, rounds=ROUNDS, rivals=2)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0


def test_red_control_without_protection_the_colleague_sits_twice(database: Database) -> None:
    rounds = 30
    starts = _house_with(database, rounds, advisers=2)
    given = [_with_the_first(database, start) for start in starts]
    with without_protection(database):
        outcome = race_threads(database, _giving_or_booking(given, starts), rounds=rounds, rivals=RIVALS)
    assert [turn for turn, winners in outcome.won.items() if winners > 1], "the race is too tame"


def _giving_or_booking(given: list[str], starts: list[datetime]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            if number == 0:
                mine = finding.by_id(session, given[turn], for_change=True)
                hand_over(session, DESK, mine, adviser_id=SECOND, start=starts[turn], sequence=mine.sequence)
            else:
                wish = Wish(session.get_one(Offer, 1), adviser_id=SECOND)
                booking.book(session, DESK, wish, starts[turn], Contact(name="Rivale"))

    return attempt


def _with_the_first(database: Database, start: datetime) -> str:
    return _with(database, start, FIRST)


def _with(database: Database, start: datetime, adviser_id: int) -> str:
    with database.writing() as session:
        wish = Wish(session.get_one(Offer, 1), adviser_id=adviser_id)
        return booking.book(session, DESK, wish, start, Contact(name="Frau M.")).id
