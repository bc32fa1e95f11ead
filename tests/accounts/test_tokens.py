"""Bearer tokens: they end by themselves, are taken back, belong to one account, and say when they were used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.enrolling import account_of, enrol
from booking.accounts.models import Account, ApiToken, Role
from booking.accounts.signin import authenticate_token
from booking.accounts.tokens import (
    MOST_OPEN,
    ONE_YEAR,
    TooManyTokens,
    ended_tokens,
    issue_api_token,
    make_token,
    note_use,
    open_tokens,
    revoke_token,
    token_behind,
)
from booking.db import Database, database_now
from booking.ids import token_hash
from booking.outbox import EventRow
from booking.scheduling.walltime import wall_day
from booking.vault import Vault

VAULT = Vault("a secret for sealing in tests only")
DAY = timedelta(days=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        for name in ("ada", "ben"):
            address = f"{name}@example.org"
            enrol(session, VAULT, email=address, name=name, role=Role.STAFF, password="ein langes Passwort")
    yield made
    made.dispose()


def known(session: Session, name: str = "ada") -> Account:
    found = account_of(session, f"{name}@example.org")
    assert found is not None
    return found


def made_token(database: Database, name: str = "Kalender", days: int = ONE_YEAR) -> tuple[str, datetime]:
    with database.writing() as session:
        now = database_now(session)
        return make_token(session, known(session), name=name, days=days, now=now), now


def told(database: Database) -> list[tuple[str | None, str]]:
    with database.reading() as session:
        rows = session.scalars(
            select(EventRow).where(EventRow.type == "AccountChanged").order_by(EventRow.id)
        )
        return [(row.subject, row.payload["what"]) for row in rows]


def test_a_token_opens_until_its_last_moment(database: Database) -> None:
    token, now = made_token(database, days=30)
    with database.reading() as session:
        actor = authenticate_token(session, token)
        assert actor is not None
        assert actor.account_id == known(session).id
        assert token_behind(session, token, now=now + 30 * DAY - timedelta(seconds=1)) is not None
        assert token_behind(session, token, now=now + 30 * DAY) is None


def test_an_expired_token_is_refused_at_the_door(database: Database) -> None:
    token, _now = made_token(database, days=30)
    with database.writing() as session:
        session.scalars(select(ApiToken)).one().expires_at = database_now(session) - timedelta(seconds=1)
    with database.reading() as session:
        assert authenticate_token(session, token) is None


def test_a_token_from_before_there_were_ends_stays_valid(database: Database) -> None:
    with database.writing() as session:
        token = issue_api_token(session, known(session), database_now(session))
    with database.reading() as session:
        assert authenticate_token(session, token) is not None
        assert token_behind(session, token, now=database_now(session) + 5000 * DAY) is not None


def test_taking_back_counts_at_once_and_twice_is_harmless(database: Database) -> None:
    token, now = made_token(database)
    other, _now = made_token(database, "Anderes")
    for expected in (True, False):
        with database.writing() as session:
            assert revoke_token(session, known(session).id, token_hash(token), now=now) is expected
    with database.reading() as session:
        assert authenticate_token(session, token) is None
        assert authenticate_token(session, other) is not None
        account_id = known(session).id
        assert [each.name for each in open_tokens(session, account_id, now=now)] == ["Anderes"]
        assert [each.name for each in ended_tokens(session, account_id, now=now)] == ["Kalender"]
        subject = f"account:{account_id}"
    assert told(database) == [(subject, "token_made"), (subject, "token_made"), (subject, "token_revoked")]


def test_nobody_sees_or_takes_back_the_tokens_of_others(database: Database) -> None:
    token, now = made_token(database)
    with database.writing() as session:
        ben = known(session, "ben").id
        assert not open_tokens(session, ben, now=now)
        assert not revoke_token(session, ben, token_hash(token), now=now)
    with database.reading() as session:
        assert authenticate_token(session, token) is not None


def test_the_day_of_use_only_goes_forward(database: Database) -> None:
    token, now = made_token(database)
    today = wall_day(now)
    for day, kept in ((today, today), (today - DAY, today), (today + DAY, today + DAY)):
        with database.writing() as session:
            note_use(session, token_hash(token), day=day)
        with database.reading() as session:
            assert session.scalars(select(ApiToken)).one().used_on == kept


def test_an_account_has_no_more_than_it_can_look_after(database: Database) -> None:
    tokens = [made_token(database, str(number))[0] for number in range(MOST_OPEN)]
    with pytest.raises(TooManyTokens):
        made_token(database)
    with database.writing() as session:
        revoke_token(session, known(session).id, token_hash(tokens[0]), now=database_now(session))
    made_token(database)
