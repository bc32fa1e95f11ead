"""Changing a Sprechstunde: another time within its date, other seats, booked in another way."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.adjusting import Adjustment
from booking.appointments.carrying_out import AdviserBusy
from booking.appointments.guests import GuestsChanged
from booking.appointments.models import HoursMode
from booking.errors import NotAllowedNow, NotFound, Overlap, RulesBroken
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.changes import HELD_FIELD
from booking.web.forms.hours import HoursForm
from booking.web.forms.reading import typed
from booking.web.forms.seen import Overtaken
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.hours.reaching import ADVISERS, BACK, LOOK, SAVE, Reached, may_change, tell, to_look
from booking.web.pages.hours.seen import both, travelling_mark
from booking.web.pages.hours.touching import Touching, view_of
from booking.web.views.opening import problem_words
from booking.web.views.overtaken_words import hours_lines
from booking.web.views.rules import hours_words
from booking.web.views.terms import mode_words, offered_words, planned, seats_words, sight_of

FAULTS = (RulesBroken, AdviserBusy, Overlap)

pages = Blueprint("hours_adjusting", __name__)


@pages.get("/sprechstunde/<int(max=2147483647):hours_id>/aendern")
@allow(*ADVISERS)
def ask(hours_id: int) -> AnyResponse:
    with runtime().database.reading() as database:
        found = to_look(database, signed_in(), hours_id)
        if not may_change(signed_in(), found):
            raise NotFound("consultation_hours")
        if not view_of(found).can_change(runtime().clock.now()):
            return see(f"/sprechstunde/{hours_id}")
        return _form(found, HoursForm.showing(found.hours))


@pages.post("/sprechstunde/<int(max=2147483647):hours_id>/aendern")
@allow(*ADVISERS)
def change(hours_id: int) -> AnyResponse:
    form, step = HoursForm.typed(request.form), typed(request.form, "step")["step"]
    with runtime().database.reading() as database:
        found = to_look(database, signed_in(), hours_id)
        if not may_change(signed_in(), found):
            raise NotFound("consultation_hours")
        form = _checked(found, form)
        if form.errors or step == BACK:
            return _form(found, form)
    try:
        return _take(_touching(hours_id, form), save=step == SAVE)
    except Overtaken:
        with runtime().database.reading() as database:
            found = to_look(database, signed_in(), hours_id)
            lines = hours_lines(form, HoursForm.showing(found.hours))
            return both(database, found, "aendern", lines, step=LOOK)
    except NotAllowedNow:
        tell(_("Das lässt sich nicht mehr ändern."))
        return see(f"/sprechstunde/{hours_id}")
    except FAULTS as fault:
        with runtime().database.reading() as database:
            found = to_look(database, signed_in(), hours_id)
            return _form(found, form.refused("starts", _fault_words(fault)))


def _checked(found: Reached, form: HoursForm) -> HoursForm:
    checked = form.checked(found.hours.offer, [found.bounds])
    if not checked.errors and form.within(found.bounds).start <= runtime().clock.now():
        return checked.refused(
            "starts", _("Dieser Beginn ist schon vorbei. Bitte wählen Sie eine spätere Zeit.")
        )
    return checked


def _take(touching: Touching, *, save: bool) -> AnyResponse:
    if not save:
        return touching.preview()
    try:
        touching.save()
    except GuestsChanged:
        return touching.preview(changed=True)
    tell(_("Die Sprechstunde ist geändert."))
    return see(f"/sprechstunde/{touching.hours_id}")


def _touching(hours_id: int, form: HoursForm) -> Touching:
    def wanted(found: Reached) -> Adjustment:
        return Adjustment(
            interval=form.within(found.bounds),
            seats=int(form.seats),
            mode=HoursMode(form.mode),
            settings=form.settings,
        )

    def facts(found: Reached) -> dict[str, Any]:
        shape, hours = wanted(found), found.hours
        sight = sight_of(planned(hours.offer, hours.adviser, shape), hours.offer)
        return {**_facts(found), "plan": _plan(found, shape), "sight": sight, "hidden": form.values()}

    return Touching(hours_id, "hours/adjust_preview.html", wanted, facts)


def _form(found: Reached, form: HoursForm) -> Response:
    return page(
        "hours/adjust.html",
        422 if form.errors else 200,
        **_facts(found),
        form=form,
        errors=form.errors,
        bounds_text=hours_words(found.bounds.start, found.bounds.end),
        offered=offered_words(found.hours.offer),
        hidden={HELD_FIELD: typed(request.form, HELD_FIELD)[HELD_FIELD], **travelling_mark(found)},
    )


def _plan(found: Reached, wanted: Adjustment) -> list[tuple[str, str]]:
    """What it shall be, as key and value."""
    interval = wanted.interval or found.bounds
    return [
        (_("Wann"), f"{view_of(found).day_text}, {hours_words(interval.start, interval.end)}"),
        (_("So kommt man"), mode_words(wanted.mode)),
        (_("Plätze"), seats_words(wanted.seats)),
    ]


def _facts(found: Reached) -> dict[str, Any]:
    view = view_of(found)
    return {"hours": view, "title": view.title_for(signed_in())}


def _fault_words(fault: Exception) -> str:
    if isinstance(fault, RulesBroken):
        return problem_words(*fault.violations[0])
    return _("Zu dieser Zeit gibt es schon eine andere Sprechstunde derselben Person.")
