"""What everybody is shown alike, kept for some seconds, so that a crowd costs no more than one visitor."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from booking.web.access import memory, runtime
from booking.web.language import current_language

KEPT = timedelta(seconds=5)
SHELF = "recently"
Found = TypeVar("Found")


@dataclass(frozen=True)
class Kept:
    """What was read at a moment, and how much this process had written by then."""

    found: Any
    at: datetime
    writes: int


def read_recently(name: str, read: Callable[[Session, datetime], Found]) -> Found:
    """What `read` found for this page in this language, at most five seconds ago."""
    return recently((name, current_language().code), read)


def recently(key: Hashable, read: Callable[[Session, datetime], Found]) -> Found:
    """What `read` found under this key, at most five seconds ago.

    What this process wrote is seen at once, what another one wrote after those seconds. It must be complete without
    its session, and must not depend on who asks.
    """
    now, database = runtime().clock.now(), runtime().database
    shelf: dict[Hashable, Kept] = memory().setdefault(SHELF, {})
    writes, kept = database.writes, shelf.get(key)
    if kept is None or kept.writes != writes or not timedelta(0) <= now - kept.at < KEPT:
        with database.reading() as session:
            kept = shelf[key] = Kept(read(session, now), now, writes)
    found: Found = kept.found
    return found
