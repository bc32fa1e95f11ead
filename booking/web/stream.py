"""GET /live: tells open pages of those who work here that something changed. What changed, they read themselves."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, ServiceUnavailable

from booking.accounts import signin
from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.db import database_now
from booking.ids import token_hash
from booking.live.hub import PER_BROWSER, Full, Hub, Stream
from booking.live.listening import Listener
from booking.live.marks import mark, position_of
from booking.live.news import Topic, merged
from booking.live.reading import last_position, read_after
from booking.runtime import Runtime
from booking.web.access import allow, current_actor, runtime, signed_in
from booking.web.actors import COOKIE_KEY, LIVE_PATH, is_by_itself

EXTENSION = "treffpunkt.live"
COME_BACK_MS = 2000
RETRY_AFTER = 30
MOST_MISSED = 20  # events that are looked up one by one for who comes back; of more everything may be another

pages = Blueprint("live", __name__)

Days = Mapping[Topic, frozenset[date]]


@dataclass(frozen=True)
class Pace:
    """Seconds: between two signs of life (with them, whether somebody is still signed in), and of a whole stream."""

    sign_of_life: float = 15
    longest: float = 600


class Live:
    """What /live needs besides the runtime: this process's streams, at most half as many as it has threads."""

    def __init__(self, own: Runtime) -> None:
        self.hub = Hub(own.settings.web_threads // 2)
        self.listener = Listener(own.database, self.hub)
        self.pace = Pace()


def install_live(app: Flask) -> None:
    """Add the stream and what pages need for it. To be called after `find_actor` was put before each request."""
    app.before_request(_remember_how_far)
    app.after_request(_leave_the_session)
    app.context_processor(lambda: {"live_mark": live_mark, "live_now": live_now})
    app.register_blueprint(pages)


def start_live(app: Flask, own: Runtime) -> None:
    """Begin with no stream and nothing heard."""
    app.extensions[EXTENSION] = Live(own)


def live_of(app: Flask) -> Live:
    """The live views of this app."""
    found: Live = app.extensions[EXTENSION]
    return found


def live_mark() -> str:
    """For a page: how far the event table was when its making began."""
    return mark(runtime().vault, g.live_position) if "live_position" in g else ""


def live_now() -> datetime:
    """For a page: when it was made."""
    return runtime().clock.now()


@pages.get(LIVE_PATH)
@allow(*Role)
def stream() -> Response:
    """Server-sent events, one for each topic: `plan 2026-11-24`, or `plan` alone for any day.

    With `shared` in the address all tabs of the browser hear this one, and it ends those before it. Raises
    ServiceUnavailable when half of the threads are streaming already.
    """
    live, actor, token = live_of(current_app), signed_in(), str(session[COOKIE_KEY])
    try:
        at_most = 1 if "shared" in request.args else PER_BROWSER
        opened = live.listener.open(actor, token_hash(token), _wanted(), at_most=at_most)
    except Full as full:
        raise ServiceUnavailable(retry_after=RETRY_AFTER) from full
    try:
        missed = _missed(opened, request.headers.get("Last-Event-ID") or request.args.get("since"))
    except BaseException:
        live.hub.leave(opened)
        raise
    response = Response(_told(runtime(), live.pace, opened, missed, token), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: live.hub.leave(opened))
    return response


def _wanted() -> frozenset[Topic]:
    """The topics in the address; all without any. Raises BadRequest when none of them is one of ours."""
    names = {name for name in request.args.get("topics", "").split(",") if name}
    wanted = frozenset(topic for topic in Topic if not names or topic in names)
    if not wanted:
        raise BadRequest
    return wanted


def _missed(opened: Stream, since: str | None) -> Days:
    """What happened since the browser last heard of us; after a while everything may be another."""
    if not since:
        return {}
    position = position_of(runtime().vault, since)
    if position is not None:
        with runtime().database.reading() as database:
            page = read_after(database, position, until=opened.position, most=MOST_MISSED)
        if not page.more:
            return merged(each for each in page.news if opened.hears(each))
    return {topic: frozenset() for topic in opened.topics}


def _told(own: Runtime, pace: Pace, opened: Stream, missed: Days, token: str) -> Iterator[str]:
    """The stream itself. Nothing of the request is needed any more, and no connection of the database is kept."""
    began = alive = time.monotonic()
    yield f"retry: {COME_BACK_MS}\n\n" + _blocks(missed, mark(own.vault, opened.position))
    while time.monotonic() - began < pace.longest:
        days, position = opened.take(pace.sign_of_life)
        if opened.closed:
            break
        if time.monotonic() - alive >= pace.sign_of_life:
            if not _is_still(own, token, opened.actor):
                return
            alive = time.monotonic()
        yield _blocks(days, mark(own.vault, position))
    if opened.replaced:
        yield "event: replaced\ndata: replaced\n\n"


def _blocks(days: Days, here: str) -> str:
    """One message for each topic; without any, a sign of life that the page does not see. Both carry the mark."""
    told = [f"data: {' '.join([topic, *sorted(map(str, found))])}\n" for topic, found in days.items()]
    return "".join(f"id: {here}\n{each}\n" for each in told or [": \n"])


def _is_still(own: Runtime, token: str, actor: Actor) -> bool:
    """Whether this browser is signed in as before; not, while the database cannot say so."""
    try:
        with own.database.reading() as database:
            found = signin.current(database, token, now=database_now(database))
            return found is not None and Actor.of(found.account) == actor
    except SQLAlchemyError:
        return False


def _remember_how_far() -> None:
    """Before a page is made: what happens while it is made is told to it afterwards."""
    if request.method == "GET" and current_actor() is not None and request.endpoint != "static":
        with runtime().database.reading() as database:
            g.live_position = last_position(database)


def _leave_the_session(response: Response) -> Response:
    """A page that reads itself anew takes away no message that waits for the person."""
    if is_by_itself():
        session.modified = False
    return response


def close_live(app: Flask) -> Any:
    """End the listener and all streams of the app."""
    live_of(app).listener.stop()
