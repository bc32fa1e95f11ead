"""The guard in the database: no two busy times of a resource overlap, whatever the application does.

PostgreSQL: an exclusion constraint that needs no extension. SQLite: two triggers. Alembic's batch
mode drops triggers, so migrations call `install` after it, and a test looks for the guard.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection

from booking.db import OVERLAP_GUARD

EXCLUSION = f"""
ALTER TABLE busy_time ADD CONSTRAINT {OVERLAP_GUARD} EXCLUDE USING gist (
  int8range(resource_id, resource_id, '[]') WITH &&, tstzrange(starts_at, ends_at, '[)') WITH &&)
"""

TRIGGER = """
CREATE TRIGGER {guard}_{event_name} BEFORE {event} ON busy_time
WHEN EXISTS (SELECT 1 FROM busy_time AS other WHERE other.resource_id = NEW.resource_id
  AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at AND other.id IS NOT NEW.id)
BEGIN SELECT RAISE(ABORT, '{guard}'); END
"""

SQLITE_EVENTS = {"insert": "INSERT", "update": "UPDATE OF resource_id, starts_at, ends_at"}


def install(connection: Connection) -> None:
    """Put the guard in place; calling it again is harmless."""
    remove(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(EXCLUSION))
        return
    for name, event in SQLITE_EVENTS.items():
        connection.execute(text(TRIGGER.format(guard=OVERLAP_GUARD, event_name=name, event=event)))


def remove(connection: Connection) -> None:
    """Take the guard away: for migrations, and for the red control of the race tests."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE busy_time DROP CONSTRAINT IF EXISTS {OVERLAP_GUARD}"))
        return
    for name in SQLITE_EVENTS:
        connection.execute(text(f"DROP TRIGGER IF EXISTS {OVERLAP_GUARD}_{name}"))


def is_installed(connection: Connection) -> bool:
    """Whether the guard stands."""
    if connection.dialect.name == "postgresql":
        found = connection.scalar(
            text("SELECT count(*) FROM pg_constraint WHERE conname = :name"), {"name": OVERLAP_GUARD}
        )
        return bool(found == 1)
    found = connection.scalar(
        text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE :name"),
        {"name": f"{OVERLAP_GUARD}%"},
    )
    return bool(found == len(SQLITE_EVENTS))
