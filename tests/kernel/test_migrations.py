"""Migrations: what is in an older house is still there afterwards, and the shape is the one of the models."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from booking.db import Database, build_engine
from booking.migrations import upgrade
from booking.occupancy import guards
from booking.reservations.courses import first_start
from booking.reservations.models import Reservation
from booking.scheduling.walltime import at_wall
from booking.tables import metadata
from tests import house as small

FIRST_SHAPE, WITHOUT_SUBJECTS = "0001", "0003"
BEFORE = """
INSERT INTO provider (slug, name, privacy_law) VALUES ('haus', 'Testverein', 'DSGVO');
INSERT INTO room (slug, name, number, kind, access, floor, position, seating, equipment, confidential)
  VALUES ('buero-1', 'Büro 1', '1', 'office', 'stairs', 'oben', 1, '{}', '[]', true);
INSERT INTO reservation (id, provider_id, title) VALUES ('r', 1, 'Team');
INSERT INTO occurrence (id, reservation_id, recurrence_id, room_id, starts_at, ends_at, status)
  VALUES ('o', 'r', '2026-11-24 08:00:00.000000', 1, '2026-11-24 08:00:00.000000', '2026-11-24 10:00:00.000000', 'confirmed')
"""


def test_the_newest_shape_is_the_one_of_the_models(database_url: str) -> None:
    engine = build_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert guards.is_installed(connection)
    engine.dispose()


def test_a_reservation_of_before_becomes_a_series_of_one_date(empty_database_url: str) -> None:
    upgrade(empty_database_url, FIRST_SHAPE)
    engine = build_engine(empty_database_url)
    with engine.begin() as connection:
        for statement in BEFORE.split(";"):
            connection.execute(text(statement))
    engine.dispose()
    upgrade(empty_database_url)
    database = Database(empty_database_url)
    with database.reading() as session:
        reservation = session.get_one(Reservation, "r")
        (series,), (date,) = reservation.series, reservation.occurrences
        assert first_start(series) == date.recurrence_id == date.planned_at == at_wall(small.TUESDAY, 9)
        assert (series.minutes, series.rule, date.series_id, date.title) == (120, None, series.id, "Team")
        assert "@" in series.uid
    database.dispose()


@pytest.mark.parametrize(
    ("payload", "subject"),
    [
        ('{"appointment_id": "a1", "room_id": null}', "appointment:a1"),
        ('{"reservation_id": "r1"}', "reservation:r1"),
        ('{"hours_id": 7}', "hours:7"),
        ('{"entry_id": "e1", "appointment_id": "a1"}', "entry:e1"),
        ('{"todo_id": "t1"}', "todo:t1"),
        ('{"person_id": "p1"}', None),
    ],
)
def test_events_of_before_say_what_they_were_about(
    empty_database_url: str, payload: str, subject: str | None
) -> None:
    upgrade(empty_database_url, WITHOUT_SUBJECTS)
    engine = build_engine(empty_database_url)
    insert = (
        "INSERT INTO event (type, payload, occurred_at) VALUES ('E', :payload, '2026-11-20 08:00:00.000000')"
    )
    with engine.begin() as connection:
        connection.execute(text(insert), {"payload": payload})
    engine.dispose()
    upgrade(empty_database_url)
    engine = build_engine(empty_database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT subject FROM event")) == subject
    engine.dispose()
