"""Statements compiled once in a run: each test has an engine of its own, and all of a kind share what SQLAlchemy
made of the same statement. What is sent to the database stays the same.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine

_first: dict[tuple[str, object], tuple[Dialect, object]] = {}


def share() -> None:
    """From now on, in this process, for every engine that connects."""
    event.listen(Engine, "engine_connect", _take_the_first)


def _take_the_first(connection: Connection) -> None:
    engine, own = connection.engine, connection.engine.dialect
    kind = (own.name + own.driver, own.server_version_info)
    dialect, compiled = _first.setdefault(kind, (own, engine._compiled_cache))
    connection.dialect = engine.dialect = dialect
    engine._compiled_cache = compiled
