"""The red control: the same race with lock and guard switched off must double-book, or it proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from sqlalchemy import event

from booking import db
from booking.db import Database
from booking.occupancy import claims, guards


@contextmanager
def without_protection(database: Database) -> Iterator[None]:
    """No guard in the database, no advisory lock, and on SQLite no transaction around look and insert."""
    with database.engine.begin() as connection:
        guards.remove(connection)
    database.engine.dispose()
    if not database.is_postgresql:
        event.remove(database.engine, "begin", db._begin_sqlite)
        database._turn = None
    with mock.patch.object(claims, "lock", return_value=None):
        yield
