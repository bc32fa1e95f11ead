"""Another time for an appointment that cannot take place: one button takes one of those that are held."""

from __future__ import annotations

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.links import open_link_like
from booking.appointments.models import Appointment
from booking.disruptions.answering import ReplacementOver, accept
from booking.disruptions.finding import latest_offer
from booking.errors import NotAllowedNow, NotFound, Overlap, SlotTaken, SlotUnknown
from booking.runtime import Desk
from booking.web.access import allow, runtime
from booking.web.caps import count_move
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.frame import see
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import MOVED, OVER, RESIDENT, opened, tell

TOO_LATE = (ReplacementOver, NotAllowedNow, SlotTaken, SlotUnknown, Overlap)

pages = Blueprint("replaced", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.post("/t/<token:token>/andere-zeit")
@allow()
def take(token: str) -> AnyResponse:
    """The appointment is at the held time then, under its number; pressing again leads to it, too.

    Whoever is too late, or has answered otherwise, sees how it stands.
    """
    choice = typed(request.form, "choice")["choice"]
    if not choice:
        return error_page(400)
    with runtime().database.reading() as database:
        appointment_id = opened(database, token).id
    count_move(appointment_id)
    desk = runtime().desk()
    try:
        with runtime().database.writing() as database:
            appointment = opened(database, token, for_change=True)
            take_choice(database, desk, appointment, choice)
            token = open_link_like(database, appointment, token=token, of=appointment, now=desk.now)
    except TOO_LATE:
        tell(OVER)
        return see(f"/t/{token}")
    tell(MOVED)
    return see(f"/t/{token}")


def take_choice(database: Session, desk: Desk, appointment: Appointment, choice: str) -> None:
    """Move into this held time; whoever answers for somebody answers as they would.

    Raises NotAllowedNow for a time that is not offered (any more), and what accepting raises.
    """
    offer = latest_offer(database, appointment.id)
    if offer is None or choice not in offer.choices:
        raise NotAllowedNow("accept", "not offered")
    accept(database, desk, offer, choice, by=RESIDENT)
