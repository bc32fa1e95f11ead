"""Taking a backup: every row as a line of JSON, so that what SQLite gave can be restored into PostgreSQL and back.

The file: a line on itself, then for each table its columns and its rows, parents before their children,
and a count at the end. Personal data stays sealed as it is in the database; the keys are not part of it.
"""

from __future__ import annotations

import gzip
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from booking.ids import random_id
from booking.tables import metadata

FORMAT = 1
NAME = "treffpunkt-{}.jsonl.gz"
KEEP = timedelta(days=14)
AT_A_TIME = 500
# Browsers sign in again: somebody who signed out after the backup stays signed out. What was on its way in is entered
# again by hand, if it is still wanted.
LEFT_OUT = frozenset({"sign_in", "entering_job"})
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


def take(session: Session, target: Path, *, now: datetime) -> int:
    """Write the backup; says how many rows it holds. The session must not have read anything before."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    connection = session.connection(
        execution_options={"isolation_level": "REPEATABLE READ"} if postgresql else {}
    )
    count = 0
    with _new_file(target) as file:
        for line in _lines(connection, now):
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += isinstance(line, list)
        file.write(json.dumps({"rows": count}) + "\n")
    return count


def default_name(taken_at: datetime) -> str:
    """The name of a backup without a name; the order of names is the order of time."""
    return NAME.format(taken_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))


def roll_off(folder: Path, *, now: datetime) -> None:
    """Delete the backups in the folder that `default_name` named more than fourteen days ago."""
    for each in folder.glob(NAME.format("*")):
        if each.name < default_name(now - KEEP):
            each.unlink()


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


def _lines(connection: Connection, now: datetime) -> Iterator[Any]:
    yield Header(revision_of(connection), now).line()
    for table in TABLES:
        yield {"table": table.name, "columns": [column.name for column in table.columns]}
        rows = connection.execute(
            select(table).order_by(*table.primary_key), execution_options={"yield_per": AT_A_TIME}
        )
        for row in rows:
            yield [to_json(value) for value in row]


@contextmanager
def _new_file(target: Path) -> Iterator[TextIO]:
    """A compressed text file that appears under its name when it is complete, and not at all after an error."""
    partial = target.with_name(f".{target.name}.{random_id()}")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile(fileobj=raw, mode="wb", filename="") as packed,
                TextIOWrapper(packed, "utf-8") as lines,
            ):
                yield lines
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
