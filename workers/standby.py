"""Standby: when the beat falls silent (no Redis, no beat), the worker's own threads do the work themselves.

The database is the queue, so nothing is missing for that but somebody who looks. Many guests are entered by a thread of
their own: that takes up to a minute, and mails must not wait for it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event, Thread
from typing import Any

from celery.signals import worker_init, worker_shutdown

from booking.notifications import delivering
from workers.engine import Engine, engine

log = logging.getLogger(__name__)

SILENCE = 6.0
PERIOD = 1.0
TIDY_PERIOD = 60.0

Step = Callable[[], object]
StepsOf = Callable[[Engine, bool], Sequence[Step]]

_stopped = Event()
_last_beat = time.monotonic()


def heard_from_beat() -> None:
    """The relay came by: nothing to do here."""
    global _last_beat  # noqa: PLW0603 (one beat, one process, one moment)
    _last_beat = time.monotonic()


@worker_init.connect
def start(**_signal: Any) -> None:
    """Begin to listen for the silence, with the worker."""
    _stopped.clear()
    heard_from_beat()
    for name, steps_of in (("standby", _usual_steps), ("standby-entering", _entering_steps)):
        Thread(target=_watch, args=(steps_of,), name=name, daemon=True).start()


@worker_shutdown.connect
def stop(**_signal: Any) -> None:
    _stopped.set()


def _watch(steps_of: StepsOf) -> None:
    next_tidying = time.monotonic()
    while not _stopped.wait(PERIOD):
        now = time.monotonic()
        if now - _last_beat < SILENCE:
            continue
        _do(steps_of(engine(), now >= next_tidying))
        if now >= next_tidying:
            next_tidying = now + TIDY_PERIOD


def _usual_steps(own: Engine, tidying: bool) -> list[Step]:  # noqa: FBT001 (one of the two that _watch knows)
    steps: list[Step] = [own.dispatch, own.remind]
    if tidying:
        steps += [own.sweep, own.tidy]
    return [*steps, partial(delivering.deliver_due, own.runtime, own.channel)]


def _entering_steps(own: Engine, _tidying: bool) -> list[Step]:  # noqa: FBT001 (one of the two that _watch knows)
    return [own.enter_waiting]


def _do(steps: Sequence[Step]) -> None:
    """Each step by itself: one that fails does not keep the mails from leaving."""
    for step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001 (the next round tries again)
            log.warning("standby: %s", type(error).__name__)
