"""/planer: the plan of the house, a day or a week, for everybody who works here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, Response, request

from booking.accounts.models import Role
from booking.errors import NotFound
from booking.house.models import Room
from booking.reservations.plan import AHEAD, Plan, read_plan
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import day_of, typed
from booking.web.frame import page
from booking.web.views.planner import (
    day_plan,
    days_shown,
    free_times,
    may_reserve,
    week_of_room,
    week_of_rooms,
)

WEEK = 7

pages = Blueprint("planner", __name__)


@pages.get("/planer")
@allow(*Role)
def day() -> Response:
    now = runtime().clock.now()
    wanted = _wanted_day(now)
    actor = signed_in()
    with runtime().database.reading() as session:
        return page(
            "house/planner_day.html",
            day=wanted,
            today=wall_day(now),
            before=wanted - timedelta(days=1),
            after=wanted + timedelta(days=1),
            until=wanted + AHEAD,
            now=now,
            plan=day_plan(actor, read_plan(session, wanted, 1, now=now)),
            may_reserve=may_reserve(actor),
        )


@pages.get("/planer/woche")
@allow(*Role)
def week() -> Response:
    now = runtime().clock.now()
    wanted = _wanted_day(now)
    monday = wanted - timedelta(days=wanted.weekday())
    actor = signed_in()
    with runtime().database.reading() as session:
        plan = read_plan(session, monday, WEEK, now=now)
        room = _wanted_room(plan)
        days = days_shown(plan)
        return page(
            "house/planner_week.html",
            days=days,
            today=wall_day(now),
            day=wanted,
            before=monday - timedelta(days=WEEK),
            after=monday + timedelta(days=WEEK),
            now=now,
            room=room,
            rooms=plan.rows(),
            rows=week_of_room(actor, plan, room, days) if room else week_of_rooms(actor, plan, days),
            free=free_times(actor, plan, room, days) if room else None,
            may_reserve=may_reserve(actor),
        )


def _wanted_day(now: datetime) -> date:
    """The day in the address, or today."""
    return day_of(typed(request.args, "tag")["tag"]) or wall_day(now)


def _wanted_room(plan: Plan) -> Room | None:
    """The one room in the address, or None for all. Raises NotFound."""
    slug = typed(request.args, "raum")["raum"]
    if not slug:
        return None
    found = next((room for room in plan.rooms if room.slug == slug), None)
    if found is None:
        raise NotFound("room")
    return found
