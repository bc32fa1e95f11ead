"""Migrations: bringing a database to the newest shape, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from booking.db import build_engine


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database behind the SQLAlchemy URL to `revision`; calling it again is harmless."""
    command.upgrade(config(url), revision)


def config(url: str) -> Config:
    """Alembic's configuration for this database; no ini file is needed."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["url"] = url
    return settings


def is_current(url: str) -> bool:
    """Whether the database has the newest shape."""
    engine = build_engine(url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(current) == set(ScriptDirectory.from_config(config(url)).get_heads())
