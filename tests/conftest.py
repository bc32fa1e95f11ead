"""Fixtures for every test: real servers, started at first use, and a fresh migrated database on each kind.

Each worker of xdist has servers of its own; with addresses from the environment, databases of its own.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from booking.db import Database
from tests.servers import browser as browsers
from tests.servers import ledger, smtp, statements
from tests.servers import postgres as postgresql
from tests.servers import redis as redis_or_valkey
from tests.servers.ledger import (  # noqa: F401 (hooks of pytest)
    pytest_collectreport,
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from tests.servers.reusing import Copies


def pytest_configure() -> None:
    """Before the first database is opened."""
    statements.share()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the browser, so that it can be left out or run alone."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.PostgresServer]:
    """The PostgreSQL of this run."""
    server = postgresql.start()
    ledger.note("PostgreSQL", f"{server.version} ({server.origin})")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis_or_valkey.RedisServer]:
    """The Redis or Valkey of this run; tests that put something into it take `redis_url`."""
    server = redis_or_valkey.start()
    ledger.note(server.name, f"{server.version} ({server.origin})")
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: redis_or_valkey.RedisServer) -> str:
    """The address of the running server, emptied."""
    with redis_server.client() as client:
        client.flushdb()
    return redis_server.url


@pytest.fixture(scope="session")
def _smtp_server() -> Iterator[smtp.SmtpSink]:
    sink = smtp.start()
    ledger.note("SMTP", f"sink ({smtp.VERSION})")
    yield sink
    sink.remove()


@pytest.fixture
def smtp_sink(_smtp_server: smtp.SmtpSink) -> smtp.SmtpSink:
    """The SMTP server of this run without mails and faults of other tests."""
    _smtp_server.clear()
    return _smtp_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this run."""
    with browsers.launch() as running:
        ledger.note("Chromium", running.version)
        yield running


@pytest.fixture(scope="session")
def migrated_template(postgres: postgresql.PostgresServer) -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy."""
    from booking.migrations import upgrade

    name = _fresh_name("template")
    upgrade(postgres.create_database(name))
    yield name
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy."""
    from booking.migrations import upgrade

    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    upgrade(_sqlite_url(file))
    return file


@pytest.fixture(scope="session")
def _copies(postgres: postgresql.PostgresServer, migrated_template: str) -> Iterator[Copies]:
    copies = Copies(postgres, migrated_template)
    yield copies
    copies.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The SQLAlchemy address of a fresh, migrated database; a test with it runs on both kinds."""
    if request.param == "sqlite":
        yield _copied(request.getfixturevalue("migrated_file"), tmp_path / "treffpunkt.sqlite")
        return
    copies: Copies = request.getfixturevalue("_copies")
    with copies.lent() as address:
        yield address


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database, opened; closed after the test."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The SQLAlchemy address of a fresh database without any table; a test with it runs on both kinds."""
    if request.param == "sqlite":
        ledger.note("SQLite", sqlite3.sqlite_version)
        yield _sqlite_url(tmp_path / "empty.sqlite")
        return
    server: postgresql.PostgresServer = request.getfixturevalue("postgres")
    name = _fresh_name("test")
    yield server.create_database(name)
    server.drop_database(name)


def _copied(template: Path, file: Path) -> str:
    ledger.note("SQLite", sqlite3.sqlite_version)
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    return _sqlite_url(file)


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def _fresh_name(what: str) -> str:
    return f"treffpunkt_{what}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid4().hex[:8]}"
