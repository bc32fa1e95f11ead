"""Free slots of consultation hours, computed at each question and never stored.

The answer is an offer: only the database, when the claim is written, decides who gets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from booking.scheduling.intervals import BusyTimes, Interval
from booking.scheduling.walltime import wall_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Grid:
    """How slots follow each other: one starts every `duration` + `buffer` from the window's start."""

    duration: timedelta
    buffer: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        """Refuse what would never come to an end."""
        if self.duration <= timedelta(0) or self.buffer < timedelta(0):
            message = f"a slot lasts some time, its buffer none or more: {self.duration}, {self.buffer}"
            raise ValueError(message)

    def length(self, slots: int) -> timedelta:
        """How long a talk is that takes so many slots in a row, with the buffers between them."""
        return slots * self.duration + (slots - 1) * self.buffer


@dataclass(frozen=True, slots=True)
class Window:
    """A Sprechstunde that is open for booking, on its own terms."""

    id: int
    adviser: int
    interval: Interval
    seats: tuple[int, ...]  # resource ids of the adviser's parallel seats
    room: int | None  # the room of the session, already held by its reservation
    needs_room: bool  # each slot takes a free room of its own instead
    grid: Grid
    bookable: Interval  # when a slot may start: after the notice, before the horizon
    daily_cap: int | None = None
    in_a_row: int = 1  # how many slots the talk takes, for the same seat and room

    def __post_init__(self) -> None:
        """Refuse a talk that takes no slot."""
        if self.in_a_row < 1:
            message = f"a talk takes a slot or more: {self.in_a_row}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class RoomOption:
    """A suitable room; a hall in parts is free only if all its resources are."""

    room: int
    resources: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse a room without resources, which would always look free."""
        if not self.resources:
            message = f"room {self.room} has no resource to claim"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot somebody may book: `interval` is the talk, `claim` what seat and room are held for."""

    window: int
    adviser: int
    interval: Interval
    claim: Interval
    free_seats: tuple[int, ...]
    room: int | None


def slot_intervals(opened: Interval, grid: Grid, in_a_row: int = 1) -> Iterator[tuple[Interval, Interval]]:
    """Each slot that fits into the opened time, with its claim: the buffer too, but not beyond that time.

    With several `in_a_row`, each start of the grid from which so many fit, as one long slot.
    """
    start, close = opened.start, opened.end
    length = grid.length(in_a_row)
    while start + length <= close:
        interval = Interval(start, start + length)
        claim = Interval(start, min(interval.end + grid.buffer, close)) if grid.buffer else interval
        start += grid.duration + grid.buffer
        yield interval, claim


def has_slot_at(start: datetime, opened: Interval, grid: Grid, in_a_row: int = 1) -> bool:
    """Whether a slot of the opened time, free or not, starts exactly then."""
    return any(interval.start == start for interval, _ in slot_intervals(opened, grid, in_a_row))


def free_slots(
    windows: Iterable[Window],
    busy: Mapping[int, BusyTimes],
    rooms: Sequence[RoomOption],
    *,
    closed: Sequence[Interval],
    taken_per_day: Mapping[tuple[int, date], int],
) -> list[FreeSlot]:
    """The slots that can be booked, by start and adviser.

    `busy` is by resource id, one that is missing is free all the time. A slot starts while its window
    is `bookable`, overlaps nothing `closed`, has a seat that is free all along, and such a room if it needs
    one: the first of `rooms`. On a day (in Berlin) on which the adviser's count in `taken_per_day`, by (adviser,
    day), has reached the window's `daily_cap`, the window has none.
    """
    shut = BusyTimes(closed)
    found = [
        slot
        for window in windows
        for interval, claim in slot_intervals(window.interval, window.grid, window.in_a_row)
        if window.bookable.start <= interval.start < window.bookable.end
        and shut.is_free(interval)
        and not _is_full(window, interval, taken_per_day)
        and (slot := _seated(window, interval, claim, busy, rooms))
    ]
    return sorted(found, key=lambda slot: (slot.interval.start, slot.adviser, slot.window))


def _is_full(window: Window, interval: Interval, taken_per_day: Mapping[tuple[int, date], int]) -> bool:
    if window.daily_cap is None:
        return False
    return taken_per_day.get((window.adviser, wall_day(interval.start)), 0) >= window.daily_cap


def _seated(
    window: Window,
    interval: Interval,
    claim: Interval,
    busy: Mapping[int, BusyTimes],
    rooms: Sequence[RoomOption],
) -> FreeSlot | None:
    """The slot with its free seats and its room, or None when one of the two is missing."""
    seats = [seat for seat in window.seats if _is_free(seat, claim, busy)]
    if not seats:
        return None
    room = _first_free_room(rooms, claim, busy) if window.needs_room else window.room
    if room is None and window.needs_room:
        return None
    return FreeSlot(window.id, window.adviser, interval, claim, tuple(seats), room)


def _first_free_room(
    rooms: Sequence[RoomOption], claim: Interval, busy: Mapping[int, BusyTimes]
) -> int | None:
    for option in rooms:
        if all(_is_free(resource, claim, busy) for resource in option.resources):
            return option.room
    return None


def _is_free(resource: int, claim: Interval, busy: Mapping[int, BusyTimes]) -> bool:
    times = busy.get(resource)
    return times is None or times.is_free(claim)
