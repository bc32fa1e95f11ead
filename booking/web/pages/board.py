"""/tafel: the board in the lobby. It needs nobody, no script and no token, and says how old it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from booking.appointments.taking_place import read_house_days
from booking.desk.waiting_times import waiting_today
from booking.house.today import closed_all_day
from booking.printing.qr import qr_code
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.language import localized
from booking.web.recently import read_recently
from booking.web.views.board import board as board_view
from booking.web.views.board import greetings
from booking.web.views.doors import next_open_door
from booking.web.views.notices import notices

REFRESH_SECONDS = 60
STALE_MINUTES = 10

pages = Blueprint("board", __name__)


@pages.get("/tafel")
@allow()
def board() -> Response:
    twin = runtime().settings.base_url + localized("/heute")
    return page(
        "board/board.html",
        **read_recently("board", _words),
        greetings=greetings(),
        twin=twin.partition("://")[2],
        qr=qr_code(twin),
        refresh_seconds=REFRESH_SECONDS,
        stale_minutes=STALE_MINUTES,
    )


def _words(session: Session, now: datetime) -> dict[str, Any]:
    today = wall_day(now)
    days = read_house_days(session, today, 1, now=now)
    waiting = {each.hours.id: each.minutes for each in waiting_today(session, now)}
    return {
        "today_date": today,
        "now": now,
        "board": board_view(days, waiting),
        "notices": notices(days, today),
        "closed_text": closed_all_day(session, today),
        "next_open": next_open_door(session, now),
    }
