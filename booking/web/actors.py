"""Who is asking: pages know people by their cookie, the API knows programs by their bearer token, never mixed."""

from __future__ import annotations

from datetime import timedelta

from flask import g, request, session

from booking.accounts import signin
from booking.accounts.access import Actor
from booking.db import database_now
from booking.errors import Busy
from booking.web.access import runtime
from booking.web.forgery import is_for_programs

COOKIE_KEY = "sign_in"
SEEN_EVERY = timedelta(minutes=15)


def find_actor() -> None:
    """Before each request: put the actor, or None, into `g`."""
    g.actor = by_bearer_token() if is_for_programs() else _by_cookie()


def by_bearer_token() -> Actor | None:
    """Whose token the request carries, or None."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    with runtime().database.reading() as database:
        return signin.authenticate_token(database, token.strip())


def _by_cookie() -> Actor | None:
    token = session.get(COOKIE_KEY)
    if not isinstance(token, str) or request.endpoint == "static":
        return None
    with runtime().database.reading() as database:
        now = database_now(database)
        found = signin.current(database, token, now=now)
        actor = Actor.of(found.account) if found else None
    if found is None:
        session.pop(COOKIE_KEY)
    elif now - found.seen_at >= SEEN_EVERY:
        _write_down_that_seen(token)
    return actor


def _write_down_that_seen(token: str) -> None:
    """Keep the sign-in from ending; when the database is busy, the next request does it."""
    try:
        with runtime().database.writing() as database:
            signin.touch(database, token, now=database_now(database))
    except Busy:
        pass
