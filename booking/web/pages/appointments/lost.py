"""Somebody else was quicker, or it took too long: the next free times, with everything kept that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.finding import alternatives
from booking.appointments.lengths import is_as_long_as
from booking.appointments.models import Appointment
from booking.house.rooms import suits
from booking.web import draft
from booking.web.access import runtime
from booking.web.forms.time_filter import TimeFilter
from booking.web.frame import page, see
from booking.web.lasting import has_ended
from booking.web.limits import browser
from booking.web.views.offers import offer_view
from booking.web.views.slots import slot_view
from booking.web.wishes import typed_so_far, wish_of

SHOWN = 6


def lost_page(slug: str) -> AnyResponse:
    """409 with times near the one this browser held, after the transaction that lost it."""
    desk = runtime().desk()
    with runtime().database.reading() as session:
        held = draft.held_for(session, browser(), slug, now=desk.now)
        if held is None:
            return see(f"/termin/{slug}")
        contact = typed_so_far(held, desk)
        slots = alternatives(session, wish_of(held, contact), held.starts_at, now=desk.now, limit=SHOWN)
        return page(
            "appointments/lost.html",
            409,
            slots=[slot_view(slot) for slot in slots],
            offer=offer_view(held.offer),
            why=_why(held, contact.needs if contact else (), now=desk.now),
            held_at=held.starts_at,
            hidden=TimeFilter.behind(held).query,
        )


def _why(held: Appointment, needs: Sequence[str], *, now: datetime) -> str:
    """The reason: "ended" after two hours, "length" or "room" when needs do not fit what is held, else "taken"."""
    if has_ended(held, now=now):
        return "ended"
    if held.ran_out(now):
        return "taken"
    if not is_as_long_as(held, needs):
        return "length"
    suited = held.room is None or suits(held.room, confidential=False, needs=needs)
    return "taken" if suited else "room"
