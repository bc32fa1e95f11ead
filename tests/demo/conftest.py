"""A runtime on any database, and one demonstration, loaded once, for everybody who only looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from booking import demo
from booking.config import Settings
from booking.runtime import Runtime
from booking.scheduling.walltime import at_wall

MONDAY_MORNING = at_wall(date(2026, 11, 23), 8)


def runtime_for(url: str, data_dir: Path, *, now: datetime = MONDAY_MORNING) -> Runtime:
    """A runtime whose clock shows `now`."""
    offset = data_dir / "offset"
    offset.write_text(str((now - datetime.now(UTC)).total_seconds()))
    return Runtime.start(
        Settings.from_environment(
            {
                "APP_ENV": "test",
                "DATA_DIR": str(data_dir),
                "DATABASE_URL": url,
                "SECRET_KEY": "s" * 32,
                "DATA_KEY": "d" * 32,
                "CLOCK_OFFSET_FILE": str(offset),
            }
        )
    )


@pytest.fixture
def runtime(database_url: str, tmp_path: Path) -> Iterator[Runtime]:
    """A runtime on an empty, migrated database, on a Monday morning."""
    running = runtime_for(database_url, tmp_path)
    yield running
    running.database.dispose()


@pytest.fixture(scope="module")
def house(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """The demonstration on SQLite; whoever takes it changes nothing."""
    data_dir = tmp_path_factory.mktemp("demonstration")
    shutil.copy(migrated_file, data_dir / "treffpunkt.sqlite")
    running = runtime_for(f"sqlite:///{data_dir / 'treffpunkt.sqlite'}", data_dir)
    assert demo.load(running)
    yield running
    running.database.dispose()
