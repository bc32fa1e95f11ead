"""Coming after all: the cancelled time again while it is free, else another one; the number is a new one."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.finding import alternatives, by_id
from booking.appointments.links import open_link_like
from booking.appointments.models import Appointment, Status
from booking.appointments.undoing import came_after, is_free_still, undo, wish_again
from booking.errors import NotAllowedNow, NotFound, Overlap, SlotTaken, SlotUnknown
from booking.web.access import allow, runtime
from booking.web.caps import count_undo
from booking.web.errors import error_page
from booking.web.forms.reading import instant_of, typed
from booking.web.frame import page, see
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import UNDONE, known_contact, opened, tell, ticket_of
from booking.web.views.slots import slot_view

SHOWN = 6

pages = Blueprint("undoing", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>/doch-kommen")
@allow()
def ask(token: str) -> AnyResponse:
    with runtime().database.reading() as database:
        cancelled = opened(database, token)
        now = runtime().clock.now()
        if not _has_something_to_undo(cancelled) or came_after(database, cancelled, now=now) is not None:
            return see(f"/t/{token}")
        return _page(database, cancelled, token)


@pages.post("/t/<token:token>/doch-kommen")
@allow()
def take_back(token: str) -> AnyResponse:
    sent = typed(request.form, "slot")["slot"]
    start = instant_of(sent)
    if sent and start is None:
        return error_page(400)
    with runtime().database.writing() as database:
        cancelled = opened(database, token, for_change=True)
        if not _has_something_to_undo(cancelled):
            return see(f"/t/{token}")
        cancelled_id, person_id = cancelled.id, cancelled.person_id
    count_undo(person_id or cancelled_id)
    try:
        new = _undo(cancelled_id, start, token)
    except NotAllowedNow:
        return see(f"/t/{token}")
    except (SlotTaken, SlotUnknown, Overlap):
        with runtime().database.reading() as database:
            return _page(database, opened(database, token), token, taken=True)
    tell(UNDONE)
    return see(f"/t/{new}")


def _undo(cancelled_id: str, start: datetime | None, token: str) -> str:
    """A link to the appointment that the person has now; it lasts no longer than the one that was used."""
    desk = runtime().desk()
    with runtime().database.writing() as database:
        made = undo(database, desk, cancelled_id, start)
        cancelled = by_id(database, cancelled_id)
        return open_link_like(database, made, token=token, of=cancelled, now=desk.now)


def _page(database: Session, cancelled: Appointment, token: str, *, taken: bool = False) -> Response:
    """The time one had, if it is free; and if not, those near it."""
    now = runtime().clock.now()
    needs = known_contact(cancelled).needs
    free = not taken and is_free_still(database, cancelled, needs, now=now)
    near = (
        []
        if free
        else alternatives(database, wish_again(cancelled, needs), cancelled.starts_at, now=now, limit=SHOWN)
    )
    return page(
        "appointments/undo.html",
        409 if taken else 200,
        appointment=ticket_of(cancelled, token),
        free=free,
        slots=[slot_view(slot) for slot in near],
    )


def _has_something_to_undo(appointment: Appointment) -> bool:
    return appointment.status == Status.CANCELLED and appointment.person_id is not None
