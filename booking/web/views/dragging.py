"""The plan of a day for whoever drags: rooms, what takes them, and what may be dropped elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from booking.accounts.access import Actor
from booking.house.models import Room
from booking.reservations.plan import Plan
from booking.reservations.planning import DatePlan
from booking.reservations.world import DateState
from booking.scheduling.walltime import to_wall
from booking.web.forms.seen import mark_of, place_of
from booking.web.language import gettext as _
from booking.web.views.plan_entries import Entry, entries_on
from booking.web.views.rules import day_words, hours_words


def day_data(actor: Actor, plan: Plan) -> dict[str, Any]:
    """Rooms and entries as the actor may see them; times on the wall, without a zone."""
    day, rooms = plan.days[0], plan.rows()
    return {
        "rooms": [{"id": room.slug, "title": room.name} for room in rooms],
        "entries": [
            each
            for room in rooms
            for each in _entries(room, entries_on(actor, plan, room, day), _marks(plan, room, day))
        ],
    }


def ways_out(date_id: str, path: str, plan: DatePlan) -> list[dict[str, str]]:
    """Other rooms and times for a blocked date, each as a link to the form with it filled in."""
    return [
        {
            "text": _(
                "%(when)s, %(room)s",
                when=f"{day_words(each.interval.start)}, {hours_words(each.interval.start, each.interval.end)}",
                room=each.room.name,
            ),
            "url": form_url(path, date_id, each.interval.start, each.interval.end, each.room),
        }
        for each in plan.proposals
    ]


def form_url(path: str, date_id: str, start: datetime, end: datetime, room: Room) -> str:
    """The move form of the date, with what was wanted filled in."""
    begins, ends = to_wall(start), to_wall(end)
    wanted = {"day": begins.date(), "start": f"{begins:%H:%M}", "end": f"{ends:%H:%M}", "room": room.slug}
    return f"{path}/verschieben?{urlencode({'termin': date_id, **wanted})}"


def blocked_words(plan: DatePlan) -> str:
    """Why the date cannot be there, as a sentence."""
    words = {
        DateState.PAST: _("Diese Zeit ist schon vorbei."),
        DateState.CONFLICT: _("%(room)s ist dann belegt.", room=plan.room.name),
    }
    return words.get(plan.state) or _("Dann ist geschlossen: %(reason)s.", reason=plan.reason or "–")


def _marks(plan: Plan, room: Room, day: date) -> dict[str, str]:
    """What the move form would have shown of each date, by the address of its form."""
    return {
        f"/reservierung/{each.reservation_id}/verschieben?termin={each.id}": f"{mark_of(place_of(each))}."
        for each in plan.dates_on(room, day)
    }


def _entries(room: Room, entries: list[Entry], marks: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "room": room.slug,
            "start": _wall(entry.told.start),
            "end": _wall(entry.told.end),
            "from": _wall(entry.taken.start),
            "to": _wall(entry.taken.end),
            "times": entry.times,
            "text": entry.text,
            "where": room.name,
            "state": entry.state,
            "url": entry.url,
            "move": entry.move_url,
            "seen": marks.get(entry.move_url, ""),
        }
        for entry in entries
    ]


def _wall(instant: datetime) -> str:
    return f"{to_wall(instant):%Y-%m-%dT%H:%M:00}"
