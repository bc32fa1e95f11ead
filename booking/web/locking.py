"""The screen lock at the edge: a locked browser gets the lock page for whatever it asks, and loses nothing typed."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request

from booking.accounts import locking
from booking.db import database_now
from booking.errors import Busy
from booking.vault import SealBroken
from booking.web.access import runtime, signed_in
from booking.web.actors import LIVE_PATH, Browser, is_by_itself
from booking.web.forgery import SAFE_METHODS
from booking.web.frame import page
from booking.web.headers import PUBLIC_BLUEPRINTS
from booking.web.paths import is_secret
from booking.web.the_house import settings_now

LOCKED = 423
NEVER_LOCKED = frozenset({"locking", "accounts", "first_code"})
SAME_FOR_EVERYBODY = PUBLIC_BLUEPRINTS | {"board"}
MOST_KEPT = 200_000  # characters; the form that brings them back has to fit into one request


@dataclass(frozen=True)
class Kept:
    """A form that was sent to a locked screen: where to, and its fields."""

    path: str
    fields: list[tuple[str, str]]


def lock_screens(app: Flask) -> None:
    """Answer locked browsers with the lock page from now on. To be called after forms are protected."""
    app.before_request(_check)
    app.context_processor(_numbers)


def browser() -> Browser | None:
    """The signed-in browser that asks, or None: nobody is signed in, or a program asks."""
    found: Browser | None = g.get("browser")
    return found


def lock_page(
    found: Browser, goal: str, kept: str = "", *, lost: bool = False, error: str = "", status: int = LOCKED
) -> Response:
    """The page with nothing but the field for the password; 423, so that no script takes it for content."""
    return page(
        "locking/locked.html",
        status,
        locked=True,
        hidden={"weiter": goal, "schloss": seal_of(found), **({"kept": kept} if kept else {})},
        kept=bool(kept),
        lost=lost,
        errors={"password": error} if error else {},
    )


def seal_of(found: Browser) -> str:
    """Opens this one lock: a lock page that the browser sends again by itself, password and all, opens no other."""
    return runtime().vault.fingerprint(f"lock {locking.this_lock(found.sign_in)}")


def opened(sealed: str) -> Kept | None:
    """The form that the lock page carried along, if this account sent it."""
    try:
        value = runtime().vault.open_json(urlsafe_b64decode(sealed), _place())
    except (NotBase64, SealBroken, ValueError):
        return None
    return Kept(value["path"], [(name, text) for name, text in value["fields"]])


def note_use(found: Browser) -> None:
    """Somebody is there; when the database is busy, the next request says so."""
    try:
        with runtime().database.writing() as database:
            locking.note_use(database, found.token, now=database_now(database))
    except Busy:
        pass


def _check() -> Response | None:
    found = browser()
    if found is None or _is_left_alone():
        return None
    if found.is_locked:
        kept = "" if request.method in SAFE_METHODS else _sealed()
        lost = request.method not in SAFE_METHODS and not kept
        return lock_page(found, _goal(), kept, lost=lost)
    if not is_by_itself() and locking.is_to_be_noted(found.sign_in, found.now):
        note_use(found)
    return None


def _is_left_alone() -> bool:
    """Pages that say the same to everybody are not locked, and keep no screen open: a board reloads by itself."""
    if request.endpoint == "static" or request.path == LIVE_PATH or request.blueprint in NEVER_LOCKED:
        return True
    return request.blueprint in SAME_FOR_EVERYBODY and request.method in SAFE_METHODS


def _goal() -> str:
    """Where to go on after the password; a secret address stays out of the page."""
    if request.method not in SAFE_METHODS or is_secret(request.path):
        return ""
    return request.full_path.rstrip("?")


def _sealed() -> str:
    """The sent form, sealed for its account: readable for nobody who finds the screen, and kept nowhere else.

    Nothing when it is too large to be brought back, or has a file in it.
    """
    if any(sent.filename for sent in request.files.values()):
        return ""
    fields = [
        (name, text)
        for name, text in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    sealed = runtime().vault.seal_json({"path": request.full_path.rstrip("?"), "fields": fields}, _place())
    text = urlsafe_b64encode(sealed).decode()
    return text if len(text) <= MOST_KEPT else ""


def _place() -> str:
    return f"locked:{signed_in().account_id}"


def _numbers() -> dict[str, Any]:
    """For the script that locks an open page."""
    idle = settings_now().locking.idle
    return {
        "idle_seconds": int(idle.total_seconds()),
        "warning_seconds": int(locking.warning(idle).total_seconds()),
        "lock_goal": _goal(),
        "is_open_beside_the_lock": _is_open_beside_the_lock(),
    }


def _is_open_beside_the_lock() -> bool:
    """Whether this is a page that says the same to everybody, in a locked browser: its script must not report a use."""
    found = browser()
    if found is None or request.blueprint in NEVER_LOCKED:
        return False
    return found.is_locked
