"""Rule 1 for what is in flux: expired holds, and appointments that move while others book or cancel."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish
from booking.db import Database
from booking.errors import NotAllowedNow, SlotTaken
from booking.offers.models import Offer
from booking.runtime import Desk
from booking.vault import Vault
from tests import house as small
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS, _house_with

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

LATER = Desk(Vault("k" * 32), "test.example", small.later(25))
ROUNDS = 40
RIVALS = 8


def test_the_owner_of_an_expired_hold_and_rivals_want_its_room(database: Database) -> None:
    """Seat and room of its own: the rivals sit with other advisers and want just the room."""
    starts = _house_with(database, ROUNDS, advisers=2, own_room=False, offices=1)
    held = [_hold(database, start) for start in starts]

    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            if number == 0:
                mine = finding.by_id(session, held[turn], for_change=True)
                booking.confirm(session, LATER, mine)
            else:
                wish = Wish(session.get_one(Offer, 1), adviser_id=2)
                booking.book(session, LATER, wish, starts[turn], Contact(name="Rivale"))

    outcome = race_threads(database, attempt, rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert outcome.won.total() == ROUNDS
    _every_confirmed_one_holds_all_it_needs(database)


def test_two_move_into_the_same_slot_while_others_book_it(database: Database) -> None:
    starts = _house_with(database, 3 * ROUNDS)
    movers = [
        (_book(database, starts[3 * turn]), _book(database, starts[3 * turn + 1])) for turn in range(ROUNDS)
    ]

    def attempt(database: Database, turn: int, number: int) -> None:
        target = starts[3 * turn + 2]
        with database.writing() as session:
            if number < 2:
                mine = finding.by_id(session, movers[turn][number], for_change=True)
                changes.move(session, DESK, mine, target)
            else:
                booking.book(session, DESK, Wish(session.get_one(Offer, 1)), target, Contact(name="Rivale"))

    outcome = race_threads(database, attempt, rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    _every_confirmed_one_holds_all_it_needs(database)


def test_move_against_cancel_ends_as_one_after_the_other(database: Database) -> None:
    starts = _house_with(database, 2 * ROUNDS)
    booked = [_book(database, starts[2 * turn]) for turn in range(ROUNDS)]

    outcome = race_threads(database, _moving_or_cancelling(booked, starts), rounds=ROUNDS, rivals=2)
    assert outcome.errors == []
    with database.reading() as session:
        for appointment in session.query(Appointment):
            assert appointment.status == Status.CANCELLED
            assert appointment.sequence in (1, 2)
        assert session.scalar(text("SELECT count(*) FROM busy_time WHERE owner LIKE 'appointment:%'")) == 0


def _moving_or_cancelling(booked: list[str], starts: list[datetime]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            mine = finding.by_id(session, booked[turn], for_change=True)
            if number:
                changes.cancel(session, mine, by="resident", now=small.NOW)
                return
            try:
                changes.move(session, DESK, mine, starts[2 * turn + 1])
            except NotAllowedNow as cancelled_before:
                raise SlotTaken(1, starts[2 * turn + 1]) from cancelled_before

    return attempt


def _hold(database: Database, start: datetime) -> str:
    with database.writing() as session:
        held = booking.hold(session, DESK, Wish(session.get_one(Offer, 1), adviser_id=1), start)
        booking.keep(session, DESK, held, contact=Contact(name="Frau M."))
        return held.id


def _book(database: Database, start: datetime) -> str:
    with database.writing() as session:
        return booking.book(session, DESK, Wish(session.get_one(Offer, 1)), start, Contact(name="Frau M.")).id


def _every_confirmed_one_holds_all_it_needs(database: Database) -> None:
    """No overlap, and nobody is confirmed without a seat, or a room if they need one of their own."""
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0
        for appointment in session.query(Appointment).filter_by(status=Status.CONFIRMED):
            held = session.scalar(
                text("SELECT count(*) FROM busy_time WHERE owner = :owner AND expires_at IS NULL"),
                {"owner": appointment.owner},
            )
            assert held == appointment.claims
