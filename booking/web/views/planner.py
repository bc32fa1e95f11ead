"""The plan of a day and of a week as their pages show it: rooms in rows, links for those who may act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.house.models import Room
from booking.reservations.plan import Plan
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds, to_wall, wall_day
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.plan_entries import Entry, entries_on, short_clock, times_text
from booking.web.views.plan_words import opening_text, summary
from booking.web.views.rooms import RoomView, room_view
from booking.web.views.timeline import Timeline, timeline

NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Here:
    """An entry in a part of the day; `goes_on` when it began in an earlier part."""

    entry: Entry
    goes_on: bool = False


@dataclass(frozen=True)
class FreeTime:
    """When a room is free in words, and for those who may reserve an address."""

    text: str
    url: str


@dataclass(frozen=True)
class DayRow:
    """A room in the table of a day: morning, afternoon, evening, and its next free time."""

    room: RoomView | None
    parts: Sequence[Sequence[Here]]
    free: FreeTime | None


@dataclass(frozen=True)
class DayPlan:
    picture: Timeline
    rows: Sequence[DayRow]
    summary: str
    opening_text: str


@dataclass(frozen=True)
class WeekRow:
    """A line of a week's table: a room, or for one room a part of the day, with a list for each day."""

    room: RoomView | None
    name: str
    url: str
    days: Sequence[Sequence[Here]]


def day_plan(actor: Actor, plan: Plan) -> DayPlan:
    """The first day of the plan."""
    day = plan.days[0]
    found = [(room, entries_on(actor, plan, room, day)) for room in plan.rows()]
    return DayPlan(
        picture=timeline(plan, day, found),
        rows=[
            DayRow(room_view(room), in_parts(entries, day), _next_free(actor, plan, room, day))
            for room, entries in found
        ],
        summary=summary(plan, day),
        opening_text=opening_text(plan, day),
    )


def week_of_rooms(actor: Actor, plan: Plan, days: Sequence[date]) -> list[WeekRow]:
    """Rooms by days."""
    return [
        WeekRow(
            room=room_view(room),
            name=room.name,
            url=f"/planer/woche?{urlencode({'tag': days[0], 'raum': room.slug})}",
            days=[[Here(entry) for entry in entries_on(actor, plan, room, day)] for day in days],
        )
        for room in plan.rows()
    ]


def week_of_room(actor: Actor, plan: Plan, room: Room, days: Sequence[date]) -> list[WeekRow]:
    """Parts of the day by days."""
    by_day = [in_parts(entries_on(actor, plan, room, day), day) for day in days]
    names = (_("Vormittag"), _("Nachmittag"), _("Abend"))
    return [WeekRow(None, name, "", [parts[number] for parts in by_day]) for number, name in enumerate(names)]


def free_times(actor: Actor, plan: Plan, room: Room, days: Sequence[date]) -> list[list[FreeTime]]:
    """For each day what is left of the room while the house is open."""
    return [
        [
            FreeTime(_("%(times)s Uhr", times=times_text(gap, day)), _reserve_url(actor, room, gap.start))
            for gap in plan.free_on(room, day)
        ]
        for day in days
    ]


def days_shown(plan: Plan) -> list[date]:
    """Monday to Saturday; Sunday only if something is there."""
    *week, sunday = plan.days
    used = any(plan.dates_on(room, sunday) or plan.others_on(room, sunday) for room in plan.rooms)
    return [*week, sunday] if used or plan.open_on(sunday) else week


def in_parts(entries: Sequence[Entry], day: date) -> list[list[Here]]:
    """Morning, afternoon and evening; an entry stands in each part in which it lasts."""
    bounds, noon, evening = day_bounds(day), at_wall(day, NOON), at_wall(day, EVENING)
    parts = (Interval(bounds.start, noon), Interval(noon, evening), Interval(evening, bounds.end))
    return [
        [Here(each, not part.includes(each.told.start)) for each in entries if each.told.overlaps(part)]
        for part in parts
    ]


def may_reserve(actor: Actor) -> bool:
    return actor.role != Role.CARETAKER


def _next_free(actor: Actor, plan: Plan, room: Room, day: date) -> FreeTime | None:
    start = plan.next_free(room, day)
    if start is None:
        return None
    text = _("%(time)s Uhr", time=short_clock(start))
    if wall_day(start) != day:
        text = f"{_day_text(wall_day(start), plan.now)}, {text}"
    return FreeTime(text, _reserve_url(actor, room, start))


def _day_text(day: date, now: datetime) -> str:
    """Heute, morgen, or Mi, 25. November."""
    names = {wall_day(now): _("heute"), wall_day(now) + timedelta(days=1): _("morgen")}
    formats = current_language().formats
    return names.get(day, f"{formats.weekday_short(day)}, {formats.short_day(day)}")


def _reserve_url(actor: Actor, room: Room, start: datetime) -> str:
    if not may_reserve(actor):
        return ""
    wall = to_wall(start)
    return f"/reservieren?{urlencode({'raum': room.slug, 'tag': wall.date(), 'zeit': f'{wall:%H:%M}'})}"
