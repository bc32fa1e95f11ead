"""R12 /rueckruf: somebody wants to be called; the promise is the deadline of a to-do."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.house.workdays import noon_of_working_day
from booking.offers.finding import all_concerns
from booking.todos.asking import Wish, ask
from booking.todos.models import Kind
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, count_message
from booking.web.forms.call_back import UNSAID, CallBack
from booking.web.forms.sent_once import FIELD
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.thanks import promise, promised
from booking.web.views.concerns import concern_options

ASKED = "call_back"

pages = Blueprint("call_back", __name__)


@pages.get("/rueckruf")
@allow()
def look() -> Response:
    with runtime().database.reading() as database:
        return _form(database, CallBack.empty(request.args, _slugs(database)))


@pages.post("/rueckruf")
@allow()
def send() -> AnyResponse:
    with runtime().database.reading() as database:
        form = CallBack.typed(request.form, _slugs(database))
        if form.errors:
            return _form(database, form, status=422)
        try:
            count_message(form.contact().email)
        except MailboxFull:
            return _form(database, form, status=429, errors={"email": mailbox_full()})
    now, vault = runtime().clock.now(), runtime().vault
    with runtime().database.writing() as database:
        todo = ask(database, vault, _wish(form, noon_of_working_day(database, now)), now=now)
    promise(ASKED, todo.due_at, form.details.contact)
    return see("/rueckruf/fertig")


@pages.get("/rueckruf/fertig")
@allow()
def done() -> AnyResponse:
    kept = promised(ASKED)
    if kept is None:
        return see("/rueckruf")
    return page("todos/call_back_done.html", due=kept.due, by_mail=kept.way == "email")


def mailbox_full() -> str:
    """What to say at the address when it got enough mails from us for now."""
    return _(
        "An diese Adresse haben wir gerade schon viele Mails geschickt. "
        "Bitte wählen Sie einen anderen Weg oder rufen Sie uns an."
    )


def _wish(form: CallBack, due_at: datetime) -> Wish:
    return Wish(
        kind=Kind.CALL_BACK,
        key=form.key,
        due_at=due_at,
        contact=form.contact(),
        text=form.concern if form.concern != UNSAID else "",
    )


def _slugs(database: Session) -> list[str]:
    return [each.slug for each in all_concerns(database)]


def _form(
    database: Session, form: CallBack, *, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    return page(
        "todos/call_back.html",
        status,
        form=form,
        details=form.details,
        errors=errors or form.errors,
        concerns=concern_options(all_concerns(database)),
        due=noon_of_working_day(database, runtime().clock.now()),
        hidden={FIELD: form.key},
    )
