"""POST /ich/termin/<id>: what became of an appointment, and taking back a slip of the hand the same day."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.appointments.changes import attend
from booking.appointments.finding import of_actor
from booking.appointments.models import ATTENDED, Appointment, Status
from booking.errors import NotAllowedNow
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.agenda import Look
from booking.web.forms.reading import typed
from booking.web.frame import see
from booking.web.pages.agenda.week import DONE
from booking.web.views.agenda import attended_text

EARLY = timedelta(hours=1)

pages = Blueprint("agenda_attending", __name__)


@pages.post("/ich/termin/<token:appointment_id>")
@allow(Role.ADVISER, Role.LEAD)
def say(appointment_id: str) -> AnyResponse:
    wanted = typed(request.form, "status")["status"]
    if wanted not in {step.value for step in ATTENDED}:
        return error_page(400)
    status, now = Status(wanted), runtime().clock.now()
    with runtime().database.writing() as database:
        appointment = of_actor(database, signed_in(), appointment_id, for_change=True)
        if _comes_later(appointment, now) or _was_said_before_today(appointment, now):
            raise NotAllowedNow(status, appointment.status)
        attend(database, appointment, status, now=now)
    session[DONE] = attended_text(status)
    return see(Look.typed(request.form).url)


def _comes_later(appointment: Appointment, now: datetime) -> bool:
    return wall_day(appointment.starts_at) > wall_day(now + EARLY)


def _was_said_before_today(appointment: Appointment, now: datetime) -> bool:
    said = appointment.attended_at
    return said is not None and wall_day(said) < wall_day(now)
