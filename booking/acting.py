"""Who acts at the moment: written beside each event, so that a booking can tell its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

RESIDENT, SERVICE = "resident", "service"

_acting: ContextVar[str] = ContextVar("acting", default=SERVICE)


def account(account_id: int) -> str:
    """The name under which somebody signed in acts."""
    return f"account:{account_id}"


def account_id(who: str | None) -> int | None:
    """Whose account acted; None for residents and the service."""
    name, _, number = (who or "").partition(":")
    return int(number) if name == "account" else None


def who_acts() -> str:
    """`account:<id>`, `resident` (whoever is not signed in), or `service`: the house's own clockwork."""
    return _acting.get()


@contextmanager
def acting_as(who: str) -> Iterator[None]:
    """Until the block ends, whatever is recorded in this thread was done by them."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def act_as(who: str) -> None:
    """From now on in this context; the web edge says so before each request."""
    _acting.set(who)
