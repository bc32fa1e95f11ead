"""Waiting with a limit: for a condition, a TCP port or an HTTP answer; and finding a free port."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.servers.process import Running

T = TypeVar("T")


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_free_port(launch: Callable[[int], T], tries: int = 3) -> T:
    """What `launch` returns for a free port; another one is tried when somebody else was faster."""
    for _ in range(tries - 1):
        try:
            return launch(free_port())
        except (RuntimeError, OSError) as failure:
            if "in use" not in str(failure):
                raise
    return launch(free_port())


def wait_until(
    condition: Callable[[], object], timeout: float, what: str, running: Running | None = None
) -> None:
    """Return when `condition()` is true; TimeoutError after `timeout`, RuntimeError when `running` has died."""
    deadline = time.monotonic() + timeout
    pause = 0.005
    while not condition():
        if running is not None and not running.alive:
            raise RuntimeError(
                f"{running.name} ended with {running.returncode} before {what}:\n{running.log()}"
            )
        if time.monotonic() > deadline:
            log = f":\n{running.log()}" if running else ""
            raise TimeoutError(f"waited {timeout} s for {what}{log}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)


def wait_for_port(port: int, timeout: float = 20, running: Running | None = None) -> None:
    """Return when something accepts connections on 127.0.0.1:`port`."""
    wait_until(lambda: port_answers(port), timeout, f"port {port}", running)


def wait_for_http(url: str, timeout: float = 20, running: Running | None = None, status: int = 200) -> None:
    """Return when a GET of `url` answers with `status`."""
    wait_until(lambda: http_status(url) == status, timeout, f"{status} from {url}", running)


def port_answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def http_status(url: str) -> int | None:
    """The status of one GET without any proxy, or None when there was no answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=5)
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
