"""/reservieren: what somebody needs a room for, when, how often, and what the room must offer."""

from __future__ import annotations

from flask import Blueprint, Response, request

from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.forms.spoken import understand
from booking.web.forms.wish import WishForm
from booking.web.frame import page
from booking.web.pages.reservations.asking import MAY_RESERVE, Asking
from booking.web.views.wish_form import Heard, form_options, heard

LONGEST_SENTENCE = 300

pages = Blueprint("wish", __name__)


@pages.get("/reservieren")
@allow(*MAY_RESERVE)
def ask() -> Response:
    with runtime().database.reading() as session:
        return form_page(WishForm.asked(request.args), Asking.by(session, signed_in()))


@pages.post("/reservieren/satz")
@allow(*MAY_RESERVE)
def listen() -> Response:
    """The form, filled in from a sentence; nothing else happens until somebody checked it."""
    sentence = typed(request.form, "sentence")["sentence"][:LONGEST_SENTENCE]
    with runtime().database.reading() as session:
        asking = Asking.by(session, signed_in())
        names = {room.name: room.slug for room in asking.rooms}
        understood = understand(sentence, today=wall_day(runtime().clock.now()), rooms=names)
        form = WishForm.understood(understood.values, understood.needs)
        return form_page(form, asking, heard=heard(sentence, understood))


@pages.post("/reservieren/aendern")
@allow(*MAY_RESERVE)
def change() -> Response:
    """Back to the form from a later step, with everything in it."""
    with runtime().database.reading() as session:
        return form_page(WishForm.typed(request.form), Asking.by(session, signed_in()))


def form_page(form: WishForm, asking: Asking, *, heard: Heard | None = None) -> Response:
    """The form as it was typed, with its errors if it has any."""
    return page(
        "reservations/wish.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        offered=form_options(form, asking.rooms, asking.providers),
        for_anybody=asking.for_anybody,
        heard=heard,
    )
