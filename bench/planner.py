"""Figure: the plan of nine full rooms over HTTP, of a day and of a week, signed in."""

from __future__ import annotations

import http.client
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from bench.planner_load import EMAIL, PASSWORD, employ, reserve
from bench.report import Row
from bench.servers import Served
from bench.stage import FULL, Stage
from bench.town import Town
from tests.servers import process
from tests.servers.waiting import free_port, wait_for_http

RESERVATIONS = {True: 20_000, False: 2_000}
ONE_WEEK = 225
WARM_UP = 3
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """One kept connection, and the cookie of who signed in on it. Raises ValueError for a page that is no page."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.cookie = ""

    def sign_in(self) -> None:
        token = TOKEN.search(self.ask("/anmelden"))
        assert token is not None
        self.ask("/anmelden", {"csrf_token": token[1], "email": EMAIL, "password": PASSWORD})

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if form is None:
            self.connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", path, urlencode(form), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status not in {200, 303}:
            raise ValueError(f"{answer.status} for {path}")
        self.cookie = (answer.headers.get("Set-Cookie") or self.cookie).partition(";")[0]
        return text

    def typical_ms(self, path: str, calls: int) -> float:
        self.connection.close()  # a server ends a connection that waited for the other one's turn
        for _ in range(WARM_UP):
            self.ask(path)
        took = []
        for _ in range(calls):
            began = time.perf_counter()
            self.ask(path)
            took.append((time.perf_counter() - began) * 1000)
        return statistics.median(took)


def rows(stage: Stage) -> Iterator[Row]:
    """The service beside the floor, which draws as many cells, and beside itself with that week alone."""
    count = RESERVATIONS[stage.size is FULL]
    reserve(stage.large.town, count)
    reserve(stage.small.town, ONE_WEEK)
    with _floor(stage.large.town) as base:
        floor, service, small = Visitor(base), _signed_in(stage.large), _signed_in(stage.small)
        for what, path, floor_path in _questions(service, stage.large.town):
            took: tuple[list[float], list[float], list[float]] = ([], [], [])
            asked = ((service, path), (floor, floor_path), (small, path))
            for _ in range(stage.size.repetitions):
                for values, (visitor, question) in zip(took, asked, strict=True):
                    values.append(visitor.typical_ms(question, stage.size.calls))
            name = f"{stage.database}, plan of {what}, {count:,} reservations; beside:"
            yield Row(f"{name} floor", "ms", took[0], took[1], "none set")
            yield Row(f"{name} {ONE_WEEK}", "ms", took[0], took[2], "at most 1.5")


def _signed_in(served: Served) -> Visitor:
    employ(served.town)
    visitor = Visitor(served.service)
    visitor.sign_in()
    return visitor


def _questions(service: Visitor, town: Town) -> list[tuple[str, str, str]]:
    """Words, the service's path, the floor's."""
    day = town.first + timedelta(days=1)
    week_end = town.first + timedelta(days=6)
    asked = []
    for what, path, first, last in (
        ("a day", f"/planer?tag={day}", day, day),
        ("a week", f"/planer/woche?tag={day}", town.first, week_end),
    ):
        cells = service.ask(path).count("<td")
        asked.append((what, path, f"/plan?{urlencode({'from': first, 'to': last, 'cells': cells})}"))
    return asked


@contextmanager
def _floor(town: Town) -> Iterator[str]:
    """The floor behind a gunicorn like the service's."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "bench.planner_floor:from_environment()"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
    command += ["--log-level", "warning", "--no-control-socket"]
    base = f"http://127.0.0.1:{port}"
    with process.start(command, {"DATABASE_URL": town.url}, name="plan floor") as running:
        wait_for_http(f"{base}/", 60, running, status=404)
        yield base
