"""Open plans without a browser: each keeps a stream, as live.js does, and may read its page anew with every message."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import urlsplit

from flask.sessions import SecureCookieSessionInterface

from booking.accounts import signin
from booking.accounts.models import Account, Role
from booking.app import create_app
from booking.db import database_now
from booking.runtime import Runtime
from booking.web.actors import COOKIE_KEY

PATIENCE = 60


@dataclass
class Reader:
    """One browser: `opened` once the stream stands, `heard` after the first message."""

    base: str
    cookie: str
    page: str | None = None
    status: int = 0
    read: int = 0
    opened: Event = field(default_factory=Event)
    heard: Event = field(default_factory=Event)
    _socket: socket.socket | None = None

    def run(self) -> None:
        connection = self._connection()
        connection.request("GET", "/live?topics=plan&shared=1", headers={"Cookie": self.cookie})
        self._socket = connection.sock
        answer = connection.getresponse()
        self.status = answer.status
        try:
            while line := answer.readline():
                self.opened.set()
                if line.startswith(b"data: plan"):
                    self._read_anew()
                    self.heard.set()
        except (OSError, http.client.HTTPException, ValueError):
            pass
        finally:
            self.opened.set()

    def stop(self) -> None:
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_RDWR)

    def _read_anew(self) -> None:
        if self.page is None:
            return
        connection = self._connection()
        connection.request("GET", self.page, headers={"Cookie": self.cookie, "Treffpunkt-Live": "1"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        self.read += answer.status == 200

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.base)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)


@contextmanager
def reading(base: str, cookies: Sequence[str], page: str | None = None) -> Iterator[list[Reader]]:
    """So many open plans, each with its stream; gone at the end."""
    readers = [Reader(base, cookie, page) for cookie in cookies]
    with ExitStack() as stack:
        for reader in readers:
            thread = Thread(target=reader.run, daemon=True)
            thread.start()
            stack.callback(thread.join, PATIENCE)
            stack.callback(_quietly(reader.stop))
        for reader in readers:
            assert reader.opened.wait(PATIENCE), "a stream did not open"
        yield readers


def cookies_of(runtime: Runtime, count: int) -> list[str]:
    """So many signed-in browsers of the staff."""
    app = create_app(runtime)
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    signer = interface.get_signing_serializer(app)
    assert signer is not None
    with runtime.database.writing() as session:
        account = Account(email="tresen@example.org", name="Tresen", role=Role.STAFF, password_hash="!")
        session.add(account)
        session.flush()
        now = database_now(session)
        tokens = [signin.sign_in(session, account, now=now) for _ in range(count)]
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={signer.dumps({COOKIE_KEY: token})}" for token in tokens]


def _quietly(step: Callable[[], None]) -> Callable[[], None]:
    def tried() -> None:
        with suppress(OSError):
            step()

    return tried
