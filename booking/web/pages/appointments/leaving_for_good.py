"""Deleting everything at once: the appointment is cancelled, the person erased; the answer needs no link."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from booking.erasing import cancel_and_erase
from booking.errors import NotFound
from booking.idempotency import Call, earlier_answer, remember_answer
from booking.web.access import allow, runtime
from booking.web.caps import count_cancel
from booking.web.frame import page, see
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import RESIDENT, ticket_of
from booking.web.pages.appointments.my_data import known

GONE = "/daten-geloescht"
ERASED = {"erased": True}

pages = Blueprint("leaving_for_good", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>/daten/loeschen")
@allow()
def ask(token: str) -> Response:
    with runtime().database.reading() as database:
        appointment, _person = known(database, token)
        coming = appointment.is_coming and appointment.starts_at > runtime().clock.now()
        return page(
            "appointments/my_data_delete.html", appointment=ticket_of(appointment, token), coming=coming
        )


@pages.post("/t/<token:token>/daten/loeschen")
@allow()
def erase(token: str) -> AnyResponse:
    """The link dies with the data, so that it was used is remembered for a day: twice is like once."""
    now = runtime().clock.now()
    again = Call(key=token, scope="erase", body=b"")
    with runtime().database.reading() as database:
        try:
            count_cancel(known(database, token)[0].id)
        except NotFound:
            count_cancel(token)
    with runtime().database.writing() as database:
        if earlier_answer(database, runtime().vault, again, now=now) is None:
            _appointment, person = known(database, token)
            cancel_and_erase(database, person.id, by=RESIDENT, now=now)
            remember_answer(database, runtime().vault, again, ERASED, now=now)
    return see(GONE)


@pages.get(GONE)
@allow()
def gone() -> Response:
    return page("appointments/my_data_gone.html")
