"""The link of the mail that asks first: one page, one button. A GET changes nothing: mail scanners look too."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.booking import open_link
from booking.appointments.models import Appointment, Status
from booking.appointments.pending import answer, asked_by
from booking.errors import NotFound, Overlap, SlotTaken, SlotUnknown
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.appointments.manage import BOOKED, tell
from booking.web.views.tickets import hold_view

pages = Blueprint("confirming", __name__)


@pages.errorhandler(NotFound)
def unknown(_error: NotFound) -> Response:
    return error_page(
        404,
        title=_("Dieser Link gilt nicht mehr"),
        text=_(
            "Haben Sie den Termin schon bestätigt? Dann gilt er. Mit Ihrer Nummer können Sie ihn ansehen."
        ),
        hint=_("Ohne Bestätigung ist die Zeit wieder frei. Dann buchen Sie bitte neu oder rufen uns an."),
    )


@pages.get("/t/<token:token>/bestaetigen")
@allow()
def ask(token: str) -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        return _question(asked_by(database, token, now=now), token)


@pages.post("/t/<token:token>/bestaetigen")
@allow()
def confirm(token: str) -> AnyResponse:
    """Booked, and on to its own page; pressing again leads there too."""
    desk = runtime().desk()
    try:
        with runtime().database.writing() as database:
            appointment = answer(database, desk, token)
            link = open_link(database, appointment, now=desk.now)
    except (SlotTaken, SlotUnknown, Overlap):
        with runtime().database.reading() as database:
            return _question(asked_by(database, token, now=desk.now), token, lost=True)
    tell(BOOKED)
    return see(f"/t/{link}")


def _question(appointment: Appointment, token: str, *, lost: bool = False) -> Response:
    now = runtime().clock.now()
    pending = appointment.status == Status.PENDING
    return page(
        "appointments/confirm.html",
        409 if lost else 200,
        token=token,
        hold=hold_view(appointment),
        offer_slug=appointment.offer.slug,
        answered=not pending,
        lost=lost or (pending and appointment.starts_at <= now),
        late=pending and appointment.ran_out(now),
        answer_by=appointment.hold_expires_at,
    )
