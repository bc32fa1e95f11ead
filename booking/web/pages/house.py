"""What happens in the house today: the lobby board's readable twin."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from booking.house.today import closed_all_day
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.views.doors import doors_today, next_open_door

pages = Blueprint("house", __name__)


@pages.get("/heute")
@allow()
def today() -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as session:
        return page(
            "house/today.html",
            today_date=wall_day(now),
            now=now,
            today=doors_today(session, now, only_open=False),
            closed_text=closed_all_day(session, wall_day(now)),
            next_open=next_open_door(session, now),
        )


@pages.get("/robots.txt")
@allow()
def robots() -> Response:
    return current_app.send_static_file("robots.txt")


@pages.get("/favicon.ico")
@allow()
def favicon() -> Response:
    """The mark, for browsers that ask here without looking at the page."""
    return current_app.send_static_file("mark.svg")
