"""Two who need the same rows wait for each other, and neither is turned away: everybody locks in one order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic, sleep

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding, guests, undoing
from booking.appointments.models import Appointment
from booking.appointments.slots import Wish
from booking.db import Database
from booking.erasing import erase_person
from booking.errors import Busy
from booking.occupancy import release
from booking.occupancy.claims import lock_resources
from booking.offers.models import Adviser, Offer
from booking.runtime import Desk
from booking.vault import Vault
from booking.web import draft
from tests import house as small
from tests.races.test_one_slot import DESK, _house_with

pytestmark = [pytest.mark.race, pytest.mark.timeout(120)]

LATER = Desk(Vault("k" * 32), "test.example", small.later(25))
BROWSER = "a secret of one browser"
HERE_STILL = "SELECT id FROM busy_time WHERE owner = :owner"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def test_an_expired_hold_is_given_up_while_somebody_takes_its_time(database: Database) -> None:
    """A rival has the adviser's lock and wipes the expired hold; its owner chooses another time."""
    old, new = _house_with(database, 2)
    with database.writing() as session:
        draft.take(session, DESK, BROWSER, _wish(session), old)

    def rival(session: Session) -> None:
        lock_resources(session, [session.get_one(Adviser, 1).resource_id])

    def goes_on(session: Session) -> None:
        booking.book(session, LATER, _wish(session), old, Contact(name="Rivale"))

    _meet(
        database,
        rival,
        lambda session: draft.take(session, LATER, BROWSER, _wish(session), new),
        goes_on,
    )
    assert _starts(database) == [old, new]


def test_an_expired_hold_is_dropped_while_somebody_takes_its_time(database: Database) -> None:
    """Whoever drops it waits for the adviser's lock, with nothing wiped."""
    (old,) = _house_with(database, 1)
    with database.writing() as session:
        held = draft.take(session, DESK, BROWSER, _wish(session), old).owner

    def rival(session: Session) -> None:
        lock_resources(session, [session.get_one(Adviser, 1).resource_id])

    def goes_on(session: Session) -> None:
        here = text(HERE_STILL + (" FOR UPDATE NOWAIT" if database.is_postgresql else ""))
        assert session.execute(here, {"owner": held}).all(), "nothing is wiped before its adviser is locked"

    _meet(database, rival, lambda session: draft.drop(session, BROWSER, now=LATER.now), goes_on)
    assert _starts(database) == []


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_whoever_wipes_before_locking_turns_somebody_away(database: Database) -> None:
    """The same meeting without the protection: each waits for a row of the other."""
    (old,) = _house_with(database, 1)
    with database.writing() as session:
        held = draft.take(session, DESK, BROWSER, _wish(session), old).owner

    def locks(session: Session) -> None:
        lock_resources(session, [session.get_one(Adviser, 1).resource_id])

    def wipes_first(session: Session) -> None:
        release(session, held)
        locks(session)

    def goes_on(session: Session) -> None:
        booking.book(session, LATER, _wish(session), old, Contact(name="Rivale"))

    with pytest.raises(Busy):
        _meet(database, locks, wipes_first, goes_on)


def test_several_holds_are_given_back_while_somebody_locks_their_advisers(database: Database) -> None:
    """The one of the second adviser was made first; still the first adviser is locked first."""
    holds = _two_holds(database)
    _meet(
        database,
        lambda session: _lock_adviser(session, 1),
        lambda session: guests.give_back(session, holds),
        lambda session: _lock_adviser(session, 2),
    )
    assert _starts(database) == []


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_one_hold_after_the_other_turns_somebody_away(database: Database) -> None:
    holds = _two_holds(database)

    def one_by_one(session: Session) -> None:
        for each in holds:
            booking.let_go(session, finding.by_id(session, each))

    with pytest.raises(Busy):
        _meet(
            database,
            lambda session: _lock_adviser(session, 1),
            one_by_one,
            lambda session: _lock_adviser(session, 2),
        )


def test_a_person_is_erased_while_they_take_a_cancellation_back(database: Database) -> None:
    (start,) = _house_with(database, 1)
    with database.writing() as session:
        made = booking.book(session, DESK, _wish(session), start, Contact(name="Erika"))
        changes.cancel(session, made, by="resident", now=DESK.now)
        cancelled, person_id = made.id, str(made.person_id)

    _meet(
        database,
        lambda session: finding.by_id(session, cancelled, for_change=True),
        lambda session: erase_person(session, person_id, now=DESK.now),
        lambda session: undoing.undo(session, DESK, cancelled),
    )
    with database.reading() as session:
        assert [each.person_id for each in session.query(Appointment)] == [None, None]


def _meet(
    database: Database,
    begins: Callable[[Session], object],
    comes: Callable[[Session], object],
    goes_on: Callable[[Session], object],
) -> None:
    """One begins; the other comes until it waits for the first, who then goes on. Nobody may fail."""

    def other() -> None:
        with database.writing() as session:
            comes(session)

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            begins(session)
            coming = pool.submit(other)
            _until_it_waits(database)
            goes_on(session)
        coming.result(30)


def _two_holds(database: Database) -> list[str]:
    """With the second adviser, then with the first."""
    (start,) = _house_with(database, 1, advisers=2)
    with database.writing() as session:
        offer = session.get_one(Offer, 1)
        return [booking.hold(session, DESK, Wish(offer, adviser_id=each), start).id for each in (2, 1)]


def _lock_adviser(session: Session, adviser_id: int) -> None:
    lock_resources(session, [session.get_one(Adviser, adviser_id).resource_id])


def _until_it_waits(database: Database) -> None:
    """SQLite has one writer at a time: there it waits from the start."""
    end = monotonic() + 10
    while database.is_postgresql and monotonic() < end:
        with database.reading() as session:
            if session.scalar(text(WAITING)):
                return
        sleep(0.02)
    assert not database.is_postgresql, "the other never waited"


def _wish(session: Session) -> Wish:
    return Wish(session.get_one(Offer, 1))


def _starts(database: Database) -> list[datetime]:
    with database.reading() as session:
        return sorted(each.starts_at for each in session.query(Appointment))
