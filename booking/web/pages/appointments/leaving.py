"""Leaving a computer that others use too: nothing of this person stays on it."""

from __future__ import annotations

from flask import Blueprint, session
from werkzeug.wrappers import Response as AnyResponse

from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.actors import COOKIE_KEY
from booking.web.frame import see
from booking.web.limits import browser

LEFT = "left"

pages = Blueprint("leaving", __name__)


@pages.post("/fertig")
@allow()
def leave() -> AnyResponse:
    """A held time goes back with everything typed, a booked one stays; whoever is signed in stays so."""
    with runtime().database.writing() as database:
        draft.drop(database, browser(), now=runtime().clock.now())
    for name in set(session) - {COOKIE_KEY}:
        session.pop(name)
    session[LEFT] = True
    return see("/")
