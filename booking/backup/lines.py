"""The format of a backup: a line on itself, then for each table its columns and rows, and a count at the end.

Parents come before their children. Personal data stays sealed as it is in the database.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection
from sqlalchemy.types import TypeDecorator

from booking.tables import metadata

FORMAT = 1
# Browsers sign in again: somebody who signed out after the backup stays signed out.
LEFT_OUT = frozenset({"sign_in"})
TABLES = [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]

READERS: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    bytes: b64decode,
}


class BackupRefused(Exception):
    """Why nothing was restored, as a sentence."""


@dataclass(frozen=True)
class Header:
    """What a backup says of itself: the shape of its database and when it was taken."""

    revision: str
    taken_at: datetime

    def line(self) -> dict[str, Any]:
        return {"treffpunkt": FORMAT, "revision": self.revision, "taken_at": self.taken_at.isoformat()}

    @classmethod
    def of(cls, line: Any) -> Header:
        """The header in the first line. Raises BackupRefused when it is none."""
        if not isinstance(line, dict) or line.get("treffpunkt") != FORMAT:
            raise BackupRefused("This file is no backup of Treffpunkt, or one of another version.")
        return cls(line["revision"], datetime.fromisoformat(line["taken_at"]))


def revision_of(connection: Connection) -> str:
    """The shape the database has; "" before the first migration."""
    return ",".join(sorted(MigrationContext.configure(connection).get_current_heads()))


def to_json(value: Any) -> Any:
    """A value of a column as JSON has it: times in ISO 8601, bytes in Base64."""
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    return b64encode(value).decode() if isinstance(value, bytes) else value


def from_json(column: Column[Any], value: Any) -> Any:
    """The value that `to_json` was given."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    reader = READERS.get(kind.python_type)
    return value if value is None or reader is None else reader(value)
