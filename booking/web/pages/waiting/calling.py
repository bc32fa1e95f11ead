"""/warteliste/eintrag/<id>: answering for somebody on the phone, with a neutral sentence to say."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import HOUSE_ROLES
from booking.appointments.models import Appointment
from booking.waiting import answering
from booking.waiting.finding import of_actor
from booking.waiting.models import WaitingEntry
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import instant_of, typed
from booking.web.frame import page, see
from booking.web.pages.waiting.acting import take
from booking.web.pages.waiting.listing import WHO
from booking.web.views.tickets import hold_view
from booking.web.views.waiting import held_view

NEWS = "waiting_call_news"
ACCEPT, DECLINE, LEAVE = "accept", "decline", "leave"

pages = Blueprint("waiting_calling", __name__)


@pages.get("/warteliste/eintrag/<token:entry_id>")
@allow(*WHO)
def look(entry_id: str) -> Response:
    with runtime().database.reading() as database:
        return _page(database, of_actor(database, signed_in(), entry_id), news=session.pop(NEWS, ""))


@pages.post("/warteliste/eintrag/<token:entry_id>")
@allow(*WHO)
def answer(entry_id: str) -> AnyResponse:
    actor = signed_in()
    sent = typed(request.form, "answer", "slot")
    news, start = sent["answer"], instant_of(sent["slot"])
    if news not in (ACCEPT, DECLINE, LEAVE) or (start is None and news != LEAVE):
        return error_page(400)

    def find(database: Session) -> WaitingEntry:
        return of_actor(database, actor, entry_id, for_change=True)

    if news == ACCEPT and start is not None:
        news = take(find, start).why_not or ACCEPT
    else:
        desk = runtime().desk()
        with runtime().database.writing() as database:
            if news == DECLINE:
                answering.decline(database, desk, find(database), start=start)
            else:
                answering.leave(database, desk, find(database))
    session[NEWS] = news
    return see(f"/warteliste/eintrag/{entry_id}")


def _page(database: Session, entry: WaitingEntry, *, news: str) -> Response:
    """The house reads no offer, and of a sensitive one nobody says it on the phone (product rules 6 and 7)."""
    held = database.get(Appointment, entry.appointment_id) if entry.appointment_id else None
    return page(
        "waiting/call.html",
        entry=entry,
        title="" if signed_in().role in HOUSE_ROLES else entry.offer.text().title,
        state=str(entry.state),
        held=held_view(entry, held, now=runtime().clock.now()),
        booked=hold_view(held) if held is not None and held.booked_at else None,
        code=held.code if held is not None and held.booked_at else "",
        news=news,
    )
