"""/sprechstunde/<id>: what it is, who comes, what is still free, and the ways to change it."""

from __future__ import annotations

from flask import Blueprint, Response

from booking.accounts.access import HOUSE_ROLES
from booking.appointments.models import HoursMode
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.appointments.manage import known_contact
from booking.web.pages.hours.reaching import (
    ADVISERS,
    EVERYBODY_INSIDE,
    Reached,
    may_change,
    reads_names,
    to_look,
    told,
)
from booking.web.views.hours import HoursView, appointments_to_come, hours_view
from booking.web.views.rooms import place_text
from booking.web.views.seats import time_rows
from booking.web.views.terms import Sight, sight_of

pages = Blueprint("hours_showing", __name__)


@pages.get("/sprechstunde/<int(max=2147483647):hours_id>")
@allow(*EVERYBODY_INSIDE)
def look(hours_id: int) -> Response:
    actor, now = signed_in(), runtime().clock.now()
    with runtime().database.reading() as database:
        found = to_look(database, actor, hours_id)
        hours = found.hours
        view = hours_view(hours, appointments_to_come(database, hours, now))
        contact_of = known_contact if reads_names(actor, hours) else None
        changeable = view.can_change(now) and may_change(actor, found)
        return page(
            "hours/hours.html",
            hours=view,
            title=view.title_for(actor),
            facts=facts_of(view, sight_of(hours, hours.offer)),
            rows=time_rows(
                database,
                hours,
                contact_of,
                with_codes=actor.role not in HOUSE_ROLES or not hours.offer.sensitive,
                now=now,
            ),
            names_on_ich=hours.offer.sensitive and actor.provider_id == hours.provider_id,
            is_bookable=hours.mode != HoursMode.OPEN_DOOR,
            state=_state_words(view, begun=hours.starts_at <= now, over=hours.ends_at <= now),
            can_change=changeable and actor.role in ADVISERS,
            can_call_off=changeable,
            reservation_id=_reservation_id(found),
            offer_slug=hours.offer.slug if view.is_open else "",
            done=told(),
        )


def facts_of(view: HoursView, sight: Sight) -> list[tuple[str, str]]:
    """What holds for it, as key and value."""
    place = view.room.name if view.room else place_text(view.channel)
    rows = [
        (_("Wann"), f"{view.day_text}, {view.span_text}"),
        (_("Wo"), place),
        (_("Es berät"), view.adviser),
        (_("So kommt man"), view.mode_text),
        (_("Plätze"), view.seats_text),
    ]
    if sight.rules:
        rows.append((_("Buchen"), " ".join(sight.rules)))
    return rows


def _state_words(view: HoursView, *, begun: bool, over: bool) -> tuple[str, str]:
    """How it stands: a kind of status, and the words."""
    if not view.is_open:
        return "no", _("abgesagt")
    if over:
        return "past", _("vorbei")
    return ("ok", _("läuft gerade")) if begun else ("ok", _("findet statt"))


def _reservation_id(found: Reached) -> str:
    return found.date.reservation_id if found.date else ""
