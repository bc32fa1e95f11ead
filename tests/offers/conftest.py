"""The offers and concerns of the demonstration, without its weeks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from booking.db import Database
from booking.demo.offers import write_offers
from booking.demo.providers import found


@pytest.fixture(scope="module")
def catalogue(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """On SQLite, for those who only look."""
    file = tmp_path_factory.mktemp("offers") / "treffpunkt.sqlite"
    shutil.copy(migrated_file, file)
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        write_offers(session, found(session))
    with database.reading() as session:
        yield session
    database.dispose()
