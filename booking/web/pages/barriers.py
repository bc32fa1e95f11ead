"""/barriere-melden: what somebody cannot use here; answered in 14 days, after 42 at the latest (rules L-41, L-42)."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from booking.todos.asking import Wish, ask
from booking.todos.deadlines import barrier_due, barrier_final
from booking.todos.models import Kind
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, count_message
from booking.web.forms.barrier import Barrier
from booking.web.forms.contact_faults import LONGEST_NAME
from booking.web.forms.free_text import LONGEST_TEXT
from booking.web.forms.sent_once import FIELD
from booking.web.frame import page, see
from booking.web.pages.call_back import mailbox_full
from booking.web.thanks import promise, promised

REPORTED = "barrier"

pages = Blueprint("barriers", __name__)


@pages.get("/barriere-melden")
@allow()
def look() -> Response:
    return _form(Barrier.empty(request.args))


@pages.post("/barriere-melden")
@allow()
def send() -> AnyResponse:
    form = Barrier.typed(request.form)
    if form.errors:
        return _form(form, status=422)
    contact, now = form.contact(), runtime().clock.now()
    try:
        count_message(contact.email if contact else None)
    except MailboxFull:
        return _form(form, status=429, errors={"email": mailbox_full()})
    wish = Wish(
        kind=Kind.BARRIER,
        key=form.key,
        due_at=barrier_due(now),
        final_at=barrier_final(now),
        contact=contact,
        text=form.text,
        page=form.page,
    )
    with runtime().database.writing() as database:
        todo = ask(database, runtime().vault, wish, now=now)
    promise(REPORTED, todo.due_at, form.details.contact)
    return see("/barriere-melden/fertig")


@pages.get("/barriere-melden/fertig")
@allow()
def done() -> AnyResponse:
    kept = promised(REPORTED)
    if kept is None:
        return see("/barriere-melden")
    return page("todos/barrier_done.html", due=kept.due, way=kept.way)


def _form(form: Barrier, *, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return page(
        "todos/barrier.html",
        status,
        form=form,
        details=form.details,
        errors=errors or form.errors,
        longest=LONGEST_TEXT,
        longest_name=LONGEST_NAME,
        hidden={FIELD: form.key},
    )
