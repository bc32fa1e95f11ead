"""The demonstration as `make run` starts it, in a folder of its own."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from booking import demo
from booking.config import Settings
from booking.migrations import upgrade
from booking.runtime import Runtime
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
def a_living_house(folder: Path, **settings: str) -> Iterator[LivingHouse]:
    """A demonstration of its own in this folder, until the `with` ends."""
    if not settings:
        _furnish(folder)
    port = free_port()
    settings = {"PORT": str(port), "DATA_DIR": str(folder), "LIMITS": "off", **settings}
    with process.start([sys.executable, "-m", "workers.serve"], settings, name="house") as running:
        wait_for_http(f"http://localhost:{port}/readyz", 120, running)
        yield LivingHouse(f"http://localhost:{port}", folder)
        assert running.stop() == 0, running.log()


def _furnish(folder: Path) -> None:
    """Put the demonstration there. It is loaded once, and then copied to each house of this run."""
    loaded = folder.parent / "loaded"
    if not loaded.exists():
        part = folder.parent / "loading"
        runtime = Runtime.start(Settings.from_environment({"DATA_DIR": str(part), "LIMITS": "off"}))
        upgrade(runtime.settings.database_url)
        demo.load(runtime)
        runtime.database.dispose()
        part.rename(loaded)
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
