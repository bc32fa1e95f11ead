"""The red control: the same race with lock and guard switched off must double-book, or it proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any
from unittest import mock

from sqlalchemy import event

from booking import db
from booking.db import Database
from booking.occupancy import claims, guards

BREATH = 0.1


@contextmanager
def without_protection(database: Database) -> Iterator[None]:
    """No guard in the database, no advisory lock, and on SQLite no transaction around look and insert.

    Between the two stands a short breath, so that the proof does not depend on how busy the machine is.
    """
    with database.engine.begin() as connection:
        guards.remove(connection)
    database.engine.dispose()
    if not database.is_postgresql:
        event.remove(database.engine, "begin", db._begin_sqlite)
        database._turn = None
    event.listen(database.engine, "before_cursor_execute", _take_a_breath)
    with mock.patch.object(claims, "lock", return_value=None):
        yield
    event.remove(database.engine, "before_cursor_execute", _take_a_breath)


def _take_a_breath(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    if statement.startswith("INSERT INTO busy_time"):
        sleep(BREATH)
