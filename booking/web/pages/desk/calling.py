"""/empfang/termin: a booking for a caller on one screen; without a script each step loads it again, with everything.

What was typed travels with the form; the time is held in the name of whoever is signed in, so that two calls in two
windows do not meet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment, Status
from booking.desk import calls
from booking.desk.offers import offers_for
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.offers.finding import adviser_by_slug
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.caps import count_booking, count_hold
from booking.web.forms.caller import BOOK, CHECK, EARLIER, HOLD, LATER, SEARCH, TIMES, Call
from booking.web.forms.reading import day_of, typed
from booking.web.frame import see
from booking.web.pages.desk.screen import Shown, chosen_offer, held_in, screen
from booking.web.views.callers import offer_choices, wish_of

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
BOOKED = "desk_booked"
ELSEWHERE = "elsewhere"
LOST = (SlotTaken, SlotUnknown, Overlap)

pages = Blueprint("desk_calling", __name__)


@pages.get("/empfang/termin")
@allow(*WHO)
def ask() -> Response:
    with runtime().database.reading() as database:
        offers = offers_for(database, signed_in())
    if len(offers) == 1:
        return screen(Call(offer=offers[0].slug), Shown(focus="slot"))
    return screen(Call(), Shown())


@pages.post("/empfang/termin")
@allow(*WHO)
def step() -> AnyResponse:
    call = Call.read(request.form)
    with runtime().database.reading() as database:
        held = held_in(database, call)
        if held is not None and held.status == Status.CONFIRMED:
            return _booked_before(call, held)
        wanted = call.next_step(held.starts_at if held else None)
        if wanted in (CHECK, BOOK) and held is not None:
            wanted = _before_the_end(database, call, held, wanted)
    if wanted == SEARCH:
        return _search(call)
    if wanted in (EARLIER, LATER):
        around = typed(request.form, "davor", "danach")
        since = day_of(around["davor" if wanted == EARLIER else "danach"])
        return screen(replace(call, since=since), Shown(focus="slot"))
    if wanted == HOLD and call.slot is not None:
        return _hold(call, call.slot)
    if wanted in (CHECK, BOOK):
        return _check(call, book=wanted == BOOK)
    return screen(replace(call, searched=call.words), Shown(focus="slot", elsewhere=wanted == ELSEWHERE))


def _booked_before(call: Call, made: Appointment) -> AnyResponse:
    """Sent twice is like once; with the next caller on the screen, nothing of what was typed is lost."""
    known = contact_of(made.person, runtime().vault) if made.person else None
    typed_now = call.contact(sensitive=made.offer.sensitive)
    if known is None or _who(known) == _who(typed_now):
        return see(f"/empfang/termin/{made.id}")
    return screen(replace(call, hold="", slot=None), Shown(409, focus="slot", booked=True))


def _who(contact: Contact) -> tuple[str, str | None, str | None]:
    return contact.name, contact.phone, contact.email


def _before_the_end(database: Session, call: Call, held: Appointment, wanted: str) -> str:
    """Another time, offer, adviser or first day was chosen last: that comes first."""
    if held.offer.slug != call.offer:
        return TIMES
    if call.slot not in (None, held.starts_at):
        return HOLD
    adviser = adviser_by_slug(database, held.offer, call.adviser) if call.adviser else None
    if adviser is not None and adviser.id != held.adviser_id:
        return HOLD if call.slot is not None and call.filters == call.filtered else ELSEWHERE
    too_early = call.since is not None and wall_day(held.starts_at) < call.since
    return ELSEWHERE if too_early and call.since_is_new else wanted


def _search(call: Call) -> Response:
    with runtime().database.reading() as database:
        best = offer_choices(database, signed_in(), call.words).best
    found = replace(call, searched=call.words, adviser="", since=None)
    if not best:
        return screen(replace(found, offer=""), Shown(422, unknown=True))
    return screen(replace(found, offer=best[0][0]), Shown(focus="slot"))


def _hold(call: Call, start: datetime) -> Response:
    count_hold()
    desk, actor = runtime().desk(), signed_in()
    try:
        with runtime().database.writing() as database:
            offer, before = chosen_offer(database, call), held_in(database, call, for_change=True)
            if offer is None:
                return screen(call, Shown(422, unknown=True))
            wish = replace(wish_of(database, call, offer), moving=None)
            contact = call.contact(sensitive=offer.sensitive)
            held = calls.hold_for_caller(
                database, desk, wish, start, account_id=actor.account_id, before=before, contact=contact
            )
            calls.still_fits(database, desk, held, contact)
    except LOST:
        return screen(call, Shown(409, taken=True))
    return screen(replace(call, hold=held.id), Shown(focus="name"))


def _check(call: Call, *, book: bool) -> AnyResponse:
    """Read back what is held; booked only if it is what was read back."""
    desk, actor = runtime().desk(), signed_in()
    if book and not call.errors:
        count_booking(call.details.to_keep().email)
    try:
        with runtime().database.writing() as database:
            held = held_in(database, call, for_change=True)
            if held is None:
                return screen(call, Shown(409, taken=True))
            contact = call.contact(sensitive=held.offer.sensitive)
            fits = calls.still_fits(database, desk, held, contact)
            faulty = bool(call.faults(held.channel))
            if book and fits and not faulty:
                calls.book_for_caller(database, desk, held, came_by=call.came_by, account_id=actor.account_id)
                session[BOOKED] = held.id
                return see(f"/empfang/termin/{held.id}")
    except LOST:
        return screen(call, Shown(409, taken=True))
    if faulty:
        return screen(call, Shown(422, focus="", errors=True))
    return screen(call, Shown(409 if book else 200, focus="buchen", checked=True, changed=not fits))
