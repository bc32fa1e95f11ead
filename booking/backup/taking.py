"""Taking a backup: the database as it is at one moment, read in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from booking.backup.files import new_file
from booking.backup.lines import TABLES, Header, revision_of, to_json

AT_A_TIME = 500


def take(session: Session, target: Path, *, now: datetime) -> int:
    """Write the backup; says how many rows it holds. The session must not have read anything before."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    connection = session.connection(
        execution_options={"isolation_level": "REPEATABLE READ"} if postgresql else {}
    )
    count = 0
    with new_file(target) as file:
        for line in _lines(connection, now):
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += isinstance(line, list)
        file.write(json.dumps({"rows": count}) + "\n")
    return count


def _lines(connection: Connection, now: datetime) -> Iterator[Any]:
    yield Header(revision_of(connection), now).line()
    for table in TABLES:
        yield {"table": table.name, "columns": [column.name for column in table.columns]}
        rows = connection.execute(
            select(table).order_by(*table.primary_key), execution_options={"yield_per": AT_A_TIME}
        )
        for row in rows:
            yield [to_json(value) for value in row]
