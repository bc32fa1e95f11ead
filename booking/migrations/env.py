"""How Alembic connects: with the service's own engine, in one transaction.

SQLite changes a table by making it anew; foreign keys must be off meanwhile (they cannot be switched within
a transaction), and are checked before the commit.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from booking.db import build_engine
from booking.tables import metadata


def _migrate(connection: Connection) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=on_sqlite)
    with context.begin_transaction():
        context.run_migrations()
        if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            message = "the migration would leave rows that point to nothing"
            raise RuntimeError(message)
    connection.commit()


engine = build_engine(context.config.attributes["url"])
try:
    with engine.connect() as opened:
        _migrate(opened)
finally:
    engine.dispose()
