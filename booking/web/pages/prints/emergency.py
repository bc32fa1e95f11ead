"""/drucken/notfall: the house's list for the day the internet is down. Numbers, no names."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response

from booking.accounts.models import Role
from booking.appointments.of_the_day import of_the_day
from booking.appointments.taking_place import read_house_days
from booking.house.settings import facts_of
from booking.printing.emergency import EmergencyList, emergency_list
from booking.web.access import allow, runtime
from booking.web.frame import page
from booking.web.language import current_language
from booking.web.pages.prints.asked import as_pdf, asked_day

ROLES = (Role.STAFF, Role.ADMIN)

pages = Blueprint("print_emergency", __name__)


@pages.get("/drucken/notfall")
@allow(*ROLES)
def show() -> Response:
    now = runtime().clock.now()
    return page("prints/emergency.html", list=_list(now), day=asked_day(now))


@pages.get("/drucken/notfall.pdf")
@allow(*ROLES)
def to_keep() -> Response:
    now = runtime().clock.now()
    return as_pdf(_list(now).as_pdf(at=now), f"notfall-{asked_day(now)}")


def _list(now: datetime) -> EmergencyList:
    day = asked_day(now)
    with runtime().database.reading() as session:
        days = read_house_days(session, day, 1, now=now)
        return emergency_list(days, of_the_day(session, day), current_language(), facts_of(session))
