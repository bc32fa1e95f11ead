"""No more reminders, with one click: for people who open the link, and for mail programs that send it themselves.

RFC 8058: the POST carries no cookie and no token of a form, only the secret address, and is answered at once.
"""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from booking.accounts.capabilities import REMINDERS, subject_of
from booking.appointments import changes
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.errors import NotFound
from booking.web.access import allow, runtime
from booking.web.errors import unknown_link
from booking.web.frame import page

pages = Blueprint("unsubscribing", __name__)


@pages.errorhandler(NotFound)
def unknown(_error: NotFound) -> Response:
    return unknown_link()


@pages.get("/erinnerung-aus/<token:token>")
@allow()
def ask(token: str) -> Response:
    with runtime().database.reading() as database:
        appointment = _opened(database, token)
        return _page(token, off=not appointment.reminders_on)


@pages.post("/erinnerung-aus/<token:token>")
@allow()
def switch_off(token: str) -> Response:
    """Off, and said so without leading elsewhere: mail programs do not follow. Twice is like once."""
    with runtime().database.writing() as database:
        appointment = _opened(database, token, for_change=True)
        changes.switch_reminders(database, appointment, on=False, now=runtime().clock.now())
    return _page(token, off=True)


def _opened(database: Session, token: str, *, for_change: bool = False) -> Appointment:
    """The appointment whose reminders the link turns off. Raises NotFound."""
    subject = subject_of(database, token, purpose=REMINDERS, now=runtime().clock.now())
    return by_id(database, subject or "", for_change=for_change)


def _page(token: str, *, off: bool) -> Response:
    return page("appointments/unsubscribe.html", token=token, off=off)
