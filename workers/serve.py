"""`make run`: starts everything. In one process without a broker, as processes of their own with REDIS_URL."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

from booking import demo
from booking.config import Settings
from booking.migrations import is_current, upgrade
from booking.runtime import Runtime
from workers import embedded, processes
from workers.engine import settings_or_exit

DEMO_ACCOUNTS = "demo-accounts.json"
WEB_THREADS = 96  # half of them may stream (booking/web/stream.py), the other half answers


def main() -> int:
    """Serve until told to stop; the exit status is 0 then."""
    os.umask(0o077)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))  # until the server has a way of its own
    _share_the_clock()
    os.environ.setdefault("WEB_THREADS", str(WEB_THREADS))
    settings = settings_or_exit()
    with _own_port(settings) as port:
        _prepare(settings)
        if settings.redis_url is None:
            return embedded.serve(port, announce=lambda: _announce(settings))
    return processes.serve(settings, announce=lambda: _announce(settings))


def _share_the_clock() -> None:
    """The page of the demonstration moves the clock of every process through one file."""
    if os.environ.get("APP_ENV", "demo") == "demo" and not os.environ.get("CLOCK_OFFSET_FILE"):
        data_dir = Path(os.environ.get("DATA_DIR") or "var").absolute()
        os.environ["CLOCK_OFFSET_FILE"] = str(data_dir / "clock-offset")


def _own_port(settings: Settings) -> socket.socket:
    """The socket to serve on, or the end with one sentence when somebody else has the port."""
    try:
        ((family, *_, address), *_) = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )
        port = socket.socket(family, socket.SOCK_STREAM)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port.bind(address)
        port.listen(1024)
    except OSError as error:
        sys.exit(
            f"Treffpunkt cannot serve on {settings.host}:{settings.port}: {os.strerror(error.errno or 0)}. "
            "Choose another port with PORT=..."
        )
    return port


def _prepare(settings: Settings) -> None:
    """The newest shape of the database, and the demonstration on the first start."""
    runtime = Runtime.start(settings)
    try:
        if not is_current(settings.database_url):
            upgrade(settings.database_url)
        if settings.env == "demo":
            demo.load(runtime)
    finally:
        runtime.database.dispose()


def _announce(settings: Settings) -> None:
    print(f"Treffpunkt is ready: {settings.base_url}")  # noqa: T201
    if settings.env == "demo":
        print(f"The accounts of the demonstration: {settings.data_dir / DEMO_ACCOUNTS}")  # noqa: T201
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
