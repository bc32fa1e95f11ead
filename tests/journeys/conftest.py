"""The demonstration as `make run` starts it, in a folder of its own, for stories told with a real browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import process
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
def a_living_house(folder: Path) -> Iterator[LivingHouse]:
    """A demonstration of its own in this folder, until the `with` ends."""
    port = free_port()
    settings = {"PORT": str(port), "DATA_DIR": str(folder), "LIMITS": "off"}
    with process.start([sys.executable, "-m", "workers.serve"], settings, name="house") as running:
        wait_for_http(f"http://localhost:{port}/readyz", 120, running)
        yield LivingHouse(f"http://localhost:{port}", folder)
        assert running.stop() == 0


@pytest.fixture(scope="session")
def living_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingHouse]:
    """The demonstration that most stories share."""
    with a_living_house(tmp_path_factory.mktemp("house")) as house:
        yield house
