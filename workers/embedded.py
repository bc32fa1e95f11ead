"""The embedded server: web, Celery worker and beat in one process, with its memory as the broker."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread, Timer
from types import FrameType
from typing import Any

import waitress
from celery import beat
from celery.worker import WorkController, state

from booking import cli
from booking.app import create_app
from workers import app
from workers.engine import engine

PATIENCE = 3.0
LAST_MOMENT = 5.0


def serve(port: socket.socket, *, announce: Callable[[], None]) -> int:
    """Serve on the listening socket until SIGTERM or SIGINT; all threads end within ten seconds."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    runtime = engine().runtime
    web = create_app(runtime)
    cli.register(web, runtime)
    server = waitress.create_server(
        web,
        sockets=[port],
        threads=runtime.settings.web_threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    background = Background.start()
    try:
        announce()
        server.run()
    finally:
        server.close()
        background.stop()
        runtime.database.dispose()
    return 0


@dataclass
class Background:
    """The Celery worker and beat as threads."""

    worker: Any
    thread: Thread
    beat: Any

    @classmethod
    def start(cls) -> Background:
        worker = WorkController(
            app=app,
            hostname="embedded@localhost",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        thread = Thread(target=worker.start, name="worker", daemon=True)
        thread.start()
        service: Any = beat.EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")
        service.daemon = True
        service.start()
        return cls(worker, thread, service)

    def stop(self) -> None:
        self.beat.stop()
        state.should_stop = 0  # type: ignore[assignment]
        self.thread.join(PATIENCE)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End the server in the main thread; whoever asks twice is heard once.

    Threads that wait for a mail server or a browser do not hold the process: the leases cover them.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _told_already)
    last = Timer(LAST_MOMENT, os._exit, [0])
    last.daemon = True
    last.start()
    raise SystemExit(0)


def _told_already(_number: int, _frame: FrameType | None) -> None:
    """Not SIG_IGN: a signal that is on its way while the handler changes would be reported as an error."""
