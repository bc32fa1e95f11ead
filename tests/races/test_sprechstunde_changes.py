"""Rule 1 from the other side: a Sprechstunde is called off while residents book its slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from unittest import mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments import booking, finding, placing
from booking.appointments.models import Appointment, ConsultationHours, Status
from booking.appointments.slots import Wish, open_hours_for
from booking.db import Database
from booking.errors import SlotTaken, SlotUnknown
from booking.occupancy import release
from booking.occupancy.claims import lock_resources
from booking.offers.models import Offer
from booking.scheduling.intervals import Interval
from tests import house as small
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

ROUNDS = 40
SLOTS = 6
RIVALS = 1 + 2 * SLOTS  # who calls it off, and two for each slot
HALF_HOUR = timedelta(minutes=30)
RESIDENT = Contact(name="Frau M.")

Opened = Sequence[tuple[int, datetime]]
"""Sprechstunden: the id and the start of each."""


def test_who_books_while_it_is_called_off_is_seen_or_refused(database: Database) -> None:
    opened, seen = sprechstunden(database, ROUNDS), {}
    outcome = race_threads(database, _calling_off(opened, seen), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert _confirmed(database, opened) == seen
    assert 0 < sum(map(len, seen.values())) < ROUNDS * SLOTS, "the race is too tame: one side always won"


def test_red_control_without_protection_somebody_books_unseen(database: Database) -> None:
    opened, seen = sprechstunden(database, ROUNDS), {}
    with without_protection(database):
        race_threads(database, _calling_off(opened, seen), rounds=ROUNDS, rivals=RIVALS)
    assert _confirmed(database, opened) != seen, "the race is too tame: nobody slipped through"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_who_looks_only_before_the_lock_books_unseen(database: Database) -> None:
    """On SQLite nobody can look too early: whoever wants to write waits before looking."""
    opened, seen = sprechstunden(database, ROUNDS), {}
    with mock.patch.object(placing, "open_hours_for", _as_seen_first):
        race_threads(database, _calling_off(opened, seen), rounds=ROUNDS, rivals=RIVALS)
    assert _confirmed(database, opened) != seen, "the race is too tame: nobody slipped through"


def _calling_off(opened: Opened, seen: dict[int, set[str]]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        hours_id, start = opened[turn]
        if number == 0:
            with database.writing() as session:
                seen[hours_id] = _call_off(session, hours_id)
            return
        try:
            _book_somehow(database, start + number % SLOTS * HALF_HOUR, hold_first=number > SLOTS)
        except SlotUnknown as gone:
            raise SlotTaken(1, start) from gone

    return attempt


def _call_off(session: Session, hours_id: int) -> set[str]:
    """Close the Sprechstunde and let its holds go; the ids of the appointments whose people must be told."""
    hours = session.get_one(ConsultationHours, hours_id)
    lock_resources(session, [hours.adviser.resource_id])
    hours.close(small.NOW)
    release(session, hours.owner)
    appointments = session.scalars(select(Appointment).where(Appointment.hours_id == hours_id)).all()
    for held in (each for each in appointments if each.status == Status.HELD):
        release(session, held.owner)
    return {each.id for each in appointments if each.status == Status.CONFIRMED}


def _book_somehow(database: Database, start: datetime, *, hold_first: bool) -> None:
    with database.writing() as session:
        wish = Wish(session.get_one(Offer, 1), adviser_id=1)
        if not hold_first:
            booking.book(session, DESK, wish, start, RESIDENT)
            return
        held = booking.hold(session, DESK, wish, start)
        booking.keep(session, DESK, held, contact=RESIDENT)
    with database.writing() as session:
        booking.confirm(session, DESK, finding.by_id(session, held.id, for_change=True))


def _as_seen_first(
    session: Session, wish: Wish, within: Interval, *, with_rooms: bool
) -> Sequence[ConsultationHours]:
    """`open_hours_for` without a second look in the same transaction."""
    if "seen" not in session.info:
        session.info["seen"] = open_hours_for(session, wish, within, with_rooms=with_rooms)
    return session.info["seen"]


def sprechstunden(database: Database, count: int) -> list[tuple[int, datetime]]:
    """So many Sprechstunden of three hours, four a day, all of the same adviser in Büro 1."""
    days = [small.TUESDAY + timedelta(days=ahead) for ahead in range(-(-count // 4) * 2)]
    with database.writing() as session:
        house = small.build(session, advisers=2)
        opened = [
            small.hours_on(session, house, day, start=start, end=start + 3, room=house.rooms[0])
            for day in [day for day in days if day.weekday() < 5][: -(-count // 4)]
            for start in (8, 11, 14, 17)
        ]
        return [(each.id, each.starts_at) for each in opened[:count]]


def _confirmed(database: Database, opened: Opened) -> dict[int, set[str]]:
    """The ids of the confirmed appointments of each Sprechstunde."""
    with database.reading() as session:
        rows = session.execute(
            select(Appointment.hours_id, Appointment.id).where(Appointment.status == Status.CONFIRMED)
        ).all()
    return {hours_id: {made for at, made in rows if at == hours_id} for hours_id, _ in opened}
