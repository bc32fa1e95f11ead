"""The same form sent twice at once, for a new room and for a new opening day: it is there once, and nobody sees a 500."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from time import sleep
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking.db import Database
from booking.errors import DomainError
from booking.house import opening, shaping
from booking.house.models import RoomAccess
from booking.house.opening import change_opening_hours, hours_for_change
from booking.house.shaping import RoomFacts, open_room
from tests import house as small
from tests.servers.waiting import wait_until

pytestmark = [pytest.mark.race, pytest.mark.timeout(120)]

NEW_ROOM = RoomFacts(
    name="Büro Süd", number="9", floor="Erdgeschoss", access=RoomAccess.STEP_FREE, seating={"table": 4}, equipment=(),
    confidential=False,
)  # fmt: skip
SATURDAY = {5: (time(10), time(14))}
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
Act = Callable[[Session], Any]


def add_room(session: Session) -> None:
    open_room(session, NEW_ROOM, now=small.NOW)


def open_on_saturdays(session: Session) -> list[int]:
    week = hours_for_change(session)
    return change_opening_hours(session, {**week, **SATURDAY}, now=small.NOW)


@pytest.fixture
def built(database: Database) -> Database:
    with database.writing() as session:
        small.build(session, offices=1)
    return database


def test_a_room_is_added_once(built: Database) -> None:
    assert twice_at_once(built, add_room) == "RoomNameTaken"


def test_the_house_opens_on_saturdays_once(built: Database) -> None:
    assert twice_at_once(built, open_on_saturdays) == "[]"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("act", [add_room, open_on_saturdays])
def test_red_control_without_the_lock_the_second_breaks(built: Database, act: Act) -> None:
    """On SQLite there is one writer at a time."""
    with mock.patch.object(shaping, "lock"), mock.patch.object(opening, "lock"):
        assert twice_at_once(built, act) == "IntegrityError"


def twice_at_once(database: Database, act: Act) -> str:
    """The second begins while the first is not committed: what becomes of the second."""
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            act(session)
            late = pool.submit(_told, database, act)
            if database.is_postgresql:
                wait_until(lambda: session.scalar(WAITING), 10, "the second to wait for the first")
            else:
                sleep(0.2)
        return late.result(30)


def _told(database: Database, act: Act) -> str:
    try:
        with database.writing() as session:
            return str(act(session))
    except (DomainError, IntegrityError) as refused:
        return type(refused).__name__
