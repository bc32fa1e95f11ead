"""/ich/termin/<id>/uebergeben: what colleagues have free, and giving them the appointment.

Another time is asked about once more, at the same address with `wahl`; the same time is given at once.
"""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.appointments.finding import of_actor
from booking.appointments.handing_over import (
    ChangedMeanwhile,
    hand_over,
    handed_over,
    may_be_handed_over,
    ways,
)
from booking.appointments.models import Appointment
from booking.errors import NotAllowedNow, NotFound, SlotTaken, SlotUnknown
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.handing_over import Choice
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.agenda.week import DONE, is_open
from booking.web.pages.appointments.manage import known_contact
from booking.web.views.agenda import row
from booking.web.views.handing_over import ways_view

pages = Blueprint("agenda_handing_over", __name__)


@pages.get("/ich/termin/<token:appointment_id>/uebergeben")
@allow(Role.ADVISER, Role.LEAD)
def look(appointment_id: str) -> Response:
    with runtime().database.reading() as database:
        appointment = of_actor(database, signed_in(), appointment_id)
        if not may_be_handed_over(appointment, runtime().clock.now()):
            raise NotAllowedNow("hand over", appointment.status)
        return _preview(database, appointment, chosen=Choice.typed(request.args))


@pages.post("/ich/termin/<token:appointment_id>/uebergeben")
@allow(Role.ADVISER, Role.LEAD)
def give(appointment_id: str) -> AnyResponse:
    choice = Choice.typed(request.form)
    if choice is None or choice.sequence is None:
        return error_page(400)
    try:
        with runtime().database.writing() as database:
            appointment = of_actor(database, signed_in(), appointment_id, for_change=True)
            hand_over(
                database,
                runtime().desk(),
                appointment,
                adviser_id=choice.adviser_id,
                start=choice.start,
                sequence=choice.sequence,
            )
            return _given(appointment)
    except NotFound:
        return _given_before(appointment_id, choice)
    except ChangedMeanwhile:
        return _again(appointment_id, why="changed")
    except (SlotTaken, SlotUnknown):
        return _again(appointment_id, why="lost")


def _given(appointment: Appointment) -> AnyResponse:
    session[DONE] = _("Der Termin ist jetzt bei %(name)s.", name=appointment.adviser.name)
    return see("/ich")


def _given_before(appointment_id: str, choice: Choice) -> AnyResponse:
    """Who presses twice does not see the appointment any more; the second answer is the same as the first."""
    with runtime().database.reading() as database:
        found = handed_over(
            database,
            signed_in().provider_id,
            appointment_id,
            adviser_id=choice.adviser_id,
            start=choice.start,
        )
        return _given(found) if found is not None else error_page(404)


def _again(appointment_id: str, *, why: str) -> Response:
    """Somebody was faster: nothing changed, where the appointment is now, and what else is free."""
    with runtime().database.reading() as database:
        try:
            return _preview(database, of_actor(database, signed_in(), appointment_id), why=why)
        except NotFound:
            return error_page(404)


def _preview(
    database: Session, appointment: Appointment, *, why: str = "", chosen: Choice | None = None
) -> Response:
    """What is free; with a choice that still is, only that one, to be pressed once more."""
    desk = runtime().desk()
    contact = known_contact(appointment)
    shown = contact if is_open(appointment, ()) else None
    found = ways_view(ways(database, desk, appointment))
    wanted = (chosen.adviser_id, chosen.start) if chosen else None
    way = next((each for each in found.all if (each.adviser_id, each.start) == wanted), None)
    if wanted is not None and way is None:
        why = "lost"
    return page(
        "agenda/hand_over.html",
        409 if why else 200,
        row=row(appointment, shown, desk.now),
        stand=appointment.sequence,
        ways=found,
        way=way,
        by_mail=bool(contact.email),
        why=why,
    )
