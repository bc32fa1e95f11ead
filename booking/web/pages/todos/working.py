"""What staff do with a to-do: take it, give it back, hand it over, try again, finish."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.models import Appointment
from booking.disruptions.answering import choices_of, open_replacement
from booking.disruptions.models import Replacement
from booking.errors import NotAllowedNow, NotFound
from booking.house.workdays import noon_of_working_day
from booking.todos.models import Kind, Todo
from booking.todos.reaching import way_of
from booking.todos.seeing import by_id
from booking.todos.working import finish, give_back, hand_over, take, tell, try_again
from booking.waiting.deadlines import TO_CALL
from booking.waiting.models import WaitingEntry
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.forms.todos import CALLED, outcome_of
from booking.web.frame import see
from booking.web.language import gettext as _
from booking.web.pages.todos.listing import NEWS, WHO
from booking.web.pages.todos.showing import Shown, todo_page
from booking.web.views.todo_words import deadline_words

pages = Blueprint("todo_working", __name__)


@pages.post("/aufgabe/<token:todo_id>/nehmen")
@allow(*WHO)
def take_over(todo_id: str) -> AnyResponse:
    seen = _number(typed(request.form, "bisher")["bisher"])
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        try:
            take(todo, signed_in(), seen_owner=seen)
        except NotAllowedNow:
            if not todo.is_open:
                raise
            return todo_page(
                database, todo, Shown(surprise=_("Jemand anders hat die Aufgabe gerade genommen."))
            )
        tell(database, todo, now=runtime().clock.now())
    return see(f"/aufgabe/{todo_id}")


@pages.post("/aufgabe/<token:todo_id>/zurueckgeben")
@allow(*WHO)
def return_to_all(todo_id: str) -> AnyResponse:
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        give_back(todo, signed_in())
        tell(database, todo, now=runtime().clock.now())
    return see(f"/aufgabe/{todo_id}")


@pages.post("/aufgabe/<token:todo_id>/uebergeben")
@allow(*WHO)
def pass_on(todo_id: str) -> AnyResponse:
    account_id = _number(typed(request.form, "an")["an"])
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        try:
            hand_over(database, todo, signed_in(), account_id or 0)
        except NotFound:
            return todo_page(database, todo, Shown(surprise=_("Bitte wählen Sie eine Person aus der Liste.")))
        tell(database, todo, now=runtime().clock.now())
    return see(f"/aufgabe/{todo_id}")


@pages.post("/aufgabe/<token:todo_id>/nicht-erreicht")
@allow(*WHO)
def missed(todo_id: str) -> AnyResponse:
    now = runtime().clock.now()
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        if todo.kind not in CALLED:
            return error_page(400)
        try_again(todo, due_at=_next_try(database, todo, now))
        tell(database, todo, now=now)
    session[NEWS] = _(
        "Notiert. Bitte versuchen Sie es noch einmal: %(when)s.", when=deadline_words(todo.due_at, now)
    )
    return see("/aufgaben")


@pages.post("/aufgabe/<token:todo_id>/erledigen")
@allow(*WHO)
def close(todo_id: str) -> AnyResponse:
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        asks = _offer(database, todo) is not None
        outcome = outcome_of(request.form, Kind(todo.kind), way_of(todo, runtime().vault), asks=asks)
        if outcome is None and asks:
            return see(f"/aufgabe/{todo_id}/andere-zeit")  # reached, but what did they say?
        if outcome is None:
            return error_page(400)
        finish(todo, outcome, now=runtime().clock.now())
        tell(database, todo, now=runtime().clock.now())
    session[NEWS] = done_words()
    return see("/aufgaben")


def done_words() -> str:
    """What the list says after something was done."""
    return _("Erledigt. Danke.")


def _next_try(database: Session, todo: Todo, now: datetime) -> datetime:
    """Noon of the next working day, but before what it is about: the appointment, or the end of what is held."""
    noon = noon_of_working_day(database, now)
    appointment = database.get(Appointment, todo.appointment_id) if todo.appointment_id else None
    entry = database.get(WaitingEntry, todo.waiting_id) if todo.waiting_id else None
    offer = _offer(database, todo)
    held = choices_of(database, offer, now) if offer else []
    ends = [
        appointment.starts_at if appointment else None,
        entry.answer_by if entry else None,
        *(each.hold_expires_at - TO_CALL for each in held if each.hold_expires_at),
    ]
    return max(now, min([noon, *(each for each in ends if each is not None)]))


def _offer(database: Session, todo: Todo) -> Replacement | None:
    """The other times that wait for an answer from whom it is about."""
    appointment = database.get(Appointment, todo.appointment_id) if todo.appointment_id else None
    return open_replacement(database, appointment) if appointment else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
