"""The screen for a caller: whatever was typed, and the times that are free now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.desk import calls
from booking.desk.offers import offers_for
from booking.errors import NotFound
from booking.offers.models import Offer
from booking.web.access import runtime, signed_in
from booking.web.forms.caller import Call
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.views.call_times import CallTimes
from booking.web.views.callers import (
    adviser_choices,
    held_time,
    need_choices,
    offer_choices,
    times_for,
    way_choices,
)


@dataclass(frozen=True)
class Shown:
    """What a screen says besides what was typed. `focus` is where the next key goes.

    `elsewhere`: what is held does not suit the choice any more. `booked`: the form belongs to a booked appointment.
    """

    status: int = 200
    focus: str = "was"
    taken: bool = False
    changed: bool = False
    checked: bool = False
    unknown: bool = False
    errors: bool = False
    elsewhere: bool = False
    booked: bool = False


def screen(call: Call, shown: Shown) -> Response:
    """The screen with everything typed on it, and the times that are free now."""
    actor, now = signed_in(), runtime().clock.now()
    with runtime().database.reading() as database:
        offer, held = chosen_offer(database, call), held_in(database, call)
        call = replace(call, offer=offer.slug if offer else "", hold=held.id if held else "")
        times = times_for(database, call, offer, held, now=now) if offer else CallTimes([])
        return page(
            "desk/call.html",
            shown.status,
            call=call,
            form=call.details,
            shown=shown,
            errors=_errors(call, shown, held),
            offers=offer_choices(database, actor, call.searched),
            offer=offer,
            advisers=adviser_choices(database, call, offer, now=now) if offer else [],
            needs=need_choices(),
            times=times,
            chosen=_chosen(times, held),
            held=held_time(held) if held else None,
            ways=way_choices(),
        )


def _errors(call: Call, shown: Shown, held: Appointment | None) -> dict[str, str]:
    if shown.unknown:
        return {"was": _("Dazu finden wir kein Angebot. Bitte nehmen Sie ein anderes Wort.")}
    if not shown.errors:
        return {}
    return call.faults(held.channel) if held else call.errors


def _chosen(times: CallTimes, held: Appointment | None) -> str:
    """The time that is marked: the held one; before anything is held, the soonest."""
    if held is not None:
        return held_time(held).value
    return times.values[0] if times.values else ""


def chosen_offer(database: Session, call: Call) -> Offer | None:
    return next((each for each in offers_for(database, signed_in()) if each.slug == call.offer), None)


def held_in(database: Session, call: Call, *, for_change: bool = False) -> Appointment | None:
    if not call.hold:
        return None
    try:
        return calls.held_by(database, signed_in().account_id, call.hold, for_change=for_change)
    except NotFound:
        return None
