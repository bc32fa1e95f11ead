"""Calling a Sprechstunde off: first who is touched by it, then the button. The room stays reserved."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.adjusting import OFF
from booking.appointments.guests import GuestsChanged
from booking.errors import NotAllowedNow, NotFound
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.forms.seen import Overtaken
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.hours.reaching import EVERYBODY_INSIDE, LOOK, SAVE, Reached, may_change, tell, to_look
from booking.web.pages.hours.seen import both, current_mark
from booking.web.pages.hours.touching import Touching, view_of
from booking.web.views.hours import appointments_to_come
from booking.web.views.overtaken import Line

pages = Blueprint("hours_calling_off", __name__)


@pages.get("/sprechstunde/<int(max=2147483647):hours_id>/absagen")
@allow(*EVERYBODY_INSIDE)
def ask(hours_id: int) -> AnyResponse:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        found = to_look(database, signed_in(), hours_id)
        if not may_change(signed_in(), found):
            raise NotFound("consultation_hours")
        if not view_of(found).can_change(now):
            return see(f"/sprechstunde/{hours_id}")
        count = appointments_to_come(database, found.hours, now)
        return page(
            "hours/cancel.html", **_facts(found), preview=False, count=count, hidden=current_mark(found)
        )


@pages.post("/sprechstunde/<int(max=2147483647):hours_id>/absagen")
@allow(*EVERYBODY_INSIDE)
def call_off(hours_id: int) -> AnyResponse:
    touching = Touching(hours_id, "hours/cancel.html", lambda _found: OFF, _facts)
    try:
        if typed(request.form, "step")["step"] != SAVE:
            return touching.preview()
        touching.save()
    except GuestsChanged:
        return touching.preview(changed=True)
    except Overtaken:
        with runtime().database.reading() as database:
            found = to_look(database, signed_in(), hours_id)
            view = view_of(found)
            lines = [Line(_("Sprechstunde"), _("absagen"), f"{view.day_text}, {view.span_text}")]
            return both(database, found, "absagen", lines, step=LOOK)
    except NotAllowedNow as refused:
        if refused.status != "closed":  # off already is what was asked for
            tell(_("Die Sprechstunde hat schon begonnen. Sie lässt sich nicht mehr absagen."))
        return see(f"/sprechstunde/{hours_id}")
    tell(_("Die Sprechstunde ist abgesagt."))
    return see(f"/sprechstunde/{hours_id}")


def _facts(found: Reached) -> dict[str, Any]:
    view = view_of(found)
    return {"hours": view, "title": view.title_for(signed_in()), "has_room": found.date is not None}
