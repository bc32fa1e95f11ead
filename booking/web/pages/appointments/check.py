"""Step 3: check everything, then book; twice is like once."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.booking import open_link
from booking.appointments.models import Appointment, Status
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.forms.details import Details
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.limits import browser
from booking.web.pages.appointments.details import ROOM_CHANGED
from booking.web.pages.appointments.lost import lost_page
from booking.web.pages.appointments.manage import BOOKED, tell
from booking.web.views.offers import offer_view, privacy_text
from booking.web.views.tickets import hold_view

pages = Blueprint("check", __name__)


@pages.get("/termin/<slug:slug>/pruefen")
@allow()
def check(slug: str) -> AnyResponse:
    desk = runtime().desk()
    with runtime().database.reading() as database:
        held = draft.held_for(database, browser(), slug, now=desk.now)
        if held is None:
            return see(f"/termin/{slug}")
        details = Details.of(draft.typed_so_far(held, desk))
        if not details.complete:
            return see(f"/termin/{slug}/angaben")
        return _check(held, details, notice=_room_changed() if session.pop(ROOM_CHANGED, False) else "")


@pages.post("/termin/<slug:slug>/pruefen")
@allow()
def confirm(slug: str) -> AnyResponse:
    desk = runtime().desk()
    shown = typed(request.form, "hold")["hold"]
    try:
        with runtime().database.writing() as database:
            held = draft.current_for_change(database, browser(), now=desk.now)
            if held is None or held.offer.slug != slug:
                return see(f"/termin/{slug}")
            if held.status not in (Status.HELD, Status.CONFIRMED):
                return see(f"/t/{open_link(database, held, now=desk.now)}")
            details = Details.of(draft.typed_so_far(held, desk))
            if held.status == Status.HELD and not details.complete:
                return see(f"/termin/{slug}/angaben")
            if held.status == Status.HELD and shown not in ("", held.id):
                return _check(held, details, notice=_other_window(), status=409)
            token = draft.book(database, desk, browser(), held)
    except (SlotTaken, SlotUnknown, Overlap):
        return lost_page(slug)
    tell(BOOKED)
    return see(f"/t/{token}")


def _check(held: Appointment, details: Details, *, notice: str, status: int = 200) -> Response:
    return page(
        "appointments/check.html",
        status,
        form=details,
        hold=hold_view(held),
        offer=offer_view(held.offer),
        privacy_text=privacy_text(held.offer),
        hidden={"hold": held.id},
        notice=notice,
    )


def _room_changed() -> str:
    return _("Wir haben einen Raum genommen, der besser zu Ihnen passt. Die Uhrzeit bleibt gleich.")


def _other_window() -> str:
    return _("In einem anderen Fenster haben Sie eine andere Zeit gewählt. Das hier ist Ihre letzte Wahl.")
