"""/w/<token>/beenden and /loeschen: not waiting any more; the data goes the day after, or at once."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from booking.erasing import erase_person
from booking.errors import NotFound
from booking.idempotency import Call, earlier_answer, remember_answer
from booking.waiting import answering
from booking.waiting.models import State
from booking.web.access import allow, runtime
from booking.web.frame import page, see
from booking.web.pages.appointments.leaving_for_good import ERASED, GONE
from booking.web.pages.waiting import mine
from booking.web.pages.waiting.mine import opened

pages = Blueprint("waiting_leaving", __name__)


@pages.errorhandler(NotFound)
def unknown(error: NotFound) -> Response:
    return mine.unknown(error)


@pages.get("/w/<token:token>/beenden")
@allow()
def ask(token: str) -> AnyResponse:
    with runtime().database.reading() as database:
        entry = opened(database, token)
        if not entry.is_on_the_list:
            return see(f"/w/{token}")
        return page("waiting/leave.html", token=token, held=entry.state == State.OFFERED)


@pages.post("/w/<token:token>/beenden")
@allow()
def leave(token: str) -> AnyResponse:
    with runtime().database.writing() as database:
        answering.leave(database, runtime().desk(), opened(database, token, for_change=True))
    return see(f"/w/{token}")


@pages.post("/w/<token:token>/loeschen")
@allow()
def erase(token: str) -> AnyResponse:
    """The link dies with the data, so that it was used is remembered for a day: twice is like once.

    Whoever has an appointment by now erases it with that appointment's own link, which cancels it too.
    """
    now = runtime().clock.now()
    again = Call(key=token, scope="erase_waiting", body=b"")
    with runtime().database.writing() as database:
        if earlier_answer(database, runtime().vault, again, now=now) is None:
            entry = opened(database, token, for_change=True)
            if entry.state == State.BOOKED or entry.person_id is None:
                return see(f"/w/{token}")
            erase_person(database, entry.person_id, now=now)
            remember_answer(database, runtime().vault, again, ERASED, now=now)
    return see(GONE)
