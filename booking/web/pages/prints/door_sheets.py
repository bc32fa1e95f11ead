"""/drucken/tuerschilder: a page for each door with its week, or for one door."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, Response, request

from booking.accounts.models import Role
from booking.appointments.happenings import HouseDays
from booking.appointments.taking_place import read_house_days
from booking.errors import NotFound
from booking.house.models import Room
from booking.house.settings import facts_of
from booking.printing.door_sheets import DoorSheets
from booking.printing.door_sheets import door_sheets as sheets_of
from booking.web.access import allow, runtime
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.pages.prints.asked import as_pdf, asked_day

WEEK = 7
ROLES = (Role.STAFF, Role.ADMIN, Role.CARETAKER)

pages = Blueprint("print_door_sheets", __name__)


@pages.get("/drucken/tuerschilder")
@allow(*ROLES)
def show() -> Response:
    now = runtime().clock.now()
    return page(
        "prints/door_sheets.html",
        prints=_sheets(now),
        day=asked_day(now),
        query=request.query_string.decode("ascii", "ignore"),
    )


@pages.get("/drucken/tuerschilder.pdf")
@allow(*ROLES)
def to_keep() -> Response:
    now = runtime().clock.now()
    return as_pdf(_sheets(now).as_pdf(at=now), f"tuerschilder-{_monday(now)}")


def _sheets(now: datetime) -> DoorSheets:
    with runtime().database.reading() as session:
        days = read_house_days(session, _monday(now), WEEK, now=now)
        address = f"{runtime().settings.base_url}/heute"
        return sheets_of(days, _rooms(days), current_language(), facts_of(session), address)


def _monday(now: datetime) -> date:
    day = asked_day(now)
    return day - timedelta(days=day.weekday())


def _rooms(days: HouseDays) -> list[Room]:
    """The room in the address, else every room of the house that is in the plan. Raises NotFound."""
    slug = typed(request.args, "raum")["raum"]
    if slug:
        found = [each for each in days.plan.rooms if each.slug == slug]
    else:
        found = [each for each in days.plan.rows() if each.part_of_id is None]
    if not found:
        raise NotFound("room")
    return found
