"""Waking up when the database has something new: each kind of database in its own way, both within a moment.

PostgreSQL: LISTEN on a connection of its own, which must be a direct one (PgBouncer in transaction mode loses it).
SQLite: PRAGMA data_version, which changes with every commit of another connection or process.
Neither has to be right: the listener looks by itself now and then.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import Protocol

import psycopg
from sqlalchemy.engine import make_url

from booking.db import NEWS_CHANNEL, PATIENCE, Database

LOOK = 0.2  # seconds between two looks at SQLite


class Waker(Protocol):
    """Somebody who waits for the database."""

    def wait(self, seconds: float) -> bool:
        """Whether there may be something new, waiting at most so long for it. Raises when the database is away."""

    def close(self) -> None:
        """Let go of the connection."""


def waker(database: Database) -> Waker:
    """The one for this kind of database, connected. Raises OSError, psycopg.Error or sqlite3.Error."""
    return ListenWaker(database.url) if database.is_postgresql else VersionWaker(database.url)


class ListenWaker:
    """PostgreSQL tells us, with the dispatcher's commit."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        patience = {key: value for key, value in PATIENCE.items() if key != "options"}
        self._connection = psycopg.connect(address, autocommit=True, application_name="live", **patience)  # type: ignore[arg-type]
        self._connection.execute(f"LISTEN {NEWS_CHANNEL}")

    def wait(self, seconds: float) -> bool:
        return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        self._connection.close()


class VersionWaker:
    """SQLite tells nobody; asking costs some microseconds."""

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        self._version = self._now()

    def wait(self, seconds: float) -> bool:
        before, until = self._version, time.monotonic() + seconds
        while (version := self._now()) == before and time.monotonic() < until:
            time.sleep(LOOK)
        self._version = version
        return version != before

    def close(self) -> None:
        self._connection.close()

    def _now(self) -> int:
        with closing(self._connection.execute("PRAGMA data_version")) as answer:
            version: int = answer.fetchone()[0]
            return version
