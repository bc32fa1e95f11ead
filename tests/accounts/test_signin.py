"""Signing in: passwords, sessions that end, one-time codes that work once, bearer tokens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts import signin
from booking.accounts.enrolling import enrol
from booking.accounts.models import Account, Role, SignIn
from booking.accounts.tokens import issue_api_token
from booking.db import Database
from booking.vault import Vault
from tests.house import NOW

PASSWORD = "ein langes Passwort"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
VAULT = Vault("a secret for sealing in tests only")
REAL = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        enrol(
            session,
            VAULT,
            email="ada@example.org",
            name="Ada",
            role=Role.STAFF,
            password=PASSWORD,
            totp_secret=SECRET,
        )
    yield made
    made.dispose()


def ada(session: Session) -> Account:
    return session.scalars(select(Account)).one()


def signed_in(database: Database) -> str:
    with database.writing() as session:
        return signin.sign_in(session, ada(session), now=NOW)


def is_signed_in(database: Database, token: str, after: timedelta) -> bool:
    with database.reading() as session:
        return signin.current(session, token, now=NOW + after) is not None


def test_the_right_password_fits_and_no_other(database: Database) -> None:
    with database.reading() as session:
        account_id, known = signin.known_hash(session, " ADA@example.org ")
        nobody, other = signin.known_hash(session, "niemand@example.org")
    assert account_id is not None
    assert signin.password_fits(known, PASSWORD)
    assert not signin.password_fits(known, PASSWORD + "x")
    assert nobody is None
    assert not signin.password_fits(other, PASSWORD)
    assert other.split("$")[:4] == known.split("$")[:4], "an unknown address takes as long as a known one"


def test_a_disabled_account_looks_like_an_unknown_one(database: Database) -> None:
    token = signed_in(database)
    with database.writing() as session:
        api_token = issue_api_token(session, ada(session), NOW)
        account_id = ada(session).id
        ada(session).disabled_at = NOW
    with database.reading() as session:
        assert signin.known_hash(session, "ada@example.org")[0] is None
        assert signin.current(session, token, now=NOW) is None
        assert signin.authenticate_token(session, api_token) is None
        assert signin.active_account(session, account_id) is None


def test_a_sign_in_ends_after_twelve_idle_hours(database: Database) -> None:
    token = signed_in(database)
    assert is_signed_in(database, token, timedelta(hours=11, minutes=59))
    assert not is_signed_in(database, token, timedelta(hours=12))
    with database.writing() as session:
        signin.touch(session, token, now=NOW + timedelta(hours=11))
    assert is_signed_in(database, token, timedelta(hours=22))


def test_a_sign_in_ends_after_seven_days_whatever_happens(database: Database) -> None:
    token = signed_in(database)
    with database.writing() as session:
        signin.touch(session, token, now=NOW + timedelta(days=7, minutes=-1))
    assert is_signed_in(database, token, timedelta(days=7, seconds=-1))
    assert not is_signed_in(database, token, timedelta(days=7))


def test_signing_out_deletes_the_row(database: Database) -> None:
    token, other = signed_in(database), signed_in(database)
    with database.writing() as session:
        signin.sign_out(session, token)
        assert len(session.scalars(select(SignIn)).all()) == 1
    assert not is_signed_in(database, token, timedelta(0))
    assert is_signed_in(database, other, timedelta(0))


def test_tidying_takes_only_what_has_ended(database: Database) -> None:
    signed_in(database)
    with database.writing() as session:
        signin.tidy(session, now=NOW + timedelta(hours=11))
        assert session.scalars(select(SignIn)).all()
        signin.tidy(session, now=NOW + timedelta(hours=12))
        assert not session.scalars(select(SignIn)).all()


def test_the_token_itself_is_not_stored(database: Database) -> None:
    token = signed_in(database)
    with database.reading() as session:
        assert session.scalars(select(SignIn.token_hash)).one() != token


@pytest.mark.parametrize(("age", "answer"), [(-1, "yes"), (0, "yes"), (1, "yes"), (-2, "no"), (2, "no")])
def test_a_code_is_good_for_its_half_minute_and_the_next_to_it(
    database: Database, age: int, answer: str
) -> None:
    code = pyotp.TOTP(SECRET).at(REAL + timedelta(seconds=30 * age))
    with database.writing() as session:
        assert signin.use_code(session, VAULT, ada(session), code, at=REAL) is (answer == "yes")


def test_a_code_works_once(database: Database) -> None:
    code = pyotp.TOTP(SECRET).at(REAL)
    with database.writing() as session:
        assert signin.use_code(session, VAULT, ada(session), code, at=REAL)
    with database.writing() as session:
        assert not signin.use_code(session, VAULT, ada(session), code, at=REAL)
        earlier = pyotp.TOTP(SECRET).at(REAL - timedelta(seconds=30))
        assert not signin.use_code(session, VAULT, ada(session), earlier, at=REAL)


@pytest.mark.race
def test_a_code_works_once_when_two_come_together(database: Database) -> None:
    code, answers, start = pyotp.TOTP(SECRET).at(REAL), [], threading.Barrier(6)

    def use() -> None:
        start.wait()
        with database.writing() as session:
            answers.append(signin.use_code(session, VAULT, ada(session), code, at=REAL))

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]


def test_a_bearer_token_is_its_account(database: Database) -> None:
    with database.writing() as session:
        token = issue_api_token(session, ada(session), NOW)
    with database.reading() as session:
        actor = signin.authenticate_token(session, token)
        assert actor is not None
        assert (actor.name, actor.role) == ("Ada", Role.STAFF)
        assert signin.authenticate_token(session, token + "x") is None
        assert signin.authenticate_token(session, "") is None
