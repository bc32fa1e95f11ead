"""What staff answer: to a reported barrier in words, to a data request by saying how the answer comes."""

from __future__ import annotations

from flask import Blueprint, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.errors import NotAllowedNow
from booking.todos.answering import DATA_ANSWERS, answer_barrier, answer_data, delay
from booking.todos.models import Kind
from booking.todos.seeing import by_id
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.forms.todos import Answer
from booking.web.frame import see
from booking.web.language import gettext as _
from booking.web.pages.todos.listing import NEWS, WHO
from booking.web.pages.todos.showing import Shown, todo_page
from booking.web.pages.todos.working import done_words

pages = Blueprint("todo_answering", __name__)


@pages.post("/aufgabe/<token:todo_id>/antworten")
@allow(*WHO)
def answer(todo_id: str) -> AnyResponse:
    form = Answer.typed(request.form)
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        if form.error and todo.kind == Kind.BARRIER and todo.is_open:
            return todo_page(database, todo, Shown(answer=form))
        try:
            answer_barrier(database, runtime().vault, todo, form.text, now=runtime().clock.now())
        except NotAllowedNow:
            if todo.kind != Kind.BARRIER:
                raise
            return todo_page(database, todo, Shown(answer=Answer(form.text), surprise=_answered_already()))
    session[NEWS] = done_words()
    return see("/aufgaben")


@pages.post("/aufgabe/<token:todo_id>/zwischenbescheid")
@allow(*WHO)
def tell_of_delay(todo_id: str) -> AnyResponse:
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        if not todo.is_open:
            raise NotAllowedNow("delay", "done")
        delay(database, todo, now=runtime().clock.now())
    session[NEWS] = _("Der Zwischenbescheid ist notiert. Die neue Frist gilt.")
    return see(f"/aufgabe/{todo_id}")


@pages.post("/aufgabe/<token:todo_id>/daten-antwort")
@allow(*WHO)
def data_answered(todo_id: str) -> AnyResponse:
    how = typed(request.form, "weg")["weg"]
    if how not in DATA_ANSWERS:
        return error_page(400)
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id, for_change=True)
        try:
            answer_data(database, todo, how, now=runtime().clock.now())
        except NotAllowedNow:
            if todo.kind != Kind.DATA:
                raise
            return todo_page(database, todo, Shown(surprise=_answered_already()))
    session[NEWS] = done_words()
    return see("/aufgaben")


def _answered_already() -> str:
    return _("Jemand anders hat diese Aufgabe schon erledigt.")
