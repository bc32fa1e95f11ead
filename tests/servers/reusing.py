"""PostgreSQL databases used again: emptying one takes a tenth of the time that a new copy takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.servers.postgres import PostgresServer

SHAPE = """
    SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
        SELECT 'c ' || conrelid::regclass || conname || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'i ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 't ' || tgrelid::regclass || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'a ' || attrelid::regclass || attname || atttypid || attnotnull
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
    ) AS shape (line)
"""
# A table that was never written to has no pages, and nothing has taken a number from its sequence.
USED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
        AND pg_relation_size(oid) > 0
"""
DISCONNECT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Copies:
    """Copies of a migrated database: each given to one test at a time, as good as new."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self.server = server
        self.template = template
        self.free: list[Copy] = []
        self.shape: str | None = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of an empty one; it is emptied afterwards, or thrown away if its shape was changed."""
        copy = self.free.pop() if self.free else self._new()
        try:
            yield copy.address
        finally:
            if _shape(copy.connection) == self.shape:
                copy.empty()
                self.free.append(copy)
            else:
                self._drop(copy)

    def close(self) -> None:
        """Remove them all."""
        while self.free:
            self._drop(self.free.pop())

    def _new(self) -> Copy:
        name = f"test_{uuid4().hex[:12]}"
        address = make_url(self.server.create_database(name, self.template))
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg.connect(plain, autocommit=True, connect_timeout=5)
        if self.shape is None:
            self.shape = _shape(connection)
        return Copy(name, address.render_as_string(hide_password=False), connection)

    def _drop(self, copy: Copy) -> None:
        copy.connection.close()
        self.server.drop_database(copy.name)


@dataclass(frozen=True)
class Copy:
    """One database with the connection that looks after it."""

    name: str
    address: str
    connection: psycopg.Connection

    def empty(self) -> None:
        """Disconnect whoever is left, and delete every row; the next ids begin at 1 again."""
        self.connection.execute(DISCONNECT)
        used = [sql.Identifier(row[0]) for row in self.connection.execute(USED)]
        if used:
            words = sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(used))
            self.connection.execute(words)


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(SHAPE).fetchone()
    return str(row[0]) if row else ""
