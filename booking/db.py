"""The database: every difference between SQLite and PostgreSQL lives here and in occupancy/guards.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    create_engine,
    event,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from booking.errors import Busy, Overlap

LOCK_TIMEOUT = "3s"
BUSY_TIMEOUT_MS = 15_000
OVERLAP_GUARD = "busy_time_no_overlap"
NEWS_CHANNEL = "treffpunkt_news"
# A PostgreSQL that is away or silent is noticed in seconds, and no transaction waits or idles for ever.
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=120s",
}
# For each key the patience is set before its lock is waited for.
ADVISORY_LOCK = """
SELECT pg_advisory_xact_lock(k) FROM ({keys}) AS sorted
WHERE set_config('lock_timeout', :patience, true) IS NOT NULL
"""
THEMSELVES = "SELECT DISTINCT k FROM unnest(CAST(:numbers AS bigint[])) AS k ORDER BY k"
TRANSIENT_STATES = frozenset({"40P01", "40001", "55P03"})


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, gives back aware UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a naive time reached the database: {value!r}"
            raise ValueError(message)
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UTCDateTime()}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class Database:
    """An engine with two ways in: `reading()` never writes, `writing()` is one transaction to commit.

    `writes` counts the transactions that were committed through it.
    """

    def __init__(self, url: str, *, doorbell: Callable[[], None] | None = None) -> None:
        self.url = url
        self.engine = build_engine(url)
        self.doorbell = doorbell or (lambda: None)
        self.writes = 0
        # SQLite lets one writer in and makes the others poll; within a process they queue here instead.
        self._turn = Lock() if not self.is_postgresql else None
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(
            self.engine.execution_options(read_only=True), expire_on_commit=False, autoflush=False
        )

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking; whatever was changed in it is thrown away."""
        with self._readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction. Rings the doorbell after a commit that recorded events.

        Raises Overlap when the guard refused a busy time, Busy when another transaction stood in
        the way (the whole step may then be tried again).
        """
        with self._in_turn(), self._sessions() as session:
            try:
                yield session
                session.commit()
                self.writes += 1
            except DBAPIError as error:
                session.rollback()
                raise meaning(error) from error
            except BaseException:
                session.expunge_all()  # what a domain error tells of stays readable
                session.rollback()
                raise
        if session.info.get("recorded"):
            self.doorbell()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise Busy
        try:
            yield
        finally:
            self._turn.release()

    def dispose(self) -> None:
        self.engine.dispose()


def meaning(error: DBAPIError) -> Exception:
    """The domain's word for a database error: Overlap, Busy, or the error itself."""
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error, IntegrityError) and (state == "23P01" or OVERLAP_GUARD in str(error.orig)):
        return Overlap()
    if state in TRANSIENT_STATES:
        return Busy()
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.OperationalError):
        name = getattr(error.orig, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return Busy()
    return error


def is_passing(error: DBAPIError) -> bool:
    """Whether trying the same again may work: somebody stood in the way, or the connection is gone."""
    return error.connection_invalidated or isinstance(meaning(error), Busy)


def lock(session: Session, numbers: list[int], *, keys: str = THEMSELVES) -> None:
    """Wait until this transaction alone may change what stands behind the keys, in sorted order.

    `keys` is a question that turns the numbers into keys `k`, distinct and in order; else they are the keys.
    PostgreSQL: one statement for transaction-level advisory locks, given up after three seconds (Busy). SQLite: the
    transaction is `alone_from_the_start`.
    """
    if numbers and not alone_from_the_start(session):
        values = {"numbers": numbers, "patience": LOCK_TIMEOUT}
        session.execute(text(ADVISORY_LOCK.format(keys=keys)), values)


def alone_from_the_start(session: Session) -> bool:
    """Whether nobody else can have changed anything since this transaction began, so that a lock makes nothing older.

    SQLite: it began IMMEDIATE, and one writer is let in. PostgreSQL: whoever had the lock may have changed all that was
    read before it.
    """
    return session.get_bind().dialect.name != "postgresql"


def announce(session: Session) -> None:
    """Wake whoever listens, with the commit (booking.live). SQLite tells nobody: there they look by themselves."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": NEWS_CHANNEL})


def database_now(session: Session) -> datetime:
    """Now on the database's clock, for leases: it ignores the demonstration's offset."""
    if session.get_bind().dialect.name == "postgresql":
        now = session.scalar(select(func.clock_timestamp()))
        assert isinstance(now, datetime)
        return now.astimezone(UTC)
    value = session.scalar(select(literal_column("strftime('%Y-%m-%d %H:%M:%f', 'now')")))
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def build_engine(url: str) -> Engine:
    """An engine with the settings both databases need for honest transactions."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url, pool_size=10, max_overflow=60, pool_timeout=10, pool_pre_ping=True, connect_args=PATIENCE
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reader = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if reader else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("read_only"):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
