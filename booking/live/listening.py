"""The listener: one thread for each process of the web, which reads new events and tells the open streams."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Collection
from contextlib import closing
from threading import Lock, Thread

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from booking.accounts.access import Actor
from booking.db import Database
from booking.live.hub import PER_BROWSER, Hub, Stream
from booking.live.news import Topic
from booking.live.reading import last_position, read_after
from booking.live.waking import waker

log = logging.getLogger(__name__)

LOOK_ANYWAY = 5.0
TRY_AGAIN = 2.0
MOMENT = 0.5  # after which the thread looks whether it is still needed
LINGER = 30.0  # seconds without any stream, after which the thread ends
AWAY = (OSError, SQLAlchemyError, psycopg.Error, sqlite3.Error)


class Listener:
    """Starts with the first stream, ends some time after the last, and comes back by itself when the database does."""

    def __init__(self, database: Database, hub: Hub, *, look_anyway: float = LOOK_ANYWAY) -> None:
        self._database = database
        self._hub = hub
        self._look_anyway = look_anyway
        self._lock = Lock()
        self._pid = 0
        self._thread: Thread | None = None
        self._stopped = False
        self._needed_at = time.monotonic()

    def open(
        self, actor: Actor, browser: str, topics: Collection[Topic], *, at_most: int = PER_BROWSER
    ) -> Stream:
        """A stream that hears everything after its position. Raises Full.

        The thread dies with its process, and a forked process gets its own. Raises SQLAlchemyError when it has
        to begin and the database is away.
        """
        with self._lock:
            if not self._listens() and not self._stopped:
                self._begin()
            self._needed_at = time.monotonic()
            return self._hub.open(actor, browser, topics, at_most=at_most)

    def stop(self) -> None:
        """End, and end the streams."""
        self._stopped = True
        self._hub.close()
        if self._thread is not None:
            self._thread.join(TRY_AGAIN + MOMENT)

    def catch_up(self) -> None:
        """Tell everything that is new."""
        more = True
        while more:
            with self._database.reading() as session:
                page = read_after(session, self._hub.position)
            if page.position != self._hub.position:
                self._hub.tell(page.news, position=page.position)
            more = page.more

    def _listens(self) -> bool:
        return self._pid == os.getpid() and self._thread is not None and self._thread.is_alive()

    def _begin(self) -> None:
        """From here on; but what streams have not heard since a thread died is told to them first."""
        if not len(self._hub):
            with self._database.reading() as session:
                self._hub.position = last_position(session)
        self._thread = Thread(target=self._run, name="live", daemon=True)
        self._thread.start()
        self._pid = os.getpid()

    def _run(self) -> None:
        while not self._stopped:
            try:
                self._listen()
            except AWAY as error:
                log.warning("live views wait for the database: %s", type(error).__name__)
                time.sleep(TRY_AGAIN)
            except Exception as error:  # noqa: BLE001 - without the thread all pages would look live and not be
                log.error("live views begin again after: %s", type(error).__name__)  # noqa: TRY400
                time.sleep(TRY_AGAIN)
            else:
                return

    def _listen(self) -> None:
        """Until nobody needs it. First connect, then look: what came in between is not missed."""
        with closing(waker(self._database)) as woken:
            while not self._ended():
                self.catch_up()
                until = time.monotonic() + self._look_anyway
                while not (woken.wait(MOMENT) or self._stopped or time.monotonic() >= until):
                    pass

    def _ended(self) -> bool:
        """Decided once, under the lock: a stream that opens now either finds the thread or begins another."""
        with self._lock:
            now = time.monotonic()
            if len(self._hub):
                self._needed_at = now
            if self._stopped or now - self._needed_at > LINGER:
                self._pid = 0
                return True
            return False
