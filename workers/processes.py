"""With a broker: web, worker and beat as processes of their own, which begin and end together."""

from __future__ import annotations

import contextlib
import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from booking.config import Settings

GRACE = 7.0
LOOK = 0.2


def serve(settings: Settings, *, announce: Callable[[], None]) -> int:
    """Run them until SIGTERM or SIGINT (status 0), or until one of them ends by itself (status 1)."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = [subprocess.Popen(command) for command in commands(settings)]  # noqa: S603 (our own programs)
    announced = False
    while not told and all(child.poll() is None for child in children):
        announced = announced or _answers(settings, announce)
        time.sleep(LOOK)
    _end(children)
    return 0 if told else 1


def commands(settings: Settings) -> list[list[str]]:
    """The three programs, as an operator would call them."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    web = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{host}:{settings.port}"]
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", str(settings.web_threads)]
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "workers"]
    quietly = ["--loglevel", "WARNING"]
    return [
        [*web, *threads, "--graceful-timeout", "3", "--log-level", "warning", "--no-control-socket"],
        [*celery, "worker", *quietly, "--without-gossip", "--without-mingle"],
        [*celery, "beat", *quietly],
    ]


def _answers(settings: Settings, announce: Callable[[], None]) -> bool:
    """Announce as soon as the web answers."""
    connection = http.client.HTTPConnection(settings.host, settings.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    announce()
    return True


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, and end those that do not."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        child.kill()
        child.wait()
