"""When something goes wrong inside: tried again, told kindly, and logged without what people sent."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from booking.app import Treffpunkt
from booking.errors import Busy, NotAllowedNow
from booking.web.access import allow
from tests.pages.conftest import Site

WHO = "Maria Muster"


def route(site: Site, view: Callable[[], str]) -> None:
    assert isinstance(site.app, Treffpunkt)
    site.app.add_url_rule("/probe/<token:secret>", "probe", allow()(lambda secret: view()))


def test_a_busy_database_is_tried_three_times(site: Site) -> None:
    tries: list[int] = []

    def view() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise Busy
        return "geschafft"

    route(site, view)
    assert site.app.test_client().get("/probe/x").text == "geschafft"


def test_then_it_says_so_and_when_to_come_back(site: Site) -> None:
    def view() -> str:
        raise Busy

    route(site, view)
    answer = site.app.test_client().get("/probe/x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Wir sind gleich wieder da" in answer.text


def test_what_the_state_forbids_is_a_conflict(site: Site) -> None:
    def view() -> str:
        raise NotAllowedNow("move", "cancelled")

    route(site, view)
    assert site.app.test_client().get("/probe/x").status_code == 409


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_is_a_page_and_its_log_tells_no_secret(
    site: Site, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    def view() -> str:
        if status == 503:
            raise OperationalError(WHO, {"name": WHO}, Exception(WHO))
        raise ValueError(WHO)

    route(site, view)
    with caplog.at_level(logging.DEBUG):
        answer = site.app.test_client().get("/probe/geheimes-token?q=Schuldnerberatung")
    assert answer.status_code == status
    assert "Nichts ist verloren." in answer.text
    assert "test_faults.py" in caplog.text
    for secret in ("Maria", "geheimes-token", "Schuldnerberatung"):
        assert secret not in caplog.text
    assert WHO not in answer.text
