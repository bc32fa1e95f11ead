"""The screen lock: a browser that nobody used by hand for a while shows nothing until the password.

Times are real ones, from the database's clock: putting the demonstration's clock forward locks nobody out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.accounts.models import SignIn
from booking.ids import token_hash

LONGEST_WARNING = timedelta(minutes=1)  # how long before a browser says so, if half the time is not shorter
# A use is written down at most this often, so that pages stay cheap to read. The server waits as much longer:
# it never locks a page that promises another minute.
NOTED_EVERY = timedelta(seconds=45)


def is_locked(found: SignIn, now: datetime, idle: timedelta) -> bool:
    """Whether this browser has to give the password first; so does one signed in before uses were written down.

    `idle` is how long it may lie unused, which the house sets.
    """
    if found.locked_at is not None or found.used_at is None:
        return True
    return now - found.used_at >= idle + NOTED_EVERY


def warning(idle: timedelta) -> timedelta:
    """How long before it locks an open page says so."""
    return min(LONGEST_WARNING, idle / 2)


def this_lock(found: SignIn) -> str:
    """What tells this time of being locked from every earlier and later one: only unlocking makes another."""
    return f"{found.token_hash} {found.used_at}"


def is_to_be_noted(found: SignIn, now: datetime) -> bool:
    """Whether a use now is worth writing down."""
    return found.used_at is None or now - found.used_at >= NOTED_EVERY


def note_use(session: Session, token: str, *, now: datetime) -> None:
    """Somebody used this browser by hand; one that was locked meanwhile stays locked."""
    this = update(SignIn).where(SignIn.token_hash == token_hash(token), SignIn.locked_at.is_(None))
    session.execute(this.values(used_at=now, seen_at=now))


def lock(session: Session, token: str, *, now: datetime) -> None:
    """Show nothing from now on."""
    _update(session, token, locked_at=now)


def unlock(session: Session, token: str, *, now: datetime) -> None:
    """The password was right."""
    _update(session, token, used_at=now, seen_at=now, locked_at=None)


def _update(session: Session, token: str, **values: datetime | None) -> None:
    session.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(**values))
