"""Leaving a computer that others use too: nothing of this person stays on it."""

from __future__ import annotations

from flask import Blueprint, session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.links import close_short_links
from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.actors import COOKIE_KEY
from booking.web.frame import see
from booking.web.limits import browser

LEFT = "left"
BY_CODE = "came_by_code"

pages = Blueprint("leaving", __name__)


@pages.post("/fertig")
@allow()
def leave() -> AnyResponse:
    """A held time goes back with everything typed, a booked one stays; whoever is signed in stays so.

    Links that number and name opened end, so that nobody goes back to them.
    """
    with runtime().database.writing() as database:
        close_short_links(database, session.get(BY_CODE, ""))
        draft.drop(database, browser(), now=runtime().clock.now())
    for name in set(session) - {COOKIE_KEY}:
        session.pop(name)
    session[LEFT] = True
    return see("/")
