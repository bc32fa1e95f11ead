"""The oracle of the slot tests: the same question answered minute by minute, with sets of numbers only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.scheduling.clocks import berlin_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from booking.scheduling.intervals import Interval
    from booking.scheduling.slots import RoomOption, Window

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
Answer = tuple[int, int, int, int, tuple[int, ...], int | None]


def minute(instant: datetime) -> int:
    """The number of the minute since the epoch of the tests."""
    return int((instant - EPOCH).total_seconds()) // 60


def minutes(*intervals: Interval) -> set[int]:
    """Every minute that one of the intervals covers."""
    return {number for each in intervals for number in range(minute(each.start), minute(each.end))}


def slots_by_minutes(
    windows: Sequence[Window],
    busy: Mapping[int, Sequence[Interval]],
    rooms: Sequence[RoomOption],
    *,
    closed: Sequence[Interval],
    taken_per_day: Mapping[tuple[int, date], int],
) -> list[Answer]:
    """(start, adviser, window, last claimed minute, free seats, room) of each free slot, in order."""
    taken = {resource: minutes(*times) for resource, times in busy.items()}
    shut = minutes(*closed)
    answers: list[Answer] = []
    for window in windows:
        grid, inside, open_for_start = window.grid, minutes(window.interval), minutes(window.bookable)
        usual, buffer = (int(each.total_seconds()) // 60 for each in (grid.duration, grid.buffer))
        length = window.in_a_row * (usual + buffer) - buffer
        first = min(inside)
        for start in sorted(inside):
            slot = set(range(start, start + length))
            claim = set(range(start, start + length + buffer)) & inside
            on_grid = (start - first) % (usual + buffer) == 0
            if not on_grid or not slot <= inside or slot & shut or start not in open_for_start:
                continue
            day = berlin_day(EPOCH + timedelta(minutes=start))
            cap = window.daily_cap
            if cap is not None and taken_per_day.get((window.adviser, day), 0) >= cap:
                continue
            seats = tuple(seat for seat in window.seats if not claim & taken.get(seat, set()))
            free_rooms = [
                option.room
                for option in rooms
                if not any(claim & taken.get(resource, set()) for resource in option.resources)
            ]
            if not seats or (window.needs_room and not free_rooms):
                continue
            room = free_rooms[0] if window.needs_room else window.room
            answers.append((start, window.adviser, window.id, max(claim), seats, room))
    return sorted(answers)
