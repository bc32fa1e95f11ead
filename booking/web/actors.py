"""Who is asking: pages know people by their cookie, the API knows programs by their bearer token, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import g, request, session

from booking.accounts import locking, signin
from booking.accounts.access import Actor
from booking.accounts.models import ApiToken, SignIn
from booking.accounts.tokens import note_use, token_behind
from booking.acting import RESIDENT, SERVICE, account, act_as
from booking.db import database_now
from booking.errors import Busy
from booking.house.settings import settings_of
from booking.scheduling.walltime import wall_day
from booking.web.access import runtime
from booking.web.forgery import is_for_programs

COOKIE_KEY = "sign_in"
SEEN_EVERY = timedelta(minutes=15)
LIVE_PATH, LIVE_HEADER = "/live", "Treffpunkt-Live"


@dataclass(frozen=True)
class Browser:
    """The sign-in behind a request's cookie, the time on the database's clock, and how long it may lie unused."""

    token: str
    sign_in: SignIn
    now: datetime
    idle: timedelta

    @property
    def is_locked(self) -> bool:
        """Whether it has to give the password first."""
        return locking.is_locked(self.sign_in, self.now, self.idle)


def find_actor() -> None:
    """Before each request: put the actor, or None, into `g`, and beside whatever is recorded."""
    g.actor = by_bearer_token() if is_for_programs() else _by_cookie()
    act_as(account(g.actor.account_id) if g.actor else RESIDENT)


def forget_actor(_error: BaseException | None = None) -> None:
    """After each request: whatever else this thread records, nobody who called did it."""
    act_as(SERVICE)


def by_bearer_token() -> Actor | None:
    """Whose token the request carries, or None."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    with runtime().database.reading() as database:
        now = database_now(database)
        found = token_behind(database, token.strip(), now=now)
    if found is None:
        return None
    _write_down_day_of_use(found, wall_day(now))
    return Actor.of(found.account)


def is_by_itself() -> bool:
    """Whether an open page asks and not a person (live.js): that keeps nobody signed in."""
    return request.path == LIVE_PATH or LIVE_HEADER in request.headers


def _by_cookie() -> Actor | None:
    token = session.get(COOKIE_KEY)
    if not isinstance(token, str) or request.endpoint == "static":
        return None
    with runtime().database.reading() as database:
        now = database_now(database)
        found = signin.current(database, token, now=now)
        actor = Actor.of(found.account) if found else None
        g.house_settings = settings_of(database)
    idle = g.house_settings.locking.idle
    g.browser = Browser(token, found, now, idle) if found else None
    if found is None:
        session.pop(COOKIE_KEY)
    elif now - found.seen_at >= SEEN_EVERY and not is_by_itself() and not g.browser.is_locked:
        _write_down_that_seen(token)
    return actor


def _write_down_day_of_use(found: ApiToken, day: date) -> None:
    """Once a day; when the database is busy, the next request does it."""
    if found.used_on == day:
        return
    try:
        with runtime().database.writing() as database:
            note_use(database, found.token_hash, day=day)
    except Busy:
        pass


def _write_down_that_seen(token: str) -> None:
    """Keep the sign-in from ending; when the database is busy, the next request does it."""
    try:
        with runtime().database.writing() as database:
            signin.touch(database, token, now=database_now(database))
    except Busy:
        pass
