"""/daten-anfrage: what does an office know of me? Goes to that office only, answered in 30 days (rules L-76, L-77)."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Provider
from booking.appointments.proving import is_known
from booking.todos.asking import Wish, ask
from booking.todos.deadlines import data_due
from booking.todos.models import Kind
from booking.todos.texts import Proof
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, count_message
from booking.web.forms.contact_faults import LONGEST_NAME
from booking.web.forms.data_request import BY_CODE, BY_VISIT, HOUSE, DataRequest
from booking.web.forms.sent_once import FIELD
from booking.web.frame import page, see
from booking.web.pages.call_back import mailbox_full
from booking.web.thanks import promise, promised

ASKED = "data_request"
NOTHING, TO_THE_DESK, TO_THE_PROVIDER = "", "desk", "provider"

pages = Blueprint("data_requests", __name__)


@pages.get("/daten-anfrage")
@allow()
def look() -> Response:
    with runtime().database.reading() as database:
        return _form(_providers(database), DataRequest.empty())


@pages.post("/daten-anfrage")
@allow()
def send() -> AnyResponse:
    with runtime().database.reading() as database:
        providers = _providers(database)
    form = DataRequest.typed(request.form, providers.keys())
    if form.errors:
        return _form(providers, form, status=422)
    try:
        count_message(form.details.to_keep().email)
    except MailboxFull:
        return _form(providers, form, status=429, errors={"email": mailbox_full()})
    now = runtime().clock.now()
    with runtime().database.writing() as database:
        provider_id = providers[form.who].id if form.who != HOUSE else None
        todo = ask(database, runtime().vault, _wish(database, form, provider_id, now), now=now)
    promise(ASKED, todo.due_at, _what_next(form))
    return see("/daten-anfrage/fertig")


@pages.get("/daten-anfrage/fertig")
@allow()
def done() -> AnyResponse:
    kept = promised(ASKED)
    if kept is None:
        return see("/daten-anfrage")
    return page("todos/data_request_done.html", due=kept.due, way=kept.way)


def _wish(database: Session, form: DataRequest, provider_id: int | None, now: datetime) -> Wish:
    return Wish(
        kind=Kind.DATA,
        key=form.key,
        due_at=data_due(now),
        provider_id=provider_id,
        contact=form.details.to_keep(),
        subject=form.right,
        text=form.shown_code,
        proof=_proof(database, form, provider_id),
    )


def _proof(database: Session, form: DataRequest, provider_id: int | None) -> Proof:
    """What number and name prove now; days later the appointment may be over and its person erased."""
    if form.proof != BY_CODE:
        return Proof.NONE
    name = form.details.name
    known = is_known(database, runtime().vault, form.shown_code, name, provider_id=provider_id)
    return Proof.KNOWN if known else Proof.UNKNOWN


def _what_next(form: DataRequest) -> str:
    """What there is to do for who asked; the desk of the house sees the house's own requests only."""
    if form.proof != BY_VISIT:
        return NOTHING
    return TO_THE_DESK if form.who == HOUSE else TO_THE_PROVIDER


def _providers(database: Session) -> dict[str, Provider]:
    return {each.slug: each for each in database.scalars(select(Provider).order_by(Provider.name))}


def _form(
    providers: dict[str, Provider],
    form: DataRequest,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
) -> Response:
    return page(
        "todos/data_request.html",
        status,
        form=form,
        details=form.details,
        errors=errors or form.errors,
        providers=[(slug, each.name) for slug, each in providers.items()],
        longest_name=LONGEST_NAME,
        hidden={FIELD: form.key},
    )
