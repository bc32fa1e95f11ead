"""The fields of a form that was overtaken, in words: what was typed, and what is saved now."""

from __future__ import annotations

from collections.abc import Sequence

from booking.house.models import Room
from booking.scheduling.walltime import at_wall
from booking.web.forms.changes import MoveForm
from booking.web.forms.hours import HoursForm
from booking.web.forms.reading import day_of
from booking.web.language import gettext as _
from booking.web.views.overtaken import Line, lines_of
from booking.web.views.rules import day_words
from booking.web.views.terms import mode_words

NOON = 12


def place_lines(mine: MoveForm, now: MoveForm, rooms: Sequence[Room]) -> list[Line]:
    """When and in which room."""
    labels = {"day": _("Tag"), "start": _("von"), "end": _("bis"), "room": _("Raum")}
    return lines_of(labels, _place(mine, rooms), _place(now, rooms))


def hours_lines(mine: HoursForm, now: HoursForm) -> list[Line]:
    """Times, seats and rules of a Sprechstunde."""
    labels = {
        "starts": _("von"),
        "ends": _("bis"),
        "seats": _("Plätze"),
        "mode": _("So kommt man"),
        "slot_minutes": _("Länge in Minuten"),
        "buffer_minutes": _("Pause in Minuten"),
        "notice_hours": _("Frist in Stunden"),
        "horizon_days": _("Buchbar im Voraus, Tage"),
        "daily_cap": _("Höchstens am Tag"),
    }
    return lines_of(labels, _hours(mine), _hours(now))


def _place(form: MoveForm, rooms: Sequence[Room]) -> dict[str, str]:
    day = day_of(form.day)
    room = next((each.name for each in rooms if each.slug == form.room), "")
    told = day_words(at_wall(day, NOON)) if day else form.day
    return {"day": told, "start": form.start, "end": form.end, "room": room}


def _hours(form: HoursForm) -> dict[str, str]:
    return {**form.values(), "mode": mode_words(form.mode)}
