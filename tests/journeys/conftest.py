"""The demonstration as `make run` starts it, in a folder of its own, for stories told with a real browser."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import process
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer
from tests.servers.waiting import free_port, wait_for_http


@dataclass(frozen=True)
class LivingHouse:
    """A served demonstration."""

    url: str
    data_dir: Path

    def account(self, role: str) -> dict[str, str]:
        accounts = json.loads((self.data_dir / "demo-accounts.json").read_text())
        return next(each for each in accounts if each["role"] == role)


@contextmanager
def a_living_house(folder: Path, **settings: str) -> Iterator[LivingHouse]:
    """A demonstration of its own in this folder, until the `with` ends."""
    port = free_port()
    settings = {"PORT": str(port), "DATA_DIR": str(folder), "LIMITS": "off", **settings}
    with process.start([sys.executable, "-m", "workers.serve"], settings, name="house") as running:
        wait_for_http(f"http://localhost:{port}/readyz", 120, running)
        yield LivingHouse(f"http://localhost:{port}", folder)
        assert running.stop() == 0, running.log()


@pytest.fixture(scope="session")
def living_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingHouse]:
    """The demonstration in one process on SQLite; most stories share it."""
    with a_living_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingHouse]:
    """A demonstration for one file, whose stories change the timetable that others rely on."""
    with a_living_house(tmp_path_factory.mktemp("own-house")) as house:
        yield house


@pytest.fixture(scope="session")
def house_of_processes(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, redis_server: RedisServer
) -> Iterator[LivingHouse]:
    """The demonstration as in production: gunicorn, worker and beat on PostgreSQL and Redis."""
    name = f"treffpunkt_house_{secrets.token_hex(4)}"
    url = postgres.create_database(name)
    folder = tmp_path_factory.mktemp("house-of-processes")
    with a_living_house(folder, DATABASE_URL=url, REDIS_URL=redis_server.url) as house:
        yield house
    postgres.drop_database(name)


@pytest.fixture(params=["living_house", "house_of_processes"], ids=["embedded", "processes"])
def any_house(request: pytest.FixtureRequest) -> LivingHouse:
    """A test with it runs on both profiles."""
    house: LivingHouse = request.getfixturevalue(request.param)
    return house
