"""The stage of the figures: two towns on one kind of database, filled and served as in that profile."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import servers
from bench.load import fill
from bench.servers import Served
from bench.town import Town, found


@dataclass(frozen=True)
class Size:
    """How large the run is: appointments in the two towns, repetitions, calls in a turn of one client,
    and how many appointments a closure hits.
    """

    small: int
    large: int
    repetitions: int
    calls: int
    guests: int


FULL = Size(1_000, 1_000_000, repetitions=7, calls=40, guests=200)
QUICK = Size(1_000, 20_000, repetitions=2, calls=10, guests=20)


@dataclass(frozen=True)
class Stage:
    """`small` and `large` differ only in the years behind them."""

    database: str
    size: Size
    small: Served
    large: Served


@contextmanager
def on_postgresql(folder: Path, size: Size) -> Iterator[Stage]:
    """As in production: two processes of the web, a broker, and commits that are on the disk."""
    with ExitStack() as stack:
        server = stack.enter_context(servers.postgresql())
        towns = [_filled(server.create_database(name), getattr(size, name)) for name in ("small", "large")]
        servers.make_lasting(server)
        redis = stack.enter_context(servers.broker())
        small, large = (
            stack.enter_context(servers.served(town, folder / "pg", workers=2, redis_url=redis))
            for town in towns
        )
        yield Stage(f"PostgreSQL {server.version}", size, small, large)


@contextmanager
def on_sqlite(folder: Path, size: Size) -> Iterator[Stage]:
    """As `make run`: one process. Its worker is left out, as on PostgreSQL."""
    with ExitStack() as stack:
        urls = {name: f"sqlite:///{folder / name}.sqlite3" for name in ("small", "large")}
        towns = [_filled(url, getattr(size, name)) for name, url in urls.items()]
        small, large = (
            stack.enter_context(servers.served(town, folder / "sqlite", workers=1)) for town in towns
        )
        yield Stage(f"SQLite {sqlite3.sqlite_version}", size, small, large)


def tell(what: str) -> None:
    """Say how far the run is, beside the table."""
    print(what, file=sys.stderr, flush=True)


def _filled(url: str, appointments: int) -> Town:
    began = time.monotonic()
    town = found(url, date.today())  # noqa: DTZ011 (the house's day is this machine's, as far as it matters here)
    fill(town, appointments)
    tell(f"{url.partition(':')[0]}: {appointments:,} appointments loaded in {time.monotonic() - began:.0f} s")
    return town
