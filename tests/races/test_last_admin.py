"""Two admins shut each other out at the same moment: one of them must remain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier
from time import sleep
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import event, func, select

from booking.accounts import charge, managing
from booking.accounts.access import Actor
from booking.accounts.charge import NotInCharge
from booking.accounts.managing import LastAdmin
from booking.accounts.models import Account, Role
from booking.db import Database
from booking.errors import NotFound, SlotTaken
from tests.accounts.people import settle
from tests.house import NOW
from tests.races.rivals import Attempt, race_threads
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(300)]

ROUNDS = 8
BREATH = 0.05


def test_of_two_admins_who_shut_each_other_out_one_remains(database: Database) -> None:
    town = settle(database)
    actors = [town.actor("alex"), town.actor("anna")]
    left: list[int] = []
    outcome = race_threads(database, _each_other(actors, left), rounds=ROUNDS, rivals=2)
    assert outcome.errors == []
    assert left == [1] * ROUNDS
    assert [outcome.won[turn] for turn in range(ROUNDS)] == [1] * ROUNDS
    assert [outcome.lost[turn] for turn in range(ROUNDS)] == [1] * ROUNDS


def test_red_control_without_the_lock_nobody_is_left(database: Database) -> None:
    town = settle(database)
    actors = [town.actor("alex"), town.actor("anna")]
    left: list[int] = []
    with without_protection(database), _unlocked(database):
        race_threads(database, _each_other(actors, left), rounds=ROUNDS, rivals=2)
    assert 0 in left, "the race is too tame: each waited for the other"


def _each_other(actors: list[Actor], left: list[int]) -> Attempt:
    """Each shuts the other one out; then it is counted who is left, and both are let in for the next round."""
    both = Barrier(2)

    def attempt(database: Database, _turn: int, number: int) -> None:
        try:
            with database.writing() as session:
                managing.disable(session, actors[number], actors[1 - number].account_id, now=NOW)
        except (NotInCharge, LastAdmin, NotFound) as refused:
            raise SlotTaken(0, NOW) from refused

    def round_after_round(database: Database, turn: int, number: int) -> None:
        try:
            attempt(database, turn, number)
        finally:
            both.wait(60)
            if number == 0:
                left.append(_admins(database))
                _let_in(database, actors)
            both.wait(60)

    return round_after_round


def _admins(database: Database) -> int:
    with database.reading() as session:
        count = select(func.count()).where(Account.role == Role.ADMIN, Account.is_in_use)
        return session.scalar(count) or 0


def _let_in(database: Database, actors: list[Actor]) -> None:
    with database.writing() as session:
        for each in actors:
            session.get_one(Account, each.account_id).disabled_at = None


@contextmanager
def _unlocked(database: Database) -> Iterator[None]:
    """No lock on people, and a breath between looking and writing."""

    def breathe(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("UPDATE account"):
            sleep(BREATH)

    event.listen(database.engine, "before_cursor_execute", breathe)
    with mock.patch.object(charge, "lock", return_value=None):
        yield
    event.remove(database.engine, "before_cursor_execute", breathe)
