"""Caps on what one person may do: per action and person first, per network last and generously.

Everybody in the house shares one address, so a network may do what a whole library does. This is the only
table: a form and its call of the API count together (caps.py says what counts when).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, current_app, request, session
from limits import parse
from werkzeug.exceptions import TooManyRequests

from booking.config import Settings
from booking.web.counting import Counters, Windows

EXTENSION = "treffpunkt.limits"
BROWSER_KEY = "browser"


@dataclass(frozen=True)
class Cap:
    """How often something may happen within a moving window; `rate` in the words of the limits library."""

    action: str
    rate: str


SIGN_IN = Cap("wrong passwords of an account from a network", "10 per 15 minutes")
SIGN_IN_ACCOUNT = Cap("wrong passwords of an account", "50 per hour")
SIGN_IN_NETWORK = Cap("wrong passwords from a network", "100 per 15 minutes")
UNLOCK = Cap("wrong passwords at a locked screen", "10 per 15 minutes")
SECOND_FACTOR = Cap("one-time codes of an account", "10 per 15 minutes")
CODE = Cap("wrong names for a code from a network", "10 per hour")
CODE_ANYWHERE = Cap("wrong names for a code", "50 per hour")
CODE_NETWORK = Cap("wrong codes from a network", "30 per 15 minutes")
CODE_ACCOUNT = Cap("wrong codes of an account", "60 per 15 minutes")
HOLDS_BROWSER = Cap("holds and renewals of a browser", "40 per hour")
HOLDS_NETWORK = Cap("holds from a network", "60 per 40 minutes")
BOOKINGS = Cap("bookings of a caller", "60 per hour")
MOVES = Cap("moves of an appointment", "10 per hour")
CANCELS = Cap("cancellations of an appointment", "10 per hour")
UNDOS = Cap("cancellations a person takes back", "6 per hour")
CORRECTIONS = Cap("corrections of a person's data", "20 per hour")
CHANGES = Cap("moves, cancellations and corrections of a caller", "120 per hour")
UNMET = Cap("pages without a free time from a network", "60 per hour")
FEEDS = Cap("calendars fetched from a network", "1200 per hour")
MAILS_HOUR = Cap("bookings for a mailbox in an hour", "6 per hour")
MAILS_DAY = Cap("bookings for a mailbox in a day", "15 per day")
LINKS = Cap("lost links for a mailbox", "3 per hour")
LINKS_CALLER = Cap("lost links of a caller", "30 per hour")
RESETS = Cap("forgotten passwords of a mailbox", "3 per hour")
RESETS_CALLER = Cap("forgotten passwords of a caller", "30 per hour")
SENT_LINKS = Cap("mails with a link to set a password that an account has sent", "40 per hour")
JOINS = Cap("entries on waiting lists of a caller", "40 per hour")
JOINS_PHONE = Cap("entries on waiting lists for a phone", "6 per day")
MESSAGES = Cap("call-backs, reports and data requests of a caller", "30 per hour")


def start_counting(app: Flask, settings: Settings) -> None:
    """Count from now on, unless the settings switch limits off."""
    app.extensions[EXTENSION] = Counters(settings.redis_url) if settings.limits else None


def count(cap: Cap, who: str) -> None:
    """Count one more; raises TooManyRequests (429) when it would be one too many, which then does not count."""
    if not _ask(lambda windows: windows.hit(parse(cap.rate), *_place(cap, who))):
        raise TooManyRequests


def refuse_if_full(cap: Cap, who: str) -> None:
    """Raise TooManyRequests when one more would be too many; counts nothing."""
    if not _ask(lambda windows: windows.test(parse(cap.rate), *_place(cap, who))):
        raise TooManyRequests


def forget(cap: Cap, who: str) -> None:
    """Begin again at nothing: it was the right person."""

    def clear(windows: Windows) -> bool:
        windows.clear(parse(cap.rate), *_place(cap, who))
        return True

    _ask(clear)


def network() -> str:
    """Where a request comes from, for counting: an IPv4 address, or the /64 that one IPv6 line has to itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def browser() -> str:
    """A random name for this browser, as long as its session lasts."""
    if not isinstance(session.get(BROWSER_KEY), str):
        session[BROWSER_KEY] = secrets.token_urlsafe(12)
    name: str = session[BROWSER_KEY]
    return name


def _ask(question: Callable[[Windows], bool]) -> bool:
    counters: Counters | None = current_app.extensions[EXTENSION]
    return counters is None or counters.ask(question)


def _place(cap: Cap, who: str) -> tuple[str, str, str]:
    """The counter's name: addresses and mailboxes only as a keyed hash, which nobody can guess back."""
    key = str(current_app.secret_key).encode()
    return "treffpunkt", cap.action, hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:32]
