"""What happens in the house today: the lobby board's readable twin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app
from sqlalchemy.orm import Session

from booking.appointments.taking_place import read_house_days
from booking.desk.waiting_times import waiting_today
from booking.house.today import closed_all_day
from booking.scheduling.walltime import wall_day
from booking.web.access import allow
from booking.web.frame import page
from booking.web.recently import read_recently
from booking.web.views.doors import doors_today, next_open_door
from booking.web.views.notices import notices
from booking.web.views.today import rooms_today, rows_today

pages = Blueprint("house", __name__)


@pages.get("/heute")
@allow()
def today() -> Response:
    return page("house/today.html", **read_recently("today", _words))


def _words(session: Session, now: datetime) -> dict[str, Any]:
    day = wall_day(now)
    days = read_house_days(session, day, 1, now=now)
    waiting = {each.hours.id: each.minutes for each in waiting_today(session, now)}
    closed_text = closed_all_day(session, day)
    return {
        "today_date": day,
        "now": now,
        "today": rows_today(days, waiting, doors_today(session, now, only_open=False)),
        "rooms": [] if closed_text else rooms_today(days),
        "notices": [] if closed_text else notices(days, day),
        "closed_text": closed_text,
        "next_open": next_open_door(session, now),
    }


@pages.get("/robots.txt")
@allow()
def robots() -> Response:
    return current_app.send_static_file("robots.txt")


@pages.get("/favicon.ico")
@allow()
def favicon() -> Response:
    """The mark, for browsers that ask here without looking at the page."""
    return current_app.send_static_file("mark.svg")
