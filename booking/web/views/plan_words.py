"""What the plan of a day says in a sentence: how many rooms are taken, and whether the house is open."""

from __future__ import annotations

from datetime import date

from booking.house.calendar import Closed
from booking.reservations.plan import Plan
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.plan_entries import times_text


def summary(plan: Plan, day: date) -> str:
    """How many of the rooms are taken: right now, or on another day at all. The hall counts as one."""
    rooms = [room for room in plan.rooms if room.part_of_id is None]
    if day != wall_day(plan.now):
        used = sum(any(each.takes_place for each in plan.dates_on(room, day)) for room in rooms)
        return _("An diesem Tag sind %(n)s von %(all)s Räumen reserviert.", n=used, all=len(rooms))
    shut = [plan.is_closed_now(room) for room in rooms]
    taken = sum(plan.is_taken_now(room) for room, closed in zip(rooms, shut, strict=True) if not closed)
    words = ngettext(
        "%(num)s von %(all)s Räumen ist gerade belegt",
        "%(num)s von %(all)s Räumen sind gerade belegt",
        taken,
        all=len(rooms),
    )
    if any(shut):
        words += ngettext(", %(num)s ist geschlossen", ", %(num)s sind geschlossen", sum(shut))
    return f"{words}."


def opening_text(plan: Plan, day: date) -> str:
    """From when to when the house is open on that day, or why not."""
    hours = plan.open_on(day)
    closed = next((each for each in plan.closed if _takes_all(each, hours or day_bounds(day))), None)
    if closed is not None:
        return _("Das Haus ist geschlossen: %(reason)s", reason=closed.reason)
    if hours is None:
        return _("An diesem Tag ist das Haus nicht geöffnet.")
    return _("Geöffnet %(times)s Uhr.", times=times_text(hours, day))


def _takes_all(closed: Closed, hours: Interval) -> bool:
    return closed.room_id is None and closed.interval.contains(hours)
