"""/ich: an adviser's appointments today and in the next two weeks, and what became of them."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.appointments.changes import attend
from booking.appointments.finding import of_actor, of_adviser
from booking.appointments.models import ATTENDED, Status
from booking.errors import NotAllowedNow
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.pages.appointments.manage import known_contact
from booking.web.views.agenda import attended_text, by_day, row

DAYS = 14
DONE = "done"

pages = Blueprint("agenda", __name__)


@pages.get("/ich")
@allow(Role.ADVISER, Role.LEAD)
def mine() -> Response:
    today = wall_day(runtime().clock.now())
    with runtime().database.reading() as database:
        rows = [row(each, known_contact(each)) for each in of_adviser(database, signed_in(), today, DAYS + 1)]
    now_or_later = [each for each in rows if wall_day(each.start) != today]
    return page(
        "appointments/today.html",
        today_date=today,
        today=[each for each in rows if wall_day(each.start) == today],
        upcoming=by_day(now_or_later),
        done=session.pop(DONE, None),
    )


@pages.post("/ich/termin/<token:appointment_id>")
@allow(Role.ADVISER, Role.LEAD)
def say(appointment_id: str) -> AnyResponse:
    wanted = typed(request.form, "status")["status"]
    if wanted not in {step.value for step in ATTENDED}:
        return error_page(400)
    status, now = Status(wanted), runtime().clock.now()
    with runtime().database.writing() as database:
        appointment = of_actor(database, signed_in(), appointment_id)
        if wall_day(appointment.starts_at) > wall_day(now + timedelta(hours=1)):
            raise NotAllowedNow(status, appointment.status)
        attend(database, appointment, status, now=now)
    session[DONE] = attended_text(status)
    return see("/ich")
