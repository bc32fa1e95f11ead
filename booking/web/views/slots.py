"""Free times as a list: fourteen days at a time, each day with its room, a slot saying only what differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from booking.appointments.slots import Slot, Wish, find_slots, taken_per_day
from booking.house.calendar import Closed
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import wall_day
from booking.web.views.rooms import RoomView, place_text, room_view

DAYS_AT_A_TIME = 14
WEEKEND = 5


@dataclass(frozen=True)
class SlotView:
    value: str
    start: datetime
    room: RoomView | None
    place_text: str
    deviation: str = ""


@dataclass(frozen=True)
class DayView:
    date: date
    id: str
    room: RoomView | None
    place_text: str
    slots: list[SlotView]
    closed_text: str


@dataclass(frozen=True)
class SlotList:
    """A window of days. `later` is the first day of the next window, or None; `is_first`: none lies before it."""

    next_slot: SlotView | None
    is_first: bool
    days: list[DayView]
    count: int
    until: date
    later: date | None


def slot_value(start: datetime) -> str:
    """What a button sends for a slot: its start in UTC."""
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def slot_view(slot: Slot) -> SlotView:
    return SlotView(slot_value(slot.start), slot.start, room_view(slot.room), place_text(slot.channel))


def free_starts(session: Session, wish: Wish, within: Interval, *, now: datetime) -> list[Slot]:
    """One slot for each free time, the one a booking would get: with whoever has the fewest that day."""
    taken = taken_per_day(session, wish, within, now=now)
    slots = find_slots(session, wish, within, now=now)
    slots.sort(
        key=lambda slot: (
            slot.start,
            taken[slot.hours.adviser_id, wall_day(slot.start)],
            slot.hours.adviser_id,
        )
    )
    return [next(group) for _, group in groupby(slots, key=lambda slot: slot.start)]


def slot_list(slots: Sequence[Slot], closed: Sequence[Closed], *, first: date, last: date) -> SlotList:
    """The window from `first` on, or from the first day with a free slot; nothing lies behind `last`."""
    to_come = [slot for slot in slots if wall_day(slot.start) >= first]
    begin = wall_day(to_come[0].start) if to_come else first
    until = min(begin + timedelta(days=DAYS_AT_A_TIME - 1), last)
    shown = [slot for slot in to_come if wall_day(slot.start) <= until]
    rest = to_come[len(shown) :]
    days = [_day(day, list(group)) for day, group in groupby(shown, key=lambda slot: wall_day(slot.start))]
    if days:
        days += _closed_days(closed, {day.date for day in days}, begin, until)
    return SlotList(
        next_slot=slot_view(shown[0]) if shown else None,
        is_first=len(to_come) == len(slots),
        days=sorted(days, key=lambda day: day.date),
        count=len(shown),
        until=until,
        later=wall_day(rest[0].start) if rest else None,
    )


def _day(day: date, slots: list[Slot]) -> DayView:
    views = [slot_view(slot) for slot in slots]
    usual = Counter((view.room, view.place_text) for view in views).most_common(1)[0][0]
    return DayView(
        date=day,
        id=f"tag-{day.isoformat()}",
        room=usual[0],
        place_text=usual[1],
        slots=[
            view
            if (view.room, view.place_text) == usual
            else SlotView(view.value, view.start, view.room, view.place_text, _deviation(view))
            for view in views
        ],
        closed_text="",
    )


def _deviation(view: SlotView) -> str:
    return view.room.name if view.room else view.place_text


def _closed_days(closed: Sequence[Closed], known: set[date], first: date, last: date) -> list[DayView]:
    """Days of the week on which the house is closed and nothing is free, with the reason."""
    reasons: dict[date, list[str]] = defaultdict(list)
    for each in closed:
        day = max(wall_day(each.interval.start), first)
        while each.room_id is None and day <= min(
            wall_day(each.interval.end - timedelta(microseconds=1)), last
        ):
            if day not in known and day.weekday() < WEEKEND and each.reason not in reasons[day]:
                reasons[day].append(each.reason)
            day += timedelta(days=1)
    return [
        DayView(day, f"tag-{day.isoformat()}", None, "", [], ", ".join(texts))
        for day, texts in reasons.items()
        if texts
    ]
