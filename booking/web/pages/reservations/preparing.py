"""Another set-up of the room, or another way to its key, for all dates to come."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.house.rooms import rooms_and_parts
from booking.reservations.models import Reservation
from booking.reservations.preparing import prepare
from booking.web.access import allow, runtime
from booking.web.forms.preparing import PreparingForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.reservations.changing import ROLES, saved, to_change, to_look, while_possible
from booking.web.views.overtaken import Conflict, lines_of
from booking.web.views.wish_form import key_options, seating_options
from booking.web.views.wishes import setting_up_facts

PREPARED = "prepared"

pages = Blueprint("reservation_preparing", __name__)


@pages.get("/reservierung/<token:reservation_id>/vorbereiten")
@allow(*ROLES)
@while_possible
def ask(reservation_id: str) -> AnyResponse:
    with runtime().database.reading() as database:
        reservation = to_look(database, reservation_id)
        return _form(database, reservation, PreparingForm.showing(reservation))


@pages.post("/reservierung/<token:reservation_id>/vorbereiten")
@allow(*ROLES)
@while_possible
def change(reservation_id: str) -> AnyResponse:
    form = PreparingForm.typed(request.form)
    with runtime().database.writing() as database:
        reservation = to_change(database, reservation_id)
        if form.errors:
            return _form(database, reservation, form)
        if seen_in(request.form) != _mark(reservation) and form != PreparingForm.showing(reservation):
            return _both(database, reservation, form)
        prepare(
            database,
            reservation,
            seating=form.seating or None,
            key=form.key_from or None,
            now=runtime().clock.now(),
        )
    return saved(reservation_id, PREPARED)


def _form(database: Session, reservation: Reservation, form: PreparingForm) -> Response:
    return page(
        "reservations/prepare.html",
        422 if form.errors else 200,
        reservation_id=reservation.id,
        form=form,
        errors=form.errors,
        seatings=seating_options(rooms_and_parts(database)),
        keys=key_options(),
        hidden=travelling(request.form, _mark(reservation)),
    )


def _both(database: Session, reservation: Reservation, form: PreparingForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    seating, key = _("Bestuhlung"), _("Schlüssel")
    lines = lines_of(
        {seating: seating, key: key},
        {seating: _("egal"), key: _("keinen"), **dict(setting_up_facts(form.seating, form.key_from))},
        {
            seating: _("egal"),
            key: _("keinen"),
            **dict(setting_up_facts(reservation.seating, reservation.key)),
        },
    )
    own = f"/reservierung/{reservation.id}"
    conflict = Conflict(
        title=_("Die Reservierung hat sich inzwischen geändert."),
        action=f"{own}/vorbereiten",
        fresh=f"{own}/vorbereiten",
        back=own,
        lines=lines,
        hidden={"seating": form.seating, "key_from": form.key_from, SEEN: _mark(reservation)},
        step="",
    )
    return overtaken_page(database, conflict, f"reservation:{reservation.id}")


def _mark(reservation: Reservation) -> str:
    return mark_of(reservation.seating, reservation.key)
