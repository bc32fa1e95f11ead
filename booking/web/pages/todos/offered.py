"""/aufgabe/<id>/andere-zeit: answering for somebody on the phone whose appointment cannot take place."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.finding import by_id as appointment_by_id
from booking.appointments.models import Appointment
from booking.disruptions.answering import decline
from booking.disruptions.finding import latest_offer
from booking.errors import NotAllowedNow, NotFound
from booking.todos.seeing import by_id
from booking.todos.working import finish, tell
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.pages.appointments.manage import RESIDENT
from booking.web.pages.appointments.replaced import TOO_LATE, take_choice
from booking.web.pages.todos.listing import WHO
from booking.web.views.replacements import unsettled_view
from booking.web.views.tickets import hold_view
from booking.web.views.todos import appointment_facts

NEWS = "offered_news"
TAKEN, DECLINED, OVER = "taken", "declined", "over"
REACHED = "reached"

pages = Blueprint("todo_offered", __name__)


@pages.get("/aufgabe/<token:todo_id>/andere-zeit")
@allow(*WHO)
def look(todo_id: str) -> Response:
    """The times that are held, with a neutral sentence to say; or how it stands now."""
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        appointment = _appointment(database, todo_id)
        return page(
            "todos/offered.html",
            todo_id=todo_id,
            facts=appointment_facts(appointment, signed_in()),
            appointment=appointment,
            unsettled=unsettled_view(database, appointment, now=now),
            stands=hold_view(appointment) if appointment.is_coming else None,
            news=session.pop(NEWS, ""),
        )


@pages.post("/aufgabe/<token:todo_id>/andere-zeit")
@allow(*WHO)
def answer(todo_id: str) -> AnyResponse:
    """Whoever is called decides, so it counts as their own answer; the to-do is done with it."""
    sent = typed(request.form, "choice", "answer")
    if not sent["choice"] and sent["answer"] != DECLINED:
        return error_page(400)
    try:
        with runtime().database.writing() as database:
            _answer(database, _appointment(database, todo_id, for_change=True), sent["choice"])
    except TOO_LATE:
        session[NEWS] = OVER
        return see(f"/aufgabe/{todo_id}/andere-zeit")
    _finish(todo_id)
    session[NEWS] = TAKEN if sent["choice"] else DECLINED
    return see(f"/aufgabe/{todo_id}/andere-zeit")


def _appointment(database: Session, todo_id: str, *, for_change: bool = False) -> Appointment:
    """The appointment of a to-do that the actor may see. Raises NotFound."""
    todo = by_id(database, signed_in(), todo_id)
    return appointment_by_id(database, todo.appointment_id or "", for_change=for_change)


def _answer(database: Session, appointment: Appointment, choice: str) -> None:
    desk = runtime().desk()
    if choice:
        take_choice(database, desk, appointment, choice)
        return
    offer = latest_offer(database, appointment.id)
    if offer is None:
        raise NotAllowedNow("decline", "not offered")
    decline(database, desk, offer, by=RESIDENT)


def _finish(todo_id: str) -> None:
    """In a transaction of its own: reactions lock to-dos before times, an answer would lock them after."""
    now = runtime().clock.now()
    with runtime().database.writing() as database:
        try:
            todo = by_id(database, signed_in(), todo_id, for_change=True)
        except NotFound:  # whoever took it over meanwhile may have left it to others
            return
        if todo.is_open:
            finish(todo, REACHED, now=now)
            tell(database, todo, now=now)
