"""Contact data of one's own appointments: shown, searched and printed by POST, so that no address tells a name.

Whoever reads the contact of a sensitive offer is written down (rule L-66).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.accounts.models import Role
from booking.accounts.people import same_name
from booking.accounts.readings import write_down
from booking.appointments.models import Appointment
from booking.ids import typed_code
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.agenda import TODAY, Look, asked_contacts, query_of
from booking.web.frame import page
from booking.web.pages.agenda.week import Found, is_open, today, week_page, within_reach
from booking.web.pages.appointments.manage import known_contact
from booking.web.views.agenda import row

WHO = (Role.ADVISER, Role.LEAD)
BEGINNING = 3  # signs of a code that are enough to search for it

pages = Blueprint("agenda_contacts", __name__)


@pages.post("/ich/kontakt")
@allow(*WHO)
def show() -> Response:
    look, asked = Look.typed(request.form), asked_contacts(request.form)
    with runtime().database.writing() as database:
        appointments = within_reach(database, look)
        shown = {each.id for each in appointments if each.id in asked or (TODAY in asked and _is_today(each))}
        _write_down(database, appointments, shown, why="contact")
        return week_page(database, look, appointments, shown=shown)


@pages.post("/ich/suchen")
@allow(*WHO)
def search() -> Response:
    look, query = Look.typed(request.form), query_of(request.form)
    with runtime().database.writing() as database:
        appointments = within_reach(database, look)
        by_name = {each.id for each in appointments if query and same_name(known_contact(each), query)}
        found = Found(query, by_name | {each.id for each in appointments if _has_code(each, query)})
        _write_down(database, appointments, by_name, why="search")
        return week_page(database, look, appointments, shown=by_name, found=found)


@pages.post("/ich/liste")
@allow(*WHO)
def to_print() -> Response:
    look, now = Look.typed(request.form), runtime().clock.now()
    with runtime().database.writing() as database:
        appointments = [each for each in within_reach(database, look) if _is_today(each)]
        _write_down(database, appointments, {each.id for each in appointments}, why="list")
        rows = [row(each, known_contact(each), now) for each in appointments]
    return page("agenda/list.html", rows=rows, today_date=today(), now=now, back=look.url)


def _write_down(
    database: Session, appointments: Sequence[Appointment], shown: Collection[str], *, why: str
) -> None:
    """Those of `shown` that would be closed otherwise."""
    people = [each.person for each in appointments if each.id in shown and not is_open(each, ())]
    write_down(database, signed_in(), people, why=why, now=runtime().clock.now())


def _is_today(appointment: Appointment) -> bool:
    return wall_day(appointment.starts_at) == today()


def _has_code(appointment: Appointment, query: str) -> bool:
    code = typed_code(query)
    return len(code) >= BEGINNING and appointment.code.startswith(code)
