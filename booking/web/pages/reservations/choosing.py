"""From a wish to a room: the rooms that suit it with the reasons, then every date in the chosen one."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.reservations.ranking import RankedRoom
from booking.reservations.reserving import rank_rooms
from booking.reservations.wishes import Wish
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.forms.wish import WishForm
from booking.web.frame import page
from booking.web.pages.reservations.asking import MAY_RESERVE, Asking
from booking.web.pages.reservations.previewing import preview_page
from booking.web.pages.reservations.wish import form_page
from booking.web.views.rules import left_out_words, rule_words
from booking.web.views.wishes import room_choice

pages = Blueprint("choosing", __name__)


@pages.post("/reservieren/raeume")
@allow(*MAY_RESERVE)
def rooms() -> Response:
    """The ranked rooms; with a fixed room its dates at once, unless all rooms are asked for."""
    all_rooms = typed(request.form, "all_rooms")["all_rooms"] != ""
    with runtime().database.reading() as session:
        asking = Asking.by(session, signed_in())
        form = asking.checked(request.form, now=runtime().clock.now())
        if form.errors:
            return form_page(form, asking)
        fixed = asking.room(form.room)
        if fixed is not None and not all_rooms:
            return preview_page(session, asking, form, fixed)
        return _rooms(session, asking, form)


@pages.post("/reservieren/vorschau")
@allow(*MAY_RESERVE)
def dates() -> Response:
    """Every date in the chosen room, before anything is saved."""
    with runtime().database.reading() as session:
        asking = Asking.by(session, signed_in())
        form, room = asking.chosen(request.form, now=runtime().clock.now())
        if form.errors or room is None:
            return form_page(form, asking)
        return preview_page(session, asking, form, room)


def _rooms(session: Session, asking: Asking, form: WishForm) -> Response:
    wish = asking.wish(form, None)
    starts = wish.when.starts()
    ranked = _ranked(session, asking, form, wish)
    choices = [room_choice(each, asks=asking.must_ask([each.room])) for each in ranked]
    rule = wish.when.rule
    return page(
        "reservations/rooms.html",
        hidden=form.hidden(),
        when_text=rule_words(rule, starts[0], wish.when.minutes),
        fitting=[each for each in choices if not each.misfits],
        unfitting=[each for each in choices if each.misfits],
        closed_dates=len(starts) - max((each.dates for each in ranked), default=0),
        dates=len(starts),
        left_out_text=left_out_words(rule, wish.when.first_day) if rule else "",
    )


def _ranked(session: Session, asking: Asking, form: WishForm, wish: Wish) -> list[RankedRoom]:
    """The rooms for the wish; the hall as it is usually taken, with set-up and clean-up."""
    now = runtime().clock.now()
    ranked = rank_rooms(session, wish, now=now)
    hall = next((each.room for each in ranked if each.room.needs_approval), None)
    if hall is None:
        return ranked
    longer = {each.room.id: each for each in rank_rooms(session, asking.wish(form, hall), now=now)}
    mixed = [longer[each.room.id] if each.room.needs_approval else each for each in ranked]
    return sorted(mixed, key=lambda each: (bool(each.misfits), -each.free))
