"""`make run`: one life of the embedded server, one with a broker, and the starts that are refused."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import sys
import time
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.servers import process
from tests.servers.mailbox import PARSER
from tests.servers.process import Running
from tests.servers.waiting import free_port, port_answers, wait_for_http, wait_until

SERVE = [sys.executable, "-m", "workers.serve"]
RECIPIENT = "erika@example.org"


def serve(data_dir: Path, port: int, **more: str) -> Running:
    running = process.start(
        SERVE, {"DATA_DIR": str(data_dir), "PORT": str(port), "LIMITS": "off"} | more, name="serve"
    )
    wait_for_http(f"http://127.0.0.1:{port}/healthz", 90, running)
    return running


def ask(port: int, path: str, body: dict[str, str] | None = None) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def book_in_some_days(port: int) -> datetime:
    """Book a free time at least three days ahead; its start."""
    first = datetime.now(UTC).date() + timedelta(days=4)
    for offer in ask(port, "/offers"):
        if offer["mode"] == "appointment":
            span = f"from={first}&to={first + timedelta(days=40)}"
            for slot in ask(port, f"/offers/{offer['slug']}/slots?{span}")["slots"]:
                body = {
                    "offer": offer["slug"],
                    "start": slot["start"],
                    "name": "Erika Beispiel",
                    "email": RECIPIENT,
                }
                return datetime.fromisoformat(ask(port, "/appointments", body)["start"])
    raise AssertionError("no slot in the demonstration")


def subjects(data_dir: Path) -> list[str]:
    mails = [PARSER.parsebytes(file.read_bytes()) for file in sorted((data_dir / "mail").glob("*.eml"))]
    return [str(mail["Subject"]) for mail in mails if RECIPIENT in str(mail["To"])]


def count(data_dir: Path, table: str) -> int:
    with closing(sqlite3.connect(data_dir / "treffpunkt.sqlite3")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_one_life_of_the_embedded_server(tmp_path: Path) -> None:
    data_dir, port = tmp_path / "var", free_port()
    with serve(data_dir, port) as running:
        wait_until(lambda: "demo-accounts.json" in running.log(), 5, "the greeting", running)
        assert f"http://localhost:{port}" in running.log()
        assert (data_dir / "demo-accounts.json").stat().st_mode & 0o077 == 0
        assert len(psutil.Process(running.pid).children()) == 0, "one process"

        start = book_in_some_days(port)
        wait_until(lambda: len(subjects(data_dir)) == 1, 20, "the confirmation", running)
        assert subjects(data_dir)[0].startswith("Ihr Termin am ")

        ahead = (start - timedelta(days=2) - datetime.now(UTC)).total_seconds() + 5 + 3600
        (data_dir / "clock-offset").write_text(str(ahead))
        wait_until(lambda: len(subjects(data_dir)) == 2, 30, "the reminder", running)
        assert [each.startswith("Erinnerung") for each in subjects(data_dir)] == [False, True]

        second = process.start(SERVE, {"DATA_DIR": str(tmp_path / "other"), "PORT": str(port)})
        with second:
            assert second.popen.wait(30) == 1
            assert second.log() == (
                f"Treffpunkt cannot serve on 127.0.0.1:{port}: Address already in use. "
                "Choose another port with PORT=...\n"
            )

        offers = count(data_dir, "offer")
        running.send(signal.SIGINT)
        running.send(signal.SIGTERM)
        assert running.popen.wait(10) == 0, running.log()
        assert running.members() == []
        assert "Traceback" not in running.log()

    with serve(data_dir, port) as again:
        assert count(data_dir, "offer") == offers
        seconds = sum(psutil.Process(again.pid).cpu_times()[:2])
        assert seconds < 10, "five on an idle machine"
        started = time.monotonic()
        assert again.stop() == 0
        assert time.monotonic() - started < 10
        assert not port_answers(port)


@pytest.mark.parametrize("how", ["told", "one dies"])
def test_with_a_broker_there_are_three_programs(tmp_path: Path, redis_url: str, how: str) -> None:
    data_dir, port = tmp_path / "var", free_port()
    with serve(data_dir, port, REDIS_URL=redis_url, APP_ENV="test") as running:
        wait_until(lambda: "Treffpunkt is ready" in running.log(), 10, "the greeting", running)
        children = psutil.Process(running.pid).children()
        assert len(children) == 3
        if how == "told":
            os.kill(running.pid, signal.SIGTERM)
            assert running.popen.wait(10) == 0, running.log()
        else:
            children[1].kill()
            assert running.popen.wait(12) == 1, running.log()
        wait_until(lambda: running.members() == [], 3, "everybody to be gone")
        assert (
            not (Path.home() / ".gunicorn" / "gunicorn.ctl").exists() or "Control socket" not in running.log()
        )


REFUSED = {
    "serve": ([*SERVE], 1),
    "web": ([sys.executable, "-c", "import wsgi"], 1),
    "gunicorn": (
        [sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level", "critical", "wsgi:app"],
        4,
    ),
    "worker": ([sys.executable, "-m", "celery", "--quiet", "-A", "workers", "worker"], 1),
    "beat": ([sys.executable, "-m", "celery", "--quiet", "-A", "workers", "beat"], 1),
}


@pytest.mark.parametrize("program", REFUSED)
def test_production_refuses_in_one_sentence(tmp_path: Path, program: str) -> None:
    command, status = REFUSED[program]
    settings = {
        "APP_ENV": "production",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "secret",
        "PYTHONWARNINGS": "ignore",
    }
    with process.start(command, settings) as running:
        assert running.popen.wait(60) == status
        said = running.log()
    assert "Production refuses to start: " in said
    assert "SECRET_KEY is a known default" in said
    assert "DATA_KEY is missing" in said
    assert "Traceback" not in said


def test_a_port_nobody_may_have(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with process.start(
            SERVE, {"DATA_DIR": str(tmp_path), "PORT": str(port), "APP_ENV": "test"}
        ) as running:
            assert running.popen.wait(60) == 1
            assert running.log().count("\n") == 1
    assert not (tmp_path / "treffpunkt.sqlite3").exists(), "nothing was begun"
