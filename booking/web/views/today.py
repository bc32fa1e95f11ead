"""What takes place in the house today, by time: the same that the board says, for phones and screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from booking.appointments.happenings import Happening, HouseDays
from booking.appointments.models import Channel
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.board import BoardRow, board_row
from booking.web.views.board_words import door_of, waiting_words
from booking.web.views.doors import DoorView
from booking.web.views.rooms import RoomView, place_text

OPEN, LATER, OVER, CANCELLED = "open", "later", "over", "cancelled"


@dataclass(frozen=True)
class TodayRow:
    """Something today: `state` is open, later, over or cancelled, `waiting` how long it takes to get in, or ""."""

    start: datetime
    end: datetime
    title: str
    room: RoomView | None
    place_text: str
    status_text: str
    state: str
    waiting: str = ""


def rows_today(days: HouseDays, waiting: Mapping[int, int], doors: Iterable[DoorView]) -> Sequence[TodayRow]:
    """By start, each line once; of `doors` those that were called off, which the house must tell too."""
    found = [_row(each, days, waiting) for each in days.on(days.plan.days[0]) if not each.single]
    found += [
        TodayRow(each.start, each.end, each.title, each.room, each.place_text, each.status_text, CANCELLED)
        for each in doors
        if each.state == CANCELLED
    ]
    return list(dict.fromkeys(sorted(found, key=lambda row: row.start)))


def rooms_today(days: HouseDays) -> Sequence[BoardRow]:
    """By door: what is now, and what comes next."""
    return [board_row(days, room) for room in days.rooms_on(days.plan.days[0])]


def _row(happening: Happening, days: HouseDays, waiting: Mapping[int, int]) -> TodayRow:
    span, now = happening.interval, days.plan.now
    left = int((span.end - now).total_seconds()) // 60
    state = OVER if span.end <= now else OPEN if span.start <= now else LATER
    return TodayRow(
        start=span.start,
        end=span.end,
        title=happening.word(current_language()),
        room=door_of(happening.room, days),
        place_text=place_text(Channel.ON_SITE),
        status_text=_status(happening, state),
        state=state if happening.open_door or state == OVER else LATER,
        waiting=waiting_words(waiting.get(happening.hours_id or 0, 0), left) if state == OPEN else "",
    )


def _status(happening: Happening, state: str) -> str:
    formats = current_language().formats
    if state == OVER:
        return _("vorbei")
    if happening.offer is None:
        return _("läuft jetzt") if state == OPEN else _("später")
    if not happening.open_door:
        return _("mit Termin")
    if state == OPEN:
        return _("offen bis %(time)s", time=formats.time(happening.interval.end))
    return _("offen ab %(time)s", time=formats.time(happening.interval.start))
