"""A site of processes: a small house in a database, and worker, beat and server started on it as in production."""

from __future__ import annotations

import contextlib
import json
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from booking.accounts.people import Contact
from booking.notifications.models import Fate
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import Office
from tests.servers import process
from tests.servers.mailbox import Received
from tests.servers.process import Running
from tests.servers.smtp import SmtpSink
from tests.servers.waiting import free_port, wait_for_http, wait_until

STARTS = [
    at_wall(house.TUESDAY + timedelta(days=day), hour, minute)
    for day in (0, 1, 2, 3, 6, 7)
    for hour in range(9, 17)
    for minute in (0, 30)
]


@dataclass
class Site:
    """The house and the environment of its processes."""

    office: Office
    sink: SmtpSink
    redis_url: str | None = None
    port: int = field(default_factory=free_port)
    starts: list[Any] = field(default_factory=lambda: list(STARTS))

    @classmethod
    @contextlib.contextmanager
    def open(
        cls, database_url: str, data_dir: Path, sink: SmtpSink, redis_url: str | None = None
    ) -> Iterator[Site]:
        office = Office.open(database_url, data_dir, sink)
        for day in sorted({start.date() for start in STARTS}):
            office.open_hours(day, start=9, end=17)
        office.dispatch()
        try:
            yield cls(office, sink, redis_url)
        finally:
            office.runtime.database.dispose()

    @property
    def environment(self) -> dict[str, str]:
        settings = self.office.runtime.settings
        named = {
            "APP_ENV": "test",
            "DATA_DIR": str(settings.data_dir),
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key,
            "DATA_KEY": settings.data_key,
            "BASE_URL": settings.base_url,
            "CLOCK_OFFSET_FILE": str(settings.clock_offset_file),
            "LIMITS": "off",
            "PORT": str(self.port),
            "MAIL_SERVER": self.sink.host,
            "MAIL_PORT": str(self.sink.port),
            "MAIL_DEFAULT_SENDER": settings.mail.sender,
        }
        return named | ({"REDIS_URL": self.redis_url} if self.redis_url else {})

    def start(self, *arguments: str, name: str) -> Running:
        return process.start([sys.executable, *arguments], self.environment, name=name)

    def worker(self) -> Running:
        return self.start("-m", "celery", "-A", "workers", "worker", "--loglevel", "INFO", name="worker")

    def beat(self) -> Running:
        return self.start("-m", "celery", "-A", "workers", "beat", "--loglevel", "INFO", name="beat")

    def server(self) -> Running:
        running = self.start("-m", "workers.serve", name="server")
        wait_for_http(f"http://127.0.0.1:{self.port}/healthz", 60, running)
        return running

    def book(self, name: str) -> str:
        """Book the next free time through the services, as the command line would; the address to write to."""
        address = f"{name}@example.org"
        self.office.book(self.starts.pop(0), Contact(name=name, email=address))
        return address

    def book_by_web(self, name: str) -> str | None:
        """Book the next free time through the API; None when the server was not there to say yes."""
        address, start = f"{name}@example.org", self.starts.pop(0)
        body = {"offer": "energieberatung", "start": start.isoformat(), "name": name, "email": address}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/appointments",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:
            return address if answer.status == 201 else None
        return None

    def mails_to(self, addresses: set[str]) -> dict[str, list[Received]]:
        found: dict[str, list[Received]] = {address: [] for address in addresses}
        for mail in self.sink.messages():
            (to,) = mail.envelope_to
            if to in found:
                found[to].append(mail)
        return found

    def wait_for_mails(self, addresses: set[str], timeout: float, running: Running | None = None) -> None:
        """Return when everybody has a mail; the error names who has none."""

        def all_there() -> bool:
            return all(self.mails_to(addresses).values())

        try:
            wait_until(all_there, timeout, "everybody's mail", running)
        except TimeoutError:
            missing = [address for address, mails in self.mails_to(addresses).items() if not mails]
            fates = [(row.id, row.fate, row.error) for row in self.office.deliveries() if row.fate != "sent"]
            raise AssertionError(f"no mail for {missing}; not sent: {fates}") from None

    def wait_until_all_is_sent(self, timeout: float, running: Running | None = None) -> None:
        """Return when no delivery waits any more."""

        def nothing_left() -> bool:
            return {row.fate for row in self.office.deliveries()} == {Fate.SENT}

        wait_until(nothing_left, timeout, "the last delivery", running)

    def surplus(self, addresses: set[str]) -> int:
        """How many copies came twice; each must be the same mail, byte for byte."""
        surplus = 0
        for mails in self.mails_to(addresses).values():
            assert len({mail["Message-ID"] for mail in mails}) == len({mail.raw for mail in mails}) == 1
            surplus += len(mails) - 1
        return surplus


@contextlib.contextmanager
def running(*started: Running) -> Iterator[tuple[Running, ...]]:
    """The processes, gone at the end whatever happened."""
    with contextlib.ExitStack() as stack:
        for each in started:
            stack.enter_context(each)
        yield started
