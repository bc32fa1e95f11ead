"""The servers of a run: a PostgreSQL that really writes to its disk, a broker, and gunicorn for service and floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.town import Town
from tests.servers import postgres, process, redis
from tests.servers.waiting import free_port, wait_for_http

THREADS = 8
STREAMING_THREADS = 96
LASTING = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Served:
    """A filled town with two web servers on it."""

    town: Town
    service: str
    floor: str


@contextmanager
def postgresql() -> Iterator[postgres.PostgresServer]:
    """A PostgreSQL that is fast and careless; `make_lasting` changes that."""
    server = postgres.start_own()
    try:
        yield server
    finally:
        server.stop()


def make_lasting(server: postgres.PostgresServer) -> None:
    """From now on a commit is on the disk when it is acknowledged, as in production."""
    server.command = [
        word.replace("=off", "=on") if word.startswith(LASTING) else word for word in server.command
    ]
    server.restart()


@contextmanager
def broker() -> Iterator[str]:
    """The address of a Redis or Valkey for the doorbell; nobody answers it, so no worker takes time away."""
    server = redis.start_own()
    try:
        yield server.url
    finally:
        server.stop()


@contextmanager
def served(town: Town, data_dir: Path, *, workers: int, redis_url: str | None = None) -> Iterator[Served]:
    """Service and floor, each behind its own gunicorn with the same workers and threads."""
    settings = {
        "APP_ENV": "test",
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": town.url,
        "BASE_URL": "http://localhost",
        "LIMITS": "off",
    }
    if redis_url is not None:
        settings["REDIS_URL"] = redis_url
    with ExitStack() as stack:
        service = stack.enter_context(_gunicorn("wsgi:app", settings, workers, ready="/healthz"))
        floor = stack.enter_context(_gunicorn("bench.floor:from_environment()", settings, workers, ready=""))
        yield Served(town, service, floor)


@contextmanager
def streaming(settings: dict[str, str], *, workers: int) -> Iterator[str]:
    """The service as it runs with open plans: with so many threads that half of them may stream."""
    with _gunicorn("wsgi:app", settings, workers, ready="/healthz", threads=STREAMING_THREADS) as service:
        yield service


@contextmanager
def _gunicorn(
    application: str, settings: dict[str, str], workers: int, *, ready: str, threads: int = THREADS
) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    command += ["--keep-alive", "60", "--log-level", "warning", "--no-control-socket"]
    base = f"http://127.0.0.1:{port}"
    with process.start(command, settings, name=application) as running:
        wait_for_http(f"{base}{ready}", 60, running, status=200 if ready else 404)
        yield base
