"""One person, many clicks: however often and wherever a cancellation is taken back, one appointment comes of it."""

from __future__ import annotations

from collections import Counter
from threading import Barrier

import pytest
from sqlalchemy import select, text

from booking.accounts.models import Person
from booking.accounts.people import Contact
from booking.appointments import booking, changes, undoing
from booking.appointments.models import STILL_TO_COME, Appointment
from booking.appointments.slots import Wish
from booking.db import Database
from booking.offers.models import Offer
from tests.races.rivals import race_threads
from tests.races.test_one_slot import DESK, OVERLAPS, _house_with
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

ROUNDS = 15
RIVALS = 6


def test_every_click_leads_to_one_appointment(database: Database) -> None:
    """Half of the clicks want the old time, half another one; a stranger wants the old time too."""
    starts = _house_with(database, 2 * ROUNDS)
    cancelled = [_cancelled(database, starts[2 * turn]) for turn in range(ROUNDS)]

    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            if number == 0:
                wish = Wish(session.get_one(Offer, 1))
                booking.book(session, DESK, wish, starts[2 * turn], Contact(name="Rivale"))
            else:
                undoing.undo(session, DESK, cancelled[turn], starts[2 * turn + 1] if number % 2 else None)

    outcome = race_threads(database, attempt, rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    counted = _coming_by_person(database)
    for appointment_id in cancelled:
        with database.reading() as session:
            assert counted[session.get_one(Appointment, appointment_id).person_id] == 1
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0


def test_red_control_without_the_lock_two_clicks_are_two_appointments(database: Database) -> None:
    """The barrier holds both between the look and the booking."""
    starts = _house_with(database, 3)
    cancelled = _cancelled(database, starts[0])
    looked = Barrier(2)

    def attempt(database: Database, _turn: int, number: int) -> None:
        with database.writing() as session:
            old = session.get_one(Appointment, cancelled)
            assert undoing.came_after(session, old, now=DESK.now) is None
            looked.wait(60)
            person = session.get_one(Person, old.person_id)
            booking.book_for(session, DESK, Wish(session.get_one(Offer, 1)), starts[1 + number], person)

    with without_protection(database):
        outcome = race_threads(database, attempt, rounds=1, rivals=2)
    assert outcome.errors == []
    assert list(_coming_by_person(database).values()) == [2]


def _cancelled(database: Database, start) -> str:
    with database.writing() as session:
        wish = Wish(session.get_one(Offer, 1))
        made = booking.book(session, DESK, wish, start, Contact(name="Erika"))
        changes.cancel(session, made, by="resident", now=DESK.now)
        return made.id


def _coming_by_person(database: Database) -> Counter[str | None]:
    with database.reading() as session:
        found = select(Appointment.person_id).where(Appointment.status.in_(STILL_TO_COME))
        return Counter(session.scalars(found).all())
