"""The short words of the board: what it is, until when, on which floor, and how long one waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from booking.appointments.happenings import Happening, HouseDays
from booking.house.models import ClosureKind, Room, RoomAccess
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.plan_entries import short_clock
from booking.web.views.rooms import RoomView, room_view

AN_HOUR = 60


def door_of(room: Room | None, days: HouseDays) -> RoomView | None:
    """The room, which nobody reaches by a lift that is out of order."""
    view = room_view(room)
    if view is None or room is None or room.access != RoomAccess.STAIR_LIFT or not lift_is_out(days):
        return view
    return replace(view, access_text=_("nur Treppe"))


def words_of(happenings: Sequence[Happening]) -> str:
    """Their words, each once."""
    spoken = current_language()
    return ", ".join(dict.fromkeys(each.word(spoken) for each in happenings))


def way_words(room: Room, *, no_lift: bool) -> str:
    """Erdgeschoss; Obergeschoss, mit Treppenlift; or only by the stairs while the lift is out of order."""
    floor = _(room.floor) if room.floor else ""
    access = {
        RoomAccess.STAIR_LIFT: _("nur Treppe") if no_lift else _("mit Treppenlift"),
        RoomAccess.STAIRS: _("nur Treppe"),
    }.get(RoomAccess(room.access), "")
    return ", ".join(part for part in (floor, access) if part)


def waiting_words(minutes: int, left: int) -> str:
    """How long one waits, as people say it; "" when nobody waits, or nobody counted.

    `left` is how many minutes the door stays open: who would wait longer is told so.
    """
    if minutes == 0:
        return ""
    if minutes >= left:
        return _("Die Zeit reicht heute vielleicht nicht mehr")
    if minutes > AN_HOUR:
        return ngettext(
            "Wartezeit etwa %(num)s Stunde", "Wartezeit etwa %(num)s Stunden", whole_hours(minutes)
        )
    return ngettext("Wartezeit etwa %(num)s Minute", "Wartezeit etwa %(num)s Minuten", minutes)


def whole_hours(minutes: int) -> int:
    """About how many hours that is."""
    return (minutes + AN_HOUR // 2) // AN_HOUR


def lift_is_out(days: HouseDays) -> bool:
    """Whether the stair lift is out of order right now."""
    now = days.plan.now
    return any(
        each.kind == ClosureKind.LIFT and each.starts_at <= now < each.ends_at for each in days.out_of_order
    )


def times_words(start: datetime, end: datetime) -> str:
    return _("%(start)s bis %(end)s", start=short_clock(start), end=clock_words(end))


def clock_words(moment: datetime) -> str:
    """9 Uhr, or 9:30 Uhr."""
    return _("%(clock)s Uhr", clock=short_clock(moment))
