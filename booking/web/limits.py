"""Caps on what one person may do: per action and person first, per address last and generously.

Everybody in the house shares one address, so an address may do what a whole library does.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, current_app, request, session
from flask_limiter import Limiter

from booking.config import Settings
from booking.ids import token_hash

EXTENSION = "treffpunkt.limits"
BROWSER_KEY = "browser"


@dataclass(frozen=True)
class Cap:
    """How often something may happen; `rate` in the words of the limits library."""

    action: str
    rate: str


SIGN_IN_ACCOUNT = Cap("sign-in of an account", "10 per 15 minutes")
SIGN_IN_ADDRESS = Cap("sign-in from an address", "100 per 15 minutes")
SECOND_FACTOR = Cap("one-time codes of an account", "10 per 15 minutes")
CODE = Cap("a code", "10 per hour")
CODE_ADDRESS = Cap("codes from an address", "30 per 15 minutes")
HOLD_BROWSER = Cap("holds of a browser", "40 per hour")
HOLD_ADDRESS = Cap("holds from an address", "400 per hour")


def install_limits(app: Flask, settings: Settings) -> None:
    """Count in memory or in Redis; when Redis is away, in memory meanwhile."""
    app.extensions[EXTENSION] = Limiter(
        address,
        app=app,
        enabled=settings.limits,
        storage_uri=settings.redis_url or "memory://",
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1} if settings.redis_url else {},
        in_memory_fallback_enabled=settings.redis_url is not None,
        strategy="fixed-window",
        key_prefix="treffpunkt",
    )


def count(cap: Cap, who: str) -> None:
    """Count one more; raises RateLimitExceeded (429) when it was one too many. Keys are hashed: logs show them."""
    limiter: Limiter = current_app.extensions[EXTENSION]
    with limiter.shared_limit(cap.rate, scope=cap.action, key_func=lambda: token_hash(who)[:16]):
        pass


def count_hold() -> None:
    """One more hold of this browser, and of its address."""
    count(HOLD_BROWSER, browser())
    count(HOLD_ADDRESS, address())


def browser() -> str:
    """A random name for this browser, as long as its session lasts."""
    if not isinstance(session.get(BROWSER_KEY), str):
        session[BROWSER_KEY] = secrets.token_urlsafe(12)
    name: str = session[BROWSER_KEY]
    return name


def address() -> str:
    return request.remote_addr or "unknown"
