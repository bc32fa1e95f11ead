"""A way round a fault of kombu 5.7: a Redis restart under a late-acked task must not end the worker.

When the connection is lost, the consumer closes it twice; the second time the transport has no client
any more, and restoring or acknowledging the running task's message fails with an AttributeError that
nobody expects, so the worker exits. A channel without a client shall fail as what it is: a lost
connection, which Celery repairs. Imported by a worker with Redis (celeryconfig.py).
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import redis.exceptions
from kombu.transport import redis as transport

FAULTY = "5.7."

_channel: Any = transport.Channel
_unguarded = _channel._connparams  # noqa: SLF001


def install() -> None:
    """Guard the versions known to be faulty; the others are left alone, watched by the regression test."""
    if version("kombu").startswith(FAULTY):
        _channel._connparams = _guarded  # noqa: SLF001


def remove() -> None:
    """Take the guard away: for the red control of the regression test."""
    _channel._connparams = _unguarded  # noqa: SLF001


def _guarded(channel: Any, asynchronous: bool = False) -> Any:  # noqa: FBT001, FBT002 (kombu's signature)
    if getattr(channel.connection, "client", None) is None:
        raise redis.exceptions.ConnectionError("the channel belongs to a closed connection")
    return _unguarded(channel, asynchronous)


install()
