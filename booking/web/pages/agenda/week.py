"""GET /ich: today, the days ahead, and the to-dos of somebody who advises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session

from booking.accounts.models import Role
from booking.appointments.days_ahead import advisers_of, dates_of, hours_of
from booking.appointments.finding import of_adviser
from booking.appointments.handing_over import has_team
from booking.appointments.models import Appointment
from booking.offers.models import Adviser
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day
from booking.todos.listing import Filter, Which, count_open, find
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.agenda import Look
from booking.web.frame import page
from booking.web.pages.appointments.manage import known_contact
from booking.web.views.agenda import Row, row
from booking.web.views.my_days import by_day, in_pages, lines_of
from booking.web.views.open_doors import doors_of
from booking.web.views.progress import refused_jobs
from booking.web.views.todos import TodoRow, todo_rows

DAYS = 14
DONE = "done"
TODOS = 5

pages = Blueprint("agenda", __name__)


@dataclass(frozen=True)
class Found:
    """What was searched for, and which appointments it is."""

    query: str
    ids: Collection[str]


@pages.get("/ich")
@allow(Role.ADVISER, Role.LEAD)
def mine() -> Response:
    with runtime().database.reading() as database:
        look = Look.typed(request.args)
        return week_page(database, look, within_reach(database, look))


def within_reach(database: Session, look: Look) -> Sequence[Appointment]:
    """The appointments of these days that somebody sees here, by start; search and lists know no others."""
    found = of_adviser(database, signed_in(), today(), DAYS + 1)
    return [each for each in found if look.adviser_id in (None, each.adviser_id)]


def week_page(
    database: Session,
    look: Look,
    appointments: Sequence[Appointment],
    *,
    shown: Collection[str] = (),
    found: Found | None = None,
) -> Response:
    """The page; contacts of sensitive offers only of the appointments in `shown`."""
    team = has_team(database, signed_in().provider_id)
    rows = [_row(each, shown, has_team=team) for each in appointments]
    return page("agenda/week.html", **_days(database, look, rows, found), **_around(database, look, shown))


def today() -> date:
    return wall_day(runtime().clock.now())


def is_open(appointment: Appointment, shown: Collection[str]) -> bool:
    """Whether its contact is read without asking."""
    return not appointment.offer.sensitive or appointment.id in shown


def _row(appointment: Appointment, shown: Collection[str], *, has_team: bool) -> Row:
    contact = known_contact(appointment) if is_open(appointment, shown) else None
    return row(appointment, contact, runtime().clock.now(), has_team=has_team)


def _days(database: Session, look: Look, rows: list[Row], found: Found | None) -> dict[str, Any]:
    day, chosen = today(), _chosen(database, look)
    span = Interval(day_bounds(day).start, day_bounds(day + timedelta(days=DAYS)).end)
    # Whose rooms they are is known by account, not by adviser: one adviser's days show Sprechstunden only.
    dates = dates_of(database, signed_in(), span) if look.adviser_id is None else []
    days = by_day(rows, lines_of(hours_of(database, chosen, span), dates))
    ahead = in_pages(each for each in days if each.date != day)
    number = min(look.page, len(ahead))
    now_or_never = next((each for each in days if each.date == day), None)
    return {
        "today_date": day,
        "last_date": day + timedelta(days=DAYS),
        "today": now_or_never.rows if now_or_never else [],
        "today_lines": now_or_never.lines if now_or_never else [],
        "upcoming": ahead[number - 1],
        "page_number": number,
        "page_count": len(ahead),
        "before": Look(look.adviser_id, number - 1).url if number > 1 else "",
        "after": Look(look.adviser_id, number + 1).url if number < len(ahead) else "",
        "query": found.query if found else "",
        "results": [each for each in rows if each.id in found.ids] if found else [],
    }


def _around(database: Session, look: Look, shown: Collection[str]) -> dict[str, Any]:
    advisers = advisers_of(database, signed_in())
    return {
        "look": look,
        "shown": sorted(shown),
        "advisers": [(str(each.id), each.name) for each in advisers] if len(advisers) > 1 else [],
        "todos": _todos(database),
        "open_todos": count_open(database, signed_in()),
        "jobs": refused_jobs(database, signed_in()),
        "doors": doors_of(database, signed_in(), runtime().clock.now()),
        "done": session.pop(DONE, None),
    }


def _chosen(database: Session, look: Look) -> list[Adviser]:
    return [each for each in advisers_of(database, signed_in()) if look.adviser_id in (None, each.id)]


def _todos(database: Session) -> list[TodoRow]:
    """The most urgent ones: first those taken by oneself, then those of one's provider that nobody has."""
    actor = signed_in()
    own = find(database, actor, Filter(which=Which.MINE)).todos
    free = [each for each in find(database, actor, Filter()).todos if each.owner_id is None]
    return todo_rows([*own, *free][:TODOS], actor, runtime().clock.now())
