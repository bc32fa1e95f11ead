"""The lock of a shared desk, by the clock alone: when it shuts, what opens it, and what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts import locking, signin
from booking.accounts.enrolling import enrol
from booking.accounts.models import Account, Role, SignIn
from booking.db import Database
from booking.vault import Vault
from tests.house import NOW

# Five minutes, and as long as a use may stay unwritten.
FIVE_MINUTES = timedelta(minutes=5)
LONG = FIVE_MINUTES + timedelta(seconds=45)
SHORT = LONG - timedelta(seconds=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        enrol(
            session,
            Vault("a secret for sealing in tests only"),
            email="ada@example.org",
            name="Ada",
            role=Role.STAFF,
            password="ein langes Passwort",
        )
    yield made
    made.dispose()


def signed_in(database: Database) -> str:
    with database.writing() as session:
        return signin.sign_in(session, session.scalars(select(Account)).one(), now=NOW)


def is_locked(database: Database, after: timedelta) -> bool:
    with database.reading() as session:
        return locking.is_locked(session.scalars(select(SignIn)).one(), NOW + after, FIVE_MINUTES)


def test_it_locks_after_five_minutes_and_never_while_a_page_still_warns(database: Database) -> None:
    token = signed_in(database)
    assert not is_locked(database, SHORT)
    assert is_locked(database, LONG)
    with database.writing() as session:
        locking.note_use(session, token, now=NOW + SHORT)
    assert not is_locked(database, SHORT + SHORT)
    assert is_locked(database, SHORT + LONG)


def test_whoever_locks_it_by_hand_finds_it_locked_at_once(database: Database) -> None:
    token = signed_in(database)
    with database.writing() as session:
        locking.lock(session, token, now=NOW)
    assert is_locked(database, timedelta(0))
    with database.writing() as session:
        locking.note_use(session, token, now=NOW + timedelta(seconds=50))
    assert is_locked(database, timedelta(seconds=51)), "using a locked screen must not open it"
    with database.writing() as session:
        locking.unlock(session, token, now=NOW + timedelta(minutes=9))
    assert not is_locked(database, timedelta(minutes=9) + SHORT)
    assert is_locked(database, timedelta(minutes=9) + LONG)


def test_another_browser_of_the_same_account_stays_open(database: Database) -> None:
    token, _other = signed_in(database), signed_in(database)
    with database.writing() as session:
        locking.lock(session, token, now=NOW)
        states = [locking.is_locked(each, NOW, FIVE_MINUTES) for each in session.scalars(select(SignIn))]
    assert sorted(states) == [False, True]


def test_a_sign_in_from_before_the_lock_asks_for_the_password_once(database: Database) -> None:
    token = signed_in(database)
    with database.writing() as session:
        session.scalars(select(SignIn)).one().used_at = None
    assert is_locked(database, timedelta(0))
    with database.writing() as session:
        locking.unlock(session, token, now=NOW)
    assert not is_locked(database, SHORT)


def test_each_lock_is_another_one_however_it_came(database: Database) -> None:
    token = signed_in(database)
    with database.writing() as session:
        found = session.scalars(select(SignIn)).one()
        idle = locking.this_lock(found)
        locking.lock(session, token, now=NOW + LONG)
        session.refresh(found)
        assert locking.this_lock(found) == idle, (
            "what locked by time is locked by hand as well, and stays that lock"
        )
        locking.note_use(session, token, now=NOW + LONG)
        session.refresh(found)
        assert locking.this_lock(found) == idle
        locking.unlock(session, token, now=NOW + LONG)
        session.refresh(found)
        assert locking.this_lock(found) != idle


def test_a_use_is_written_down_at_most_every_45_seconds(database: Database) -> None:
    signed_in(database)
    with database.reading() as session:
        found = session.scalars(select(SignIn)).one()
        assert not locking.is_to_be_noted(found, NOW + timedelta(seconds=44))
        assert locking.is_to_be_noted(found, NOW + timedelta(seconds=45))
