"""Moving windows behind the caps: in Redis for all processes, or in memory without one and while it is away.

A moving window is worth the same at every moment; a fixed one twice as much around its full hour.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from limits import RateLimitItem
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

PATIENCE_SECONDS = 1
ASK_AGAIN_SECONDS = 5
SWEEP_SECONDS = 60

logger = logging.getLogger(__name__)


class Windows(Protocol):
    """What the limits library calls a strategy."""

    def hit(self, item: RateLimitItem, *place: str) -> bool:
        """Count one more, unless it is one too many."""

    def test(self, item: RateLimitItem, *place: str) -> bool:
        """Whether one more would count."""

    def clear(self, item: RateLimitItem, *place: str) -> None:
        """Begin again at nothing."""


class Counters:
    """Asks Redis, else memory; a Redis that is away is not asked again for some seconds."""

    def __init__(self, redis_url: str | None) -> None:
        patience = {"socket_connect_timeout": PATIENCE_SECONDS, "socket_timeout": PATIENCE_SECONDS}
        self._own: Windows = InMemory()
        self._shared: Windows | None = (
            MovingWindowRateLimiter(storage_from_string(redis_url, **patience)) if redis_url else None
        )
        self._away_until = 0.0

    def ask(self, question: Callable[[Windows], bool]) -> bool:
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                return question(self._shared)
            except RedisError as error:
                self._away_until = time.monotonic() + ASK_AGAIN_SECONDS
                logger.warning("Redis is away (%s): caps count in memory", type(error).__name__)
        return question(self._own)


class InMemory:
    """Windows of this process, under one lock; each keeps the moments at which its hits stop counting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: dict[str, deque[float]] = {}
        self._swept = time.monotonic()

    def hit(self, item: RateLimitItem, *place: str) -> bool:
        with self._lock:
            window = self._window(item, place)
            if len(window) >= item.amount:
                return False
            window.append(time.monotonic() + item.get_expiry())
            return True

    def test(self, item: RateLimitItem, *place: str) -> bool:
        with self._lock:
            return len(self._window(item, place)) < item.amount

    def clear(self, item: RateLimitItem, *place: str) -> None:
        with self._lock:
            self._windows.pop(item.key_for(*place), None)

    def _window(self, item: RateLimitItem, place: tuple[str, ...]) -> deque[float]:
        now = time.monotonic()
        if now >= self._swept + SWEEP_SECONDS:
            self._windows = {name: each for name, each in self._windows.items() if each and each[-1] > now}
            self._swept = now
        window = self._windows.setdefault(item.key_for(*place), deque())
        while window and window[0] <= now:
            window.popleft()
        return window
