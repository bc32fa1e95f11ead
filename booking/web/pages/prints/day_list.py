"""/tagesliste: what the caretaker has to set up, on the phone and on paper. No persons."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response

from booking.accounts.models import Role
from booking.appointments.taking_place import read_house_days
from booking.house.settings import facts_of
from booking.printing.day_list import DayList
from booking.printing.day_list import day_list as day_list_of
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.pages.prints.asked import as_pdf, asked_day

ROLES = (Role.STAFF, Role.ADMIN, Role.CARETAKER)

pages = Blueprint("print_day_list", __name__)


@pages.get("/tagesliste")
@allow(*ROLES)
def show() -> Response:
    now = runtime().clock.now()
    day = asked_day(now)
    return page(
        "prints/day_list.html",
        list=_list(now),
        day=day,
        today=wall_day(now),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
    )


@pages.get("/tagesliste.pdf")
@allow(*ROLES)
def to_keep() -> Response:
    now = runtime().clock.now()
    return as_pdf(_list(now).as_pdf(at=now), f"tagesliste-{asked_day(now)}")


def _list(now: datetime) -> DayList:
    with runtime().database.reading() as session:
        days = read_house_days(session, asked_day(now), 1, now=now)
        return day_list_of(days, current_language(), facts_of(session))
