"""Rows by the million: COPY on PostgreSQL, executemany on SQLite, guard and foreign keys off meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from booking.db import Base, build_engine
from booking.occupancy import guards

Rows = Iterable[Mapping[str, Any]]
NUMBERED = "SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}"


def row_of(example: Base) -> dict[str, Any]:
    """The columns of a mapped object, as a row to be varied; an `id` that the database gives is left out."""
    columns = {column.key: getattr(example, column.key) for column in example.__table__.columns}
    plain = {key: str(value) if isinstance(value, StrEnum) else value for key, value in columns.items()}
    return plain if plain.get("id", 0) is not None else {k: v for k, v in plain.items() if k != "id"}


def write(url: str, tables: Sequence[tuple[str, Rows]]) -> None:
    """Write the rows of each table; all rows of a table have the same columns."""
    engine = build_engine(url)
    try:
        with engine.begin() as connection:
            guards.remove(connection)
        if engine.dialect.name == "postgresql":
            _into_postgresql(url, tables)
        else:
            _into_sqlite(str(engine.url.database), tables)
        with engine.begin() as connection:
            guards.install(connection)
    finally:
        engine.dispose()


def libpq(url: str) -> str:
    """The address as psycopg understands it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _into_postgresql(url: str, tables: Sequence[tuple[str, Rows]]) -> None:
    with psycopg.connect(libpq(url), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, rows in tables:
            columns, values = _columns(rows)
            words = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with cursor.copy(words) as copy:
                for row in values:
                    copy.write_row(tuple(row.values()))
            if "id" in columns and table != "appointment":
                cursor.execute(sql.SQL(NUMBERED).format(name=sql.Literal(table), table=sql.Identifier(table)))
            cursor.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))


def _into_sqlite(file: str, tables: Sequence[tuple[str, Rows]]) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for table, rows in tables:
            columns, values = _columns(rows)
            marks = ", ".join("?" for _ in columns)
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
                (tuple(map(_in_sqlite, row.values())) for row in values),
            )
            connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _columns(rows: Rows) -> tuple[list[str], Rows]:
    remaining = iter(rows)
    first = next(remaining)
    return list(first), chain([first], remaining)


def _in_sqlite(value: Any) -> Any:
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
