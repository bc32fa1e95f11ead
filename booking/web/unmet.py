"""Counting pages without a free time: a count like that of a server's log, of the page and not of the person.

A GET that counts changes nothing that anybody would notice, and this is the only one that does. The mark of what
was counted today stays in the browser's own cookie, so a page that is looked at often counts once. A first visit
has no cookie yet and counts too, or most demand would never be seen; a cap per network keeps out programs that
throw their cookies away. HEAD and pages that a browser fetches ahead count nothing.
"""

from __future__ import annotations

from datetime import date

from flask import request, session
from werkzeug.exceptions import TooManyRequests

from booking.appointments.demand import count_unmet
from booking.errors import Busy
from booking.scheduling.walltime import wall_day
from booking.web.access import runtime
from booking.web.limits import UNMET, count, network

MARK = "unmet"


def count_page(offer_id: int, reason: str) -> None:
    """One more who found no time; once per browser, offer and day. It never stands in the way of the page."""
    today = wall_day(runtime().clock.now())
    seen = _seen_on(today)
    if request.method != "GET" or "Sec-Purpose" in request.headers or offer_id in seen:
        return
    session[MARK] = [today.isoformat(), *seen, offer_id]
    try:
        count(UNMET, network())
        with runtime().database.writing() as database:
            count_unmet(database, today, offer_id, reason)
    except (TooManyRequests, Busy):
        return


def _seen_on(today: date) -> list[int]:
    """The offers that this browser has been counted for already."""
    mark = session.get(MARK)
    if not isinstance(mark, list) or mark[:1] != [today.isoformat()]:
        return []
    return [each for each in mark[1:] if isinstance(each, int)]
