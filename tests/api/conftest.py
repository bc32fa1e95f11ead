"""A house with slots behind the API, on both databases; its clock stands still on a Monday morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from booking.clock import Clock
from booking.config import Settings
from booking.runtime import Runtime
from tests import house
from tests.api.hall import add_hall
from tests.api.people import give_tokens
from tests.servers import apps

TUESDAY_9 = "2026-11-24T09:00:00+01:00"
TUESDAY_10 = "2026-11-24T10:00:00+01:00"
TUESDAY_14 = "2026-11-24T14:00:00+01:00"
TUESDAY_16 = "2026-11-24T16:00:00+01:00"
BOOKING: dict[str, Any] = {"offer": "energieberatung", "start": TUESDAY_9, "name": "Maria Muster"}
RESERVING: dict[str, Any] = {
    "room": "buero-2",
    "start": TUESDAY_14,
    "end": TUESDAY_16,
    "title": "Sprechstunde",
}


@dataclass
class StandingClock(Clock):
    """Tells the moment it was set to."""

    moment: datetime = house.NOW

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True, repr=False)
class Api:
    """The API as a program sees it, and the house behind it."""

    app: Flask
    runtime: Runtime
    clock: StandingClock
    house: house.SmallHouse

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(f"/api/v1{path}", **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.client.post(f"/api/v1{path}", json=body, **more)

    def by(self, name: str) -> Program:
        """A program with the token of one of PEOPLE."""
        return Program(self, {"Authorization": f"Bearer {name}"})

    def reserve(self, by: str = "ada", **wish: Any) -> dict[str, Any]:
        """A reservation, just made."""
        answer = self.by(by).post("/reservations", {**RESERVING, **wish})
        assert answer.status_code == 201, answer.json
        return answer.json

    def book(self, **wish: Any) -> dict[str, Any]:
        """An appointment, just booked."""
        answer = self.post("/appointments", {**BOOKING, **wish})
        assert answer.status_code == 201, answer.json
        return answer.json


@dataclass(frozen=True)
class Program:
    """A program that calls with a token."""

    api: Api
    headers: dict[str, str]

    def get(self, path: str) -> Any:
        return self.api.get(path, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.api.post(path, body, headers={**self.headers, **more})


Settle = Callable[..., Api]


@pytest.fixture
def settle(database_url: str, tmp_path: Path) -> Iterator[Settle]:
    """Make an Api whose settings differ in something."""
    closing = ExitStack()

    def make(**different: Any) -> Api:
        environment = {
            "APP_ENV": "test",
            "DATA_DIR": str(tmp_path / "var"),
            "DATABASE_URL": database_url,
            "BASE_URL": "https://termin.example",
            "LIMITS": "off",
            "SECRET_KEY": "only-for-this-test-and-nowhere-else",
            "DATA_KEY": "only-for-this-test-and-no-other-data",
        }
        settings = replace(Settings.from_environment(environment), **different)
        clock = StandingClock()
        runtime = replace(Runtime.start(settings), clock=clock)
        closing.callback(runtime.database.dispose)
        with runtime.database.writing() as session:
            small = house.build(session, advisers=2)
            house.hours_on(session, small, room=small.rooms[0])
            add_hall(session)
            give_tokens(session, small)
        return Api(closing.enter_context(apps.lent(runtime)), runtime, clock, small)

    with closing:
        yield make


@pytest.fixture
def api(settle: Settle) -> Api:
    """Adviser ada-1 sits in Büro 1 on Tuesday from 9 to 12, in slots of half an hour."""
    return settle()
