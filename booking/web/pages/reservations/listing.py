"""/reservierungen: what is reserved and still to come, the next dates first."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from flask import Blueprint, Response, request

from booking.accounts.access import HOUSE_ROLES
from booking.reservations.finding import count_of_actor, of_actor
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.reservations.changing import ROLES
from booking.web.views.reservations import ReservationRow, reservation_row

ON_A_PAGE = 50
MOST_PAGES = 1000

pages = Blueprint("reservation_list", __name__)


@pages.get("/reservierungen")
@allow(*ROLES)
def look() -> Response:
    actor, now = signed_in(), runtime().clock.now()
    number = _number(typed(request.args, "seite")["seite"])
    first = (number - 1) * ON_A_PAGE
    with runtime().database.reading() as database:
        count = count_of_actor(database, actor, now=now)
        found = of_actor(database, actor, now=now, skip=first, most=ON_A_PAGE)
        rows = [reservation_row(each, actor, now) for each in found]
    return page(
        "reservations/list.html",
        groups=_groups(rows),
        count=count,
        by_house=actor.role in HOUSE_ROLES,
        earlier=number - 1,
        later=number + 1 if count > first + ON_A_PAGE else 0,
    )


def _groups(rows: list[ReservationRow]) -> list[tuple[str, list[ReservationRow]]]:
    """By the week of each one's next date: this, the next, a later one."""
    today = wall_day(runtime().clock.now())
    monday = today - timedelta(days=today.weekday())

    def week_of(row: ReservationRow) -> str:
        weeks = (wall_day(row.start) - monday).days // 7
        return [_("Diese Woche"), _("Nächste Woche"), _("Später")][min(max(weeks, 0), 2)]

    return [(name, list(group)) for name, group in groupby(rows, week_of)]


def _number(text: str) -> int:
    """A page's number; the first one for anything that is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 1
    return min(max(number, 1), MOST_PAGES)
