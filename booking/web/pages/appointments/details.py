"""Step 2: how we may address and reach you."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.booking import write_down
from booking.appointments.models import Appointment, Channel
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.web import draft
from booking.web.access import allow, runtime
from booking.web.caps import count_hold, count_step
from booking.web.forms.details import Details, is_called
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.lasting import HoldEnded, has_ended, outlives
from booking.web.limits import browser
from booking.web.pages.appointments.lost import lost_page
from booking.web.views.offers import offer_view, privacy_text
from booking.web.views.tickets import hold_view
from booking.web.wishes import typed_so_far

CHANGED = "changed"

pages = Blueprint("details", __name__)


@pages.get("/termin/<slug:slug>/angaben")
@allow()
def form(slug: str) -> AnyResponse:
    desk = runtime().desk()
    with runtime().database.reading() as database:
        held = draft.held_for(database, browser(), slug, now=desk.now)
        if held is None:
            return see(f"/termin/{slug}")
        if has_ended(held, now=desk.now):
            return lost_page(slug)
        known = typed_so_far(held, desk)
        details = Details.of(known, sensitive=held.offer.sensitive, calls=is_called(held.channel))
        return _form(held, details)


@pages.post("/termin/<slug:slug>/angaben")
@allow()
def fill_in(slug: str) -> AnyResponse:
    details, desk = Details.typed(request.form), runtime().desk()
    _count(slug)
    try:
        with runtime().database.writing() as database:
            held = draft.held_for_change(database, browser(), slug, now=desk.now)
            if held is None:
                return see(f"/termin/{slug}")
            details = Details.typed(request.form, calls=is_called(held.channel))
            if details.errors:
                draft.keep(database, desk, held)
                return _form(held, details)
            changed = draft.fill_in(database, desk, held, details.to_keep())
    except (SlotTaken, SlotUnknown, Overlap, HoldEnded):
        return _lost(slug, details)
    if changed:
        session[CHANGED] = str(changed)
    return see(f"/termin/{slug}/pruefen")


def _count(slug: str) -> None:
    """One more step that renews the hold; an older one counts as if it was taken anew."""
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        held = draft.held_for(database, browser(), slug, now=now)
        old = held is not None and outlives(held, now=now)
    count_step()
    if old:
        count_hold()


def _form(held: Appointment, details: Details) -> Response:
    return page(
        "appointments/details.html",
        422 if details.errors else 200,
        form=details,
        errors=details.errors,
        hold=hold_view(held),
        offer=offer_view(held.offer),
        sensitive=held.offer.sensitive,
        call_text=_call_text(held.channel),
        privacy_text=privacy_text(held.offer),
        hidden={"hold": held.id},
    )


def _call_text(channel: str) -> str:
    """Why we need the number; empty when nobody is called."""
    if channel == Channel.PHONE:
        return _("Zu Ihrem Termin rufen wir Sie an. Dafür brauchen wir Ihre Telefonnummer.")
    if channel == Channel.HOME_VISIT:
        return _("Vor dem Besuch rufen wir Sie an und fragen nach Ihrer Adresse.")
    return ""


def _lost(slug: str, details: Details) -> AnyResponse:
    """The time is gone, what was typed is not."""
    desk = runtime().desk()
    with runtime().database.writing() as database:
        held = draft.held_for_change(database, browser(), slug, now=desk.now)
        if held is None:
            return see(f"/termin/{slug}")
        write_down(database, desk, held, details.to_keep())
    return lost_page(slug)
