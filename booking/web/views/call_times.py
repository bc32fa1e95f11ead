"""Free times for a caller: a few whole days at a time, from a day on, with the days before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from booking.appointments.slots import Slot, Wish
from booking.appointments.terms import widest_span
from booking.scheduling.walltime import wall_day
from booking.web.views.no_time import no_time
from booking.web.views.slots import SlotView, free_starts, slot_view

AT_LEAST = 8

Day = tuple[date, list[SlotView]]


@dataclass(frozen=True)
class CallTimes:
    """`before` and `after` are the days from which the times around are shown, or None.

    `empty` says why nothing is free at all, `waiting_url` leads to the waiting list then.
    """

    days: Sequence[Day]
    before: date | None = None
    after: date | None = None
    empty: str = ""
    waiting_url: str = ""

    @property
    def values(self) -> list[str]:
        """Every time on the screen, as its button sends it."""
        return [slot.value for _, slots in self.days for slot in slots]


def call_times(session: Session, wish: Wish, since: date | None, *, now: datetime) -> CallTimes:
    """The times from that day on, at least eight where there are so many."""
    slots = free_starts(session, wish, widest_span(session, wish.offer, now), now=now)
    if not slots:
        nothing = no_time(session, wish, now=now)
        return CallTimes([], empty=nothing.reason_text, waiting_url=nothing.waiting_url)
    days = _by_day(slots)
    first = next((at for at, (day, _) in enumerate(days) if since is None or day >= since), len(days))
    end = _reach(days, first)
    return CallTimes(
        days=days[first:end],
        before=days[_reach_back(days, first)][0] if first else None,
        after=days[end][0] if end < len(days) else None,
    )


def _by_day(slots: Sequence[Slot]) -> list[Day]:
    return [
        (day, [slot_view(slot) for slot in group])
        for day, group in groupby(slots, key=lambda slot: wall_day(slot.start))
    ]


def _reach(days: Sequence[Day], first: int) -> int:
    """Behind the last day of a screen that begins with `first`."""
    end, count = first, 0
    while end < len(days) and count < AT_LEAST:
        count += len(days[end][1])
        end += 1
    return end


def _reach_back(days: Sequence[Day], end: int) -> int:
    """The first day of the screen that ends before `end`."""
    first, count = end, 0
    while first > 0 and count < AT_LEAST:
        first -= 1
        count += len(days[first][1])
    return first
