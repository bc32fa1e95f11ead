"""Rule 1 for bookings that wait for their mail: the answer at the last moment against those who want the time."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import delete, text

from booking.accounts.people import Contact
from booking.appointments import booking, pending
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish
from booking.db import Database
from booking.occupancy.models import BusyTime
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.runtime import Desk
from booking.vault import Vault
from tests import house as small
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS, _house_with
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

LAPSED = Desk(Vault("k" * 32), "test.example", small.later(121))
ROUNDS = 40
RIVALS = 8


@pytest.mark.parametrize("swept", [False, True])
def test_an_answer_too_late_against_those_who_book(database: Database, *, swept: bool) -> None:
    starts, tokens = _asked(database)
    if swept:
        _sweep(database)
    outcome = race_threads(database, _answering_or_booking(starts, tokens), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert outcome.won.total() == ROUNDS
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0
        for appointment in session.query(Appointment).filter_by(status=Status.CONFIRMED):
            claims = text("SELECT count(*) FROM busy_time WHERE owner = :owner AND expires_at IS NULL")
            assert session.scalar(claims, {"owner": appointment.owner}) == appointment.claims


def test_the_same_race_without_locks_books_twice(database: Database) -> None:
    """The red control. Without the expired rows: on PostgreSQL whoever deletes one makes the others wait."""
    starts, tokens = _asked(database)
    _sweep(database)
    with without_protection(database):
        outcome = race_threads(database, _answering_or_booking(starts, tokens), rounds=ROUNDS, rivals=RIVALS)
    assert max(outcome.won.values()) > 1


def test_the_button_pressed_by_many_at_once_books_once(database: Database) -> None:
    _, tokens = _asked(database)

    def attempt(database: Database, turn: int, _number: int) -> None:
        with database.writing() as session:
            pending.answer(session, DESK, tokens[turn])

    outcome = race_threads(database, attempt, rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert outcome.won.total() == ROUNDS * RIVALS
    with database.reading() as session:
        assert session.query(EventRow).filter_by(type="AppointmentBooked").count() == ROUNDS


def _asked(database: Database) -> tuple[list[datetime], list[str]]:
    """A booking that waits for its answer at each of the starts, and the tokens of the mails."""
    starts = _house_with(database, ROUNDS)
    tokens = []
    with database.writing() as session:
        offer = session.get_one(Offer, 1)
        offer.confirm_by_mail = True
        for start in starts:
            contact = Contact(name="Frau M.", email="m@example.org")
            made = pending.book_or_ask(session, DESK, Wish(offer), start, contact)
            assert made.hold_expires_at is not None
            tokens.append(pending.open_question(session, made, made.hold_expires_at, now=DESK.now))
    return starts, tokens


def _sweep(database: Database) -> None:
    """Somebody else let the expired times go before."""
    with database.writing() as session:
        session.execute(delete(BusyTime).where(BusyTime.expires_at <= LAPSED.now))


def _answering_or_booking(starts: list[datetime], tokens: list[str]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            if number == 0:
                pending.answer(session, LAPSED, tokens[turn])
            else:
                wish = Wish(session.get_one(Offer, 1))
                booking.book(session, LAPSED, wish, starts[turn], Contact(name="Rivale"))

    return attempt
