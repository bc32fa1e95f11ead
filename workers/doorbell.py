"""The doorbell: after a commit, tells the workers at once that there is something to do.

It may be lost, which costs a second: the relay looks anyway. So it never raises, and the web request
never waits for it: a thread of its own rings, and rings once for all who pushed the button meanwhile.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from threading import Event, Lock, Thread

from workers import app

log = logging.getLogger(__name__)

DISPATCH = "workers.tasks.dispatch"
WORTH_SECONDS = 10


class Doorbell:
    """A button and the thread that rings when it was pushed; a forked process gets its own thread."""

    def __init__(self, send: Callable[[], None]) -> None:
        self._send = send
        self._pushed = Event()
        self._lock = Lock()
        self._pid = 0

    def ring(self) -> None:
        """Ring soon. Returns at once."""
        if self._pid != os.getpid():
            self._start()
        self._pushed.set()

    def _start(self) -> None:
        with self._lock:
            if self._pid != os.getpid():
                Thread(target=self._keep_ringing, name="doorbell", daemon=True).start()
                self._pid = os.getpid()

    def _keep_ringing(self) -> None:
        while self._pushed.wait():
            self._pushed.clear()
            try:
                self._send()
            except Exception as error:  # noqa: BLE001 (whatever is wrong with the broker, the relay looks)
                log.info("the doorbell was not heard: %s", type(error).__name__)


def _send_dispatch() -> None:
    app.send_task(DISPATCH, expires=WORTH_SECONDS, retry=False)


ring = Doorbell(_send_dispatch).ring
