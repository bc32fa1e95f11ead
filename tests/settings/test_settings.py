"""What is set is read by the next session, told as events, and what is missing is as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from booking.db import Database
from booking.house.address import daily
from booking.house.models import Setting
from booking.house.settings import (
    HouseSettings,
    change_settings,
    facts_of,
    settings_for_change,
    settings_of,
)
from booking.outbox import EventRow
from tests.house import NOW

OTHER_HOURS = daily(range(1, 4), time(8, 30), time(13))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.dispose()


def set_phone(database: Database, phone: str) -> list[str]:
    with database.writing() as session:
        settings = settings_for_change(session)
        wanted = replace(settings, facts=replace(settings.facts, phone=phone, phone_hours=OTHER_HOURS))
        return change_settings(session, wanted, now=NOW)


def told(database: Database) -> list[tuple[str, object, object]]:
    with database.reading() as session:
        rows = session.scalars(select(EventRow).order_by(EventRow.id))
        return [(row.payload["key"], row.payload["old"], row.payload["new"]) for row in rows]


def test_nothing_set_is_as_it_comes(database: Database) -> None:
    with database.reading() as session:
        assert settings_of(session) == HouseSettings()


def test_what_is_set_comes_back_as_it_was_and_is_told(database: Database) -> None:
    assert set_phone(database, "02175 000-999") == ["house.phone", "house.phone_hours"]
    with database.reading() as session:
        assert facts_of(session).phone == "02175 000-999"
        assert facts_of(session).phone_hours == OTHER_HOURS
        assert facts_of(session).town == HouseSettings().facts.town
        assert len(session.scalars(select(Setting)).all()) == 2, "only what is otherwise has a row"
    assert told(database)[0] == ("house.phone", "02175 000-000", "02175 000-999")
    assert told(database)[1][2] == [[1, "08:30", "13:00"], [2, "08:30", "13:00"], [3, "08:30", "13:00"]]


def test_the_same_again_changes_and_tells_nothing(database: Database) -> None:
    set_phone(database, "02175 000-999")
    assert set_phone(database, "02175 000-999") == []
    assert len(told(database)) == 2


def test_a_session_reads_once_and_anew_after_a_change(database: Database) -> None:
    with database.writing() as session:
        before = settings_for_change(session)
        assert settings_of(session) is before
        change_settings(session, replace(before, locking=replace(before.locking, idle_minutes=9)), now=NOW)
        assert settings_of(session).locking.idle_minutes == 9


def test_two_at_once_change_one_after_the_other(database: Database) -> None:
    """Each adds a day to what it reads for changing: without the lock one of the days would be lost."""
    start = Barrier(2)

    def add_a_day() -> None:
        start.wait()
        with database.writing() as session:
            settings = settings_for_change(session)
            sooner = replace(settings.keeping, other=settings.keeping.other - 1)
            change_settings(session, replace(settings, keeping=sooner), now=NOW)

    threads = [Thread(target=add_a_day) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert settings_of(session).keeping.other == 28
