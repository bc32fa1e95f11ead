"""How Alembic connects: with the service's own engine, in one transaction."""

from __future__ import annotations

from alembic import context

from booking.db import build_engine
from booking.tables import metadata

engine = build_engine(context.config.attributes["url"])
try:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
