"""The lobby board: for each room what is now and what comes next, in words that everybody may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking.appointments.happenings import Happening, HouseDays
from booking.appointments.models import Channel
from booking.house.models import Room
from booking.i18n import all_languages
from booking.scheduling.walltime import wall_day
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.board_words import (
    clock_words,
    door_of,
    lift_is_out,
    times_words,
    waiting_words,
    way_words,
    words_of,
)
from booking.web.views.rooms import RoomView, place_text

MOST_ROWS = 11  # as many as fit on a screen in large letters
BUSY, FREE, CLOSED = "busy", "free", "closed"
WELCOME = "Guten Tag,"


@dataclass(frozen=True)
class BoardRow:
    """A room: `state` is busy, free or closed; `until` and `start` are times in words, "" without any."""

    room: RoomView | None
    state: str
    now: str
    until: str
    start: str
    following: str
    way: str


@dataclass(frozen=True)
class OpenDoor:
    """Where one may walk in today; `waiting` is how long that takes, "" while nobody counts."""

    title: str
    times: str
    room: RoomView | None
    place: str
    waiting: str


@dataclass(frozen=True)
class Greeting:
    """A word of welcome in one of the languages."""

    code: str
    dir: str
    words: str


@dataclass(frozen=True)
class Board:
    """`idle` is how many rooms are left out because nothing takes place there any more today."""

    rows: Sequence[BoardRow]
    idle: int
    doors: Sequence[OpenDoor]


def board(days: HouseDays, waiting: Mapping[int, int]) -> Board:
    """The first of these days; `waiting` says how many minutes one waits, by Sprechstunde."""
    day, now = days.plan.days[0], days.plan.now
    rows = [board_row(days, room) for room in days.rooms_on(day)]
    if len(rows) > MOST_ROWS:
        wanted = [row for row in rows if row.state == BUSY or row.following]
        rows, idle = wanted[:MOST_ROWS], len(rows) - len(wanted)
    else:
        idle = 0
    doors = open_doors(days, waiting)
    coming = [door for door, each in doors if each.interval.end > now]
    return Board(rows, idle, coming)


def board_row(days: HouseDays, room: Room) -> BoardRow:
    """A room as it is now, with what comes next today."""
    now = days.plan.now
    today = days.on(wall_day(now), room)
    running = [each for each in today if each.interval.includes(now)]
    coming = [each for each in today if each.interval.start > now]
    closed = next(
        (each for each in days.plan.closed_on(room, wall_day(now)) if each.interval.includes(now)), None
    )
    following = [each for each in coming if each.interval.start == coming[0].interval.start]
    if running:
        state, words = BUSY, words_of(running)
        until = clock_words(max(each.interval.end for each in running))
    else:
        state, until = (CLOSED if closed else FREE), ""
        words = _("geschlossen") if closed else _("frei")
    return BoardRow(
        room=door_of(room, days),
        state=state,
        now=words,
        until=_("bis %(time)s", time=until) if until else "",
        start=clock_words(following[0].interval.start) if following else "",
        following=words_of(following),
        way=way_words(room, no_lift=lift_is_out(days)),
    )


def open_doors(days: HouseDays, waiting: Mapping[int, int]) -> list[tuple[OpenDoor, Happening]]:
    """The doors one may walk in by today, by start."""
    return [(_door(each, days, waiting), each) for each in days.on(days.plan.days[0]) if each.open_door]


def greetings() -> list[Greeting]:
    """Good day in every language of the house, each once."""
    found: dict[str, Greeting] = {}
    for each in all_languages():
        words = each.gettext(WELCOME).rstrip(" ,،.")
        found.setdefault(words, Greeting(each.code, each.dir, words))
    return list(found.values())


def _door(happening: Happening, days: HouseDays, waiting: Mapping[int, int]) -> OpenDoor:
    start, end = happening.interval.start, happening.interval.end
    running = start <= days.plan.now
    left = int((end - days.plan.now).total_seconds()) // 60
    return OpenDoor(
        title=happening.word(current_language()),
        times=_("offen bis %(time)s", time=clock_words(end)) if running else times_words(start, end),
        room=door_of(happening.room, days),
        place=place_text(Channel.ON_SITE),
        waiting=waiting_words(waiting.get(happening.hours_id or 0, 0), left) if running else "",
    )
