"""Calling off one date, the rest, or all to come: first who is touched by it, then the button."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments import rearranging
from booking.appointments.guests import give_back
from booking.reservations.models import IN_THE_CALENDAR
from booking.reservations.scope import Scope
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.changes import HELD_FIELD, held_before, read_answers
from booking.web.forms.reading import typed
from booking.web.forms.seen import Overtaken, place_of
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.appointments.manage import known_contact
from booking.web.pages.reservations.changing import (
    LOOK,
    ROLES,
    SAVE,
    Touched,
    by_house,
    saved,
    to_change,
    to_look,
    while_possible,
)
from booking.web.pages.reservations.seen import Shown
from booking.web.pages.reservations.surprises import SURPRISES, surprise_words
from booking.web.views.guests import guest_rows
from booking.web.views.overtaken import Line
from booking.web.views.reservations import DateView, date_view, date_views, title_words

CANCELLED = "cancelled"
MOST_SHOWN = 20

pages = Blueprint("reservation_cancelling", __name__)


@pages.get("/reservierung/<token:reservation_id>/absagen")
@allow(*ROLES)
@while_possible
def ask(reservation_id: str) -> AnyResponse:
    with runtime().database.reading() as database:
        touched = Touched.asked(to_look(database, reservation_id), request.args)
        touched.stretches()
        return page("reservations/cancel.html", **_facts(touched), preview=False, hidden=_hidden(touched))


@pages.post("/reservierung/<token:reservation_id>/absagen")
@allow(*ROLES)
@while_possible
def cancel(reservation_id: str) -> AnyResponse:
    step = typed(request.form, "step")["step"]
    return _take(reservation_id, SAVE if step == SAVE else LOOK)


def _take(reservation_id: str, step: str) -> AnyResponse:
    try:
        with runtime().database.writing() as database:
            touched = Touched.asked(to_change(database, reservation_id), request.form)
            if not _is_off(touched):
                touched.stretches()
                Shown(touched, place_of).check()
            if step == LOOK:
                return _preview(database, touched)
            rearranging.cancel(
                database,
                runtime().desk(),
                touched.reservation,
                touched.scope,
                touched.picked,
                answers=read_answers(request.form),
                by_house=by_house(),
            )
            give_back(database, held_before(request.form))
    except Overtaken:
        with runtime().database.reading() as database:
            return _both(database, Touched.asked(to_look(database, reservation_id), request.form))
    except SURPRISES as surprise:
        with runtime().database.writing() as database:
            touched = Touched.asked(to_change(database, reservation_id), request.form)
            return _preview(database, touched, surprise)
    return saved(reservation_id, CANCELLED)


def _preview(database: Session, touched: Touched, surprise: Exception | None = None) -> Response:
    guests = rearranging.preview_cancel(
        database,
        runtime().desk(),
        touched.reservation,
        touched.scope,
        touched.picked,
        earlier=held_before(request.form),
    )
    held = [each.replacement.id for each in guests if each.replacement]
    return page(
        "reservations/cancel.html",
        409 if surprise else 200,
        **_facts(touched),
        preview=True,
        surprise=surprise_words(surprise),
        dates=_dates(touched),
        guests=guest_rows(guests, read_answers(request.form), signed_in(), known_contact),
        hidden={
            **touched.hidden(),
            HELD_FIELD: ",".join(held),
            **Shown(touched, place_of).current(),
        },
    )


def _is_off(touched: Touched) -> bool:
    """Whether it is off already, which is what was asked for."""
    if touched.picked is not None and touched.scope == Scope.ONE:
        return touched.picked.status not in IN_THE_CALENDAR
    now = runtime().clock.now()
    coming = [each for each in touched.reservation.occurrences if not each.is_past(now)]
    return bool(coming) and all(each.status not in IN_THE_CALENDAR for each in coming)


def _both(database: Session, touched: Touched) -> Response:
    """Where and when the dates are now, beside the wish to call them off."""
    lines = [Line(_("Termin"), _("absagen"), _words(each)) for each in _dates(touched)[:MOST_SHOWN]]
    return Shown(touched, place_of).conflict(database, "absagen", lines, step=LOOK)


def _words(date: DateView) -> str:
    return f"{date.words}, {date.room.name}" if date.room else date.words


def _hidden(touched: Touched) -> dict[str, str]:
    picked = touched.picked.id if touched.picked else ""
    return {"termin": picked, **Shown(touched, place_of).travelling()}


def _dates(touched: Touched) -> list[DateView]:
    """The dates that would be off, without those that do not take place anyway."""
    found = [each for stretch in touched.stretches() for each in stretch.dates]
    standing = [each for each in found if each.status in IN_THE_CALENDAR]
    return date_views(standing, signed_in(), runtime().clock.now())


def _facts(touched: Touched) -> dict[str, Any]:
    now = runtime().clock.now()
    return {
        "reservation_id": touched.reservation.id,
        "title": title_words(touched.reservation, signed_in()),
        "date": date_view(touched.picked, signed_in(), now) if touched.picked else None,
        "scope": str(touched.scope),
        "scopes": touched.scopes(),
    }
