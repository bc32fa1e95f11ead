"""Figure: bookings per second while forty plans are open, beside the same bookings without any.

Once the streams are only open; once the plan changes every two seconds and each of the forty reads it anew, as
browsers do. No worker runs: a thread of the bench gives the events their places, in all three cases alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from bench import servers
from bench.bookings import WARM_UP, service_calls
from bench.client import Call, per_second
from bench.report import Row
from bench.stage import Stage
from bench.town import Town
from booking import outbox
from booking.config import Settings
from booking.db import Database
from booking.events import ReservationChanged
from booking.runtime import Runtime
from tests.live.readers import cookies_of, reading

PLANS, CLIENTS, TURNS = 40, 8, 4
DISPATCH_EVERY, CHANGE_EVERY = 0.2, 2.0
CHANGED = ReservationChanged(reservation_id="none", series_ids=[])


def rows(stage: Stage) -> Iterator[Row]:
    """Two rows: forty streams, and forty plans that are read anew."""
    town = stage.small.town
    calls, times = service_calls(town), stage.size.calls * TURNS
    alone: list[float] = []
    quiet: list[float] = []
    busy: list[float] = []
    with _served(town) as (base, runtime):
        cookies, page = cookies_of(runtime, PLANS), f"/planer?tag={town.today}"
        _booked(base, calls, WARM_UP)
        for _ in range(stage.size.repetitions):
            with _dispatching(town.url, changing=False):
                alone.append(_booked(base, calls, times))
                with reading(base, cookies) as readers:
                    _all_there(readers)
                    quiet.append(_booked(base, calls, times))
            with _dispatching(town.url, changing=True), reading(base, cookies, page) as readers:
                _all_there(readers)
                busy.append(_booked(base, calls, times))
    what = f"{stage.database}, bookings with {CLIENTS} clients, {PLANS}"
    yield Row(f"{what} plans open; beside: none", "/s", quiet, alone, "at least 0.8")
    yield Row(f"{what} plans read anew every 2 s; beside: none", "/s", busy, alone, "none set")


def _booked(base: str, calls: Iterator[Call], times: int) -> float:
    return per_second(base, list(islice(calls, times)), clients=CLIENTS)


def _all_there(readers: Any) -> None:
    if {each.status for each in readers} != {200}:
        raise ValueError(f"not every plan has its stream: {sorted(each.status for each in readers)}")


@contextmanager
def _served(town: Town) -> Iterator[tuple[str, Runtime]]:
    """The service on the town, and a runtime with the same keys beside it."""
    with TemporaryDirectory(prefix="treffpunkt-live-") as folder, ExitStack() as stack:
        settings = {
            "APP_ENV": "test",
            "DATA_DIR": str(Path(folder)),
            "DATABASE_URL": town.url,
            "BASE_URL": "http://localhost",
            "LIMITS": "off",
            "WEB_THREADS": str(servers.STREAMING_THREADS),
        }
        runtime = Runtime.start(Settings.from_environment(settings))
        stack.callback(runtime.database.dispose)
        workers = 2 if runtime.database.is_postgresql else 1
        yield stack.enter_context(servers.streaming(settings, workers=workers)), runtime


@contextmanager
def _dispatching(url: str, *, changing: bool) -> Iterator[None]:
    """Events get their places as with a worker; with `changing` the plan is another one every two seconds."""
    database, over = Database(url), Event()
    thread = Thread(target=_dispatch, args=(database, over, changing))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        database.dispose()


def _dispatch(database: Database, over: Event, changing: bool) -> None:  # noqa: FBT001 (a thread's argument)
    rounds = 0
    while not over.wait(DISPATCH_EVERY):
        now = datetime.now(UTC)
        with database.writing() as session:
            if changing and rounds % round(CHANGE_EVERY / DISPATCH_EVERY) == 0:
                outbox.record(session, CHANGED, now=now)
            outbox.dispatch(session, {}, now=now)
        rounds += 1
