"""bench/ still works: a small town, and service and floor in it, without servers and without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from bench import bookings, declaring, floor, free_slots, report
from bench.load import fill, opened_slots
from bench.report import Row
from bench.stage import Size
from bench.town import Town, found
from booking.app import create_app
from booking.appointments.models import Appointment
from booking.config import Settings
from booking.db import Database
from booking.disruptions.models import Replacement
from booking.occupancy import BusyTime, guards
from booking.runtime import Runtime

APPOINTMENTS = 1_000


@dataclass(frozen=True)
class Bench:
    town: Town
    service: FlaskClient
    floor: FlaskClient
    database: Database


@pytest.fixture
def bench(database_url: str, tmp_path: Path) -> Iterator[Bench]:
    town = found(database_url, datetime.now(UTC).date())
    fill(town, APPOINTMENTS)
    environment = {
        "APP_ENV": "test",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url,
        "LIMITS": "off",
    }
    runtime = Runtime.start(Settings.from_environment(environment))
    bare = floor.create(database_url)
    yield Bench(town, create_app(runtime).test_client(), bare.test_client(), runtime.database)
    runtime.database.dispose()
    bare.extensions["floor"].engine.dispose()


def test_the_town_is_filled_and_guarded(bench: Bench) -> None:
    with bench.database.engine.connect() as connection:
        assert guards.is_installed(connection)
        assert connection.scalar(select(func.count()).select_from(Appointment)) == APPOINTMENTS


def test_service_and_floor_find_the_same_free_times(bench: Bench) -> None:
    for question in free_slots.QUESTIONS.values():
        answers = (
            bench.service.get(free_slots.service_path(bench.town, question)).json,
            bench.floor.get(free_slots.floor_path(bench.town, question)).json,
        )
        free_slots.agree(*answers)
    with pytest.raises(ValueError, match="free times here"):
        free_slots.agree({"slots": [1]}, {"slots": []})


def test_both_book(bench: Bench) -> None:
    sides = {
        bench.service: bookings.service_calls(bench.town),
        bench.floor: bookings.floor_calls(bench.town),
    }
    with bench.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(BusyTime))
    for client, calls in sides.items():
        for call in islice(calls, 3):
            assert client.post(call.path, json=call.body).status_code == 201
    with bench.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(BusyTime)) == before + 6


def test_the_month_measured_is_about_half_full(bench: Bench) -> None:
    answer = bench.service.get(free_slots.service_path(bench.town, "")).json
    assert 700 < len(answer["slots"]) < 900


def test_the_table_pairs_each_figure_with_what_stood_beside_it() -> None:
    row = Row("what", "ms", [2.0, 30.0, 4.0], [1.0, 10.0, 4.0], "at most 3")
    assert row.cells() == (
        "what",
        "4.00 (2.00-30.00) ms",
        "4.00 (1.00-10.00) ms",
        "2.00 (1.00-3.00)",
        "at most 3",
    )
    assert report.plain([row]).splitlines()[0].startswith("what  measured")
    assert report.markdown([row]).splitlines()[1] == "| --- | --- | --- | --- | --- |"


def test_whoever_books_while_a_closure_is_entered_is_measured(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declaring, "ALONE", 2)
    house = declaring.House(bench.town, bench.database, opened_slots(bench.town))
    size = Size(APPOINTMENTS, APPOINTMENTS, repetitions=1, calls=1, guests=6)
    waits, entering, answer = declaring._measured(house, "here", size)
    assert waits.measured[0] > 0
    assert 0 < answer.measured[0] < entering.measured[0]
    assert entering.measured[0] > 0
    with bench.database.reading() as session:
        offers = session.scalars(select(Replacement)).all()
        assert [len(each.choices) for each in offers] == [2] * 6
