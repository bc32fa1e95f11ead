"""Restoring a backup: into an empty, migrated database of the same shape, all of it or nothing.

Silence belongs to it: a mail of yesterday that may have left long ago is not sent again by surprise.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from zlib import error as ZlibError  # noqa: N812 (an exception, by its look)

from sqlalchemy import Connection, Table, bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from booking.backup import AT_A_TIME, TABLES, BackupRefused, Header, from_json, revision_of
from booking.notifications.claiming import UNFINISHED
from booking.notifications.models import Delivery, Fate, Reminder
from booking.notifications.reminders import State
from booking.outbox import Subscriptions, dispatch

Row = dict[str, Any]


def restore(session: Session, source: Path) -> Header:
    """Fill the database. Raises BackupRefused for another shape, a database with rows, a broken file."""
    connection = session.connection()
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file:
            lines = (json.loads(line) for line in file)
            header = Header.of(next(lines, None))
            _refuse_unfit(connection, header)
            for table, rows in groupby(_rows(lines), key=lambda pair: pair[0]):
                _fill(connection, table, [row for _, row in rows])
    except (OSError, EOFError, ZlibError, ValueError, LookupError) as error:
        raise BackupRefused(
            "This file is no backup of Treffpunkt, or it is damaged. Nothing was changed."
        ) from error
    if connection.dialect.name == "postgresql":
        _set_sequences(connection)
    return header


def silence(session: Session, subscriptions: Subscriptions, *, now: datetime) -> int:
    """Make every unsent delivery outdated, and every reminder that is due; says how many mails that were.

    Events that waited for their reactions get them before, so that nothing but mails is lost. Staff see
    the deliveries with this fate, and may send the present state.
    """
    while dispatch(session, subscriptions, now=now):
        session.flush()
    session.execute(
        update(Reminder)
        .where(Reminder.state == State.WAITING, Reminder.due_at <= now)
        .values(state=State.OUTDATED)
    )
    silenced = session.execute(
        update(Delivery)
        .where(Delivery.fate.in_(UNFINISHED))
        .values(fate=Fate.OUTDATED, sealed=None, lease=None, lease_until=None)
        .returning(Delivery.id)
    )
    return len(silenced.all())


def _refuse_unfit(connection: Connection, header: Header) -> None:
    here = revision_of(connection)
    if header.revision != here:
        raise BackupRefused(
            f"The backup has revision {header.revision}, the database {here or 'none'}. "
            "Restore with the version that took the backup, then migrate."
        )
    for table in TABLES:
        if connection.execute(select(*table.primary_key).limit(1)).first():
            raise BackupRefused(f"The database is not empty: {table.name} has rows. Nothing was changed.")


def _rows(lines: Iterator[Any]) -> Iterator[tuple[Table, Row]]:
    """Each row with its table. Raises ValueError when the count at the end is missing or wrong."""
    tables = {table.name: table for table in TABLES}
    table, columns, count = TABLES[0], list[str](), 0
    end = None
    for line in lines:
        if isinstance(line, list):
            count += 1
            yield (
                table,
                {name: from_json(table.c[name], value) for name, value in zip(columns, line, strict=True)},
            )
        elif "table" in line:
            table, columns = tables[line["table"]], line["columns"]
        else:
            end = line
    if end != {"rows": count}:
        raise ValueError(end)


def _fill(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert the rows; one that points to a row of its own table learns that at the end."""
    own = sorted({key.parent.name for key in table.foreign_keys if key.column.table is table})
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_A_TIME)):
        connection.execute(insert(table), [row | dict.fromkeys(own) for row in batch])
    pointing = [row for row in rows if any(row[name] is not None for name in own)]
    if pointing:
        keys = [column.name for column in table.primary_key]
        found = [table.c[name] == bindparam(f"key_{name}") for name in keys]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in own}
        connection.execute(
            update(table).where(*found).values(values),
            [
                {f"key_{name}": row[name] for name in keys} | {f"new_{name}": row[name] for name in own}
                for row in pointing
            ],
        )


def _set_sequences(connection: Connection) -> None:
    """PostgreSQL counts on from the highest id; SQLite does so by itself."""
    for table in TABLES:
        column = table.autoincrement_column
        if column is None:
            continue
        quoted = connection.dialect.identifier_preparer.format_table(table)
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": quoted, "column": column.name}
        )
        highest = connection.scalar(select(func.max(column)))
        if sequence is not None and highest is not None:
            connection.scalar(select(func.setval(sequence, highest)))
