"""The waiting list under rivals: an answer against the clock, two clicks, two sweeps, a resident who books directly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking, changes
from booking.appointments import finding as appointments
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish
from booking.clock import Clock
from booking.db import Database
from booking.errors import NotAllowedNow, SlotTaken
from booking.offers.models import Offer
from booking.runtime import Runtime
from booking.waiting import answering, finding, sweeping
from booking.waiting.joining import join
from booking.waiting.models import State, WaitingEntry
from booking.waiting.wishes import Wishes
from tests import house as small
from tests.notifications.office import settings
from tests.pages.conftest import StandingClock
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS, _house_with
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

ROUNDS = 24  # as many times as a day has
TOO_LATE = replace(DESK, now=small.later(48 * 60))


def test_accepting_against_the_end_of_the_time_to_answer(database: Database, tmp_path: Path) -> None:
    """Either it is booked, or it is free and they wait on; never both, never neither."""
    starts = _house_with(database, ROUNDS)
    entries = _offered(database, tmp_path, ROUNDS)
    outcome = race_threads(database, _accepting_or_lapsing(entries), rounds=ROUNDS, rivals=4)
    assert outcome.errors == []
    ends = _ends(database)
    assert ends[State.BOOKED] + ends[State.WAITING] == ROUNDS
    _everything_adds_up(database, starts)


def test_accepting_twice_books_once(database: Database, tmp_path: Path) -> None:
    starts = _house_with(database, ROUNDS)
    entries = _offered(database, tmp_path, ROUNDS)
    outcome = race_threads(database, _accepting(entries), rounds=ROUNDS, rivals=4)
    assert outcome.errors == []
    assert outcome.won.total() == 4 * ROUNDS, "the second click is told the same"
    assert _ends(database) == Counter({State.BOOKED: ROUNDS})
    assert _events(database, "AppointmentBooked") == ROUNDS
    _everything_adds_up(database, starts)


def test_two_sweeps_and_a_resident_want_the_one_freed_time(database: Database, tmp_path: Path) -> None:
    """Each round one time is free and two people wait: one of them gets it offered, or the resident books it."""
    starts = _house_with(database, ROUNDS)
    taken = [_book(database, start) for start in starts]
    _joins(database, ROUNDS + 1)
    runtime = _runtime(database, tmp_path)

    def attempt(database: Database, turn: int, number: int) -> None:
        if number == 0:
            _cancel(database, taken[turn])
        if number < 3:
            sweeping.sweep(runtime)
            return
        with database.writing() as session:
            booking.book(session, DESK, Wish(session.get_one(Offer, 1)), starts[turn], Contact(name="Rivale"))

    outcome = race_threads(database, attempt, rounds=ROUNDS, rivals=4)
    assert outcome.errors == []
    sweeping.sweep(runtime)
    _everything_adds_up(database, starts)
    offered, booked = _ends(database)[State.OFFERED], _count(database, Status.CONFIRMED)
    assert offered + booked == ROUNDS, "each freed time has exactly one owner"


def test_red_control_without_protection_a_freed_time_gets_two_owners(
    database: Database, tmp_path: Path
) -> None:
    starts = _house_with(database, ROUNDS)
    _joins(database, ROUNDS)
    runtime = _runtime(database, tmp_path)

    def attempt(database: Database, turn: int, number: int) -> None:
        if number % 2:
            sweeping.sweep(runtime)
            return
        with database.writing() as session:
            booking.book(session, DESK, Wish(session.get_one(Offer, 1)), starts[turn], Contact(name="Rivale"))

    with without_protection(database):
        race_threads(database, attempt, rounds=ROUNDS, rivals=6)
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)), "the race is too tame: nobody had what another one had"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_without_the_lock_on_the_entry_two_clicks_tell_of_two_bookings(
    database: Database, tmp_path: Path
) -> None:
    """SQLite lets one writer in at a time; there the lock is the transaction itself."""
    _house_with(database, ROUNDS)
    entries = _offered(database, tmp_path, ROUNDS)
    with (
        mock.patch.object(finding, "_maybe_locked", lambda statement, _for_change: statement),
        mock.patch.object(
            answering.appointments, "by_id", lambda session, key, **_: session.get(Appointment, key)
        ),
    ):
        race_threads(database, _accepting(entries), rounds=ROUNDS, rivals=6)
    assert _events(database, "AppointmentBooked") > ROUNDS, "the race is too tame"


def _accepting(entries: list[str]) -> Attempt:
    def attempt(database: Database, turn: int, _number: int) -> None:
        with database.writing() as session:
            entry = finding.by_id(session, entries[turn], for_change=True)
            answering.accept(session, DESK, entry)

    return attempt


def _accepting_or_lapsing(entries: list[str]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            entry = finding.by_id(session, entries[turn], for_change=True)
            if number % 2:
                answering.lapse(session, TOO_LATE, entry)
                return
            try:
                answering.accept(session, DESK, entry)
            except NotAllowedNow as lapsed_before:
                raise SlotTaken(1, small.NOW) from lapsed_before

    return attempt


def _offered(database: Database, folder: Path, count: int) -> list[str]:
    """So many people, each with a time held for them; the entries in the order of the times."""
    _joins(database, count)
    assert sweeping.sweep(_runtime(database, folder)) == count
    with database.reading() as session:
        found = session.query(WaitingEntry).join(Appointment, WaitingEntry.appointment_id == Appointment.id)
        return [entry.id for entry in found.order_by(Appointment.starts_at)]


def _joins(database: Database, count: int) -> None:
    with database.writing() as session:
        offer = session.get_one(Offer, 1)
        wishes = Wishes(until=small.later(50 * 24 * 60).date())
        for number in range(count):
            contact = Contact(name=f"Person {number}", email=f"person-{number}@example.org")
            join(session, DESK, offer, wishes, contact, key=str(number))


def _runtime(database: Database, folder: Path) -> Runtime:
    started = Runtime(settings(database.url, folder), database, Clock(), DESK.vault)
    return replace(started, clock=StandingClock(moment=small.NOW))


def _book(database: Database, start: datetime) -> str:
    with database.writing() as session:
        return booking.book(session, DESK, Wish(session.get_one(Offer, 1)), start, Contact(name="Frau M.")).id


def _cancel(database: Database, appointment_id: str) -> None:
    with database.writing() as session:
        changes.cancel(
            session,
            appointments.by_id(session, appointment_id, for_change=True),
            by="resident",
            now=small.NOW,
        )


def _ends(database: Database) -> Counter[State]:
    with database.reading() as session:
        return Counter(State(entry.state) for entry in session.query(WaitingEntry))


def _count(database: Database, status: Status) -> int:
    with database.reading() as session:
        return session.query(Appointment).filter_by(status=status).count()


def _events(database: Database, kind: str) -> int:
    with database.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM event WHERE type = :kind"), {"kind": kind}) or 0)


def _everything_adds_up(database: Database, starts: list[datetime]) -> None:
    """No overlap; who decides has a held time, who took one a booked one, and nobody else has anything."""
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0
        for entry in session.query(WaitingEntry):
            held = session.get(Appointment, entry.appointment_id) if entry.appointment_id else None
            wanted = {State.OFFERED: Status.HELD, State.BOOKED: Status.CONFIRMED}.get(State(entry.state))
            assert (held.status if held else None) == wanted
        for appointment in session.query(Appointment):
            busy = session.scalar(
                text("SELECT count(*) FROM busy_time WHERE owner = :owner"), {"owner": appointment.owner}
            )
            assert busy == (0 if appointment.status == Status.CANCELLED else appointment.claims)
        owners = session.scalar(
            text("SELECT count(DISTINCT owner) FROM busy_time WHERE owner LIKE 'appointment:%'")
        )
        assert owners <= len(starts)
