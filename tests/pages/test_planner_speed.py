"""Twenty thousand reservations cost the plan not one question to the database more than none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, text

from booking.accounts.models import Role
from booking.db import Database
from booking.reservations.plan import read_plan
from booking.scheduling.walltime import wall_day
from tests.house import NOW
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.years import fill

MANY = 20_000
FULL_DAY = wall_day(NOW) + timedelta(days=9)
PATHS = (
    f"/planer?tag={FULL_DAY}",
    f"/planer/woche?tag={FULL_DAY}",
    f"/planer/woche?tag={FULL_DAY}&raum=buero-1",
)


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database meanwhile, without the words that begin a transaction."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "SET ")):
            sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_as_many_questions_with_twenty_thousand_reservations_as_with_none(
    site: Site, signed_in: Callable[..., Visitor]
) -> None:
    visitor = signed_in(Role.STAFF)
    before = [_count(site, visitor, path) for path in PATHS]
    assert "frei" in visitor.text
    fill(site, MANY)
    assert [_count(site, visitor, path) for path in PATHS] == before
    assert max(before) <= 11  # one of them for what the house has set
    assert visitor.text.count(">9–10 Testverein<span") == 7, "the room is full all week"


def test_the_plan_is_read_through_indexes(site: Site) -> None:
    fill(site, MANY)
    database = site.runtime.database
    if database.is_postgresql:
        with database.writing() as session:
            session.execute(text("ANALYZE"))
    with statements(database) as sent, database.reading() as session:
        read_plan(session, FULL_DAY, 7, now=NOW)
    plans = [
        _explained(database, *each) for each in sent if "occurrence" in each[0] or "busy_time" in each[0]
    ]
    assert len(plans) == 2
    for table, plan in zip(("occurrence", "busy_time"), plans, strict=True):
        assert f"ix_{table}" in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan
        assert f"SCAN {table}" not in plan, plan


def _count(site: Site, visitor: Visitor, path: str) -> int:
    with statements(site.runtime.database) as sent:
        assert visitor.get(path).status == 200
    return len(sent)


def _explained(database: Database, statement: str, parameters: Any) -> str:
    word = "EXPLAIN" if database.is_postgresql else "EXPLAIN QUERY PLAN"
    with database.engine.connect() as connection:
        return "\n".join(map(str, connection.exec_driver_sql(f"{word} {statement}", parameters)))
