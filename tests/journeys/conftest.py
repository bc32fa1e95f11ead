"""Houses for stories told with a real browser, and the pages on which they are told: wide and narrow."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.living import LivingHouse, a_living_house
from tests.journeys.looking import WIDTHS
from tests.journeys.steps import sign_in_as_admin
from tests.servers.browser import open_page
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer


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


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of somebody whom nobody knows yet."""
    with open_page(browser, request.param) as opened:
        opened.width = request.param
        yield opened


@pytest.fixture(scope="module")
def admins_cookies(browser: Browser, own_house: LivingHouse) -> Any:
    """Those of the administrator: a code of the app works once, so the stories of a file share one sign-in."""
    with open_page(browser, WIDTHS[0]) as opened:
        sign_in_as_admin(opened, own_house)
        return opened.context.storage_state()


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def admins_page(request: pytest.FixtureRequest, browser: Browser, admins_cookies: Any) -> Iterator[Page]:
    """A page of the administrator of the file's own house."""
    with open_page(browser, request.param, storage_state=admins_cookies) as opened:
        opened.width = request.param
        yield opened
