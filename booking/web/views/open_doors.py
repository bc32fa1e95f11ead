"""Open doors with who waits there: numbers, times and words; for the desk and for an adviser's own page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.desk.models import WalkIn
from booking.desk.waiting_times import OpenDoor, waiting_today
from booking.desk.walk_ins import looks_after, of_hours
from booking.ids import random_id
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.board_words import AN_HOUR, whole_hours
from booking.web.views.doors import door_word
from booking.web.views.rooms import RoomView, place_text, room_view


@dataclass(frozen=True)
class WaitingView:
    """Somebody with a number; `state` is waiting, called, served or left."""

    id: str
    number: int
    arrived_at: datetime
    called_at: datetime | None
    state: str


@dataclass(frozen=True)
class OpenDoorView:
    """`key` is the name under which the next number is given: sent twice, it is one number.

    Without `takes` nobody gets one now, and `shut_text` says so.
    """

    id: int
    title: str
    start: datetime
    end: datetime
    room: RoomView | None
    place_text: str
    adviser: str
    is_open: bool
    waiting_text: str
    takes: bool
    shut_text: str
    waiting: list[WaitingView]
    called: list[WaitingView]
    gone: list[WaitingView]
    key: str

    @property
    def next_number(self) -> int | None:
        return self.waiting[0].number if self.waiting else None


def doors_of(session: Session, actor: Actor, now: datetime) -> list[OpenDoorView]:
    """The open doors of today that the actor looks after, by start."""
    doors = [each for each in waiting_today(session, now) if looks_after(actor, each.hours)]
    came: dict[int, list[WaitingView]] = defaultdict(list)
    for each in of_hours(session, [door.hours.id for door in doors], now):
        came[each.hours_id].append(_waiting(each))
    return [_door(each, came[each.hours.id], now) for each in doors]


def waiting_text(waiting: int, minutes: int, left: int) -> str:
    """How many wait, and how long somebody who comes now; `left` is how many minutes the door stays open."""
    people = ngettext("%(num)s wartet", "%(num)s warten", waiting) if waiting else _("niemand wartet")
    if minutes == 0:
        return people
    if minutes >= left:
        return _("%(people)s, die Zeit reicht heute vielleicht nicht mehr", people=people)
    if minutes > AN_HOUR:
        return ngettext(
            "%(people)s, etwa %(num)s Stunde Wartezeit",
            "%(people)s, etwa %(num)s Stunden Wartezeit",
            whole_hours(minutes),
            people=people,
        )
    return _("%(people)s, etwa %(n)s Minuten Wartezeit", people=people, n=minutes)


def minutes_left(door: OpenDoor, now: datetime) -> int:
    """How long it is open still, from now or from when it opens, without the times when it is closed."""
    left = (each.end - max(now, each.start) for each in door.times if each.end > now)
    return int(sum(left, timedelta()).total_seconds()) // 60


def shut_text() -> str:
    """Why nobody gets a number at a door that is closed for a while, or where it is over."""
    return _("Diese Tür ist gerade geschlossen.")


def _door(door: OpenDoor, came: Sequence[WaitingView], now: datetime) -> OpenDoorView:
    hours = door.hours
    return OpenDoorView(
        id=hours.id,
        title=door_word(hours.offer),
        start=hours.starts_at,
        end=hours.ends_at,
        room=room_view(hours.room),
        place_text=place_text(hours.channel),
        adviser=hours.adviser.name,
        is_open=hours.starts_at <= now,
        waiting_text=waiting_text(door.waiting, door.minutes, minutes_left(door, now)),
        takes=not door.shut,
        shut_text=shut_text(),
        waiting=[each for each in came if each.state == "waiting"],
        called=[each for each in came if each.state == "called"],
        gone=[each for each in came if each.state in ("served", "left")],
        key=random_id(),
    )


def _waiting(walk_in: WalkIn) -> WaitingView:
    return WaitingView(walk_in.id, walk_in.number, walk_in.arrived_at, walk_in.called_at, walk_in.state)
