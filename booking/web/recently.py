"""What everybody is shown alike, kept for some seconds, so that a crowd costs no more than one visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from booking.web.access import runtime
from booking.web.language import current_language

KEPT = timedelta(seconds=5)
SHELF = "treffpunkt-recently"


@dataclass(frozen=True)
class Kept:
    """The words of a page as of a moment, and how much this process had written by then."""

    words: dict[str, Any]
    at: datetime
    writes: int


def read_recently(name: str, read: Callable[[Session, datetime], dict[str, Any]]) -> dict[str, Any]:
    """What `read` found for this page in this language, at most five seconds ago.

    What this process wrote is seen at once, what another one wrote after those seconds. One is kept for each page and
    language; it must be complete without its session, and must not depend on who asks.
    """
    now, database = runtime().clock.now(), runtime().database
    shelf: dict[tuple[str, str], Kept] = current_app.extensions.setdefault(SHELF, {})
    key, writes = (name, current_language().code), database.writes
    found = shelf.get(key)
    if found is None or found.writes != writes or not timedelta(0) <= now - found.at < KEPT:
        with database.reading() as session:
            found = Kept(read(session, now), now, writes)
        shelf[key] = found
    return found.words
