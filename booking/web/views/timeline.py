"""The picture of a day: a table of quarter hours in which a bar is a cell over several columns.

Times off the quarter are rounded outwards here; the words in the bars stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from booking.house.models import Room
from booking.reservations.plan import Plan
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, to_wall
from booking.web.views.plan_entries import Entry

HOUR = 4  # quarters
DAY = 24 * HOUR
USUAL = (9 * HOUR, 17 * HOUR)
SETUP, CLEANUP = "setup", "cleanup"


@dataclass(frozen=True)
class Cell:
    """So many columns: a bar (`entry`), its set-up or clean-up (`kind`), or nothing; perhaps from a full hour on."""

    span: int
    on_the_hour: bool
    entry: Entry | None = None
    kind: str = ""


@dataclass(frozen=True)
class Lane:
    """A line of the table. The first one of a room names it for all of them (`height`)."""

    room: Room
    height: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Timeline:
    """`now` is the column in which the day stands, None on other days."""

    hours: Sequence[int]
    lanes: Sequence[Lane]
    now: int | None

    @property
    def columns(self) -> int:
        return len(self.hours) * HOUR


@dataclass(frozen=True)
class _Bar:
    """The columns of an entry: from set-up over the time itself to the end of clean-up."""

    entry: Entry
    setup: int
    start: int
    end: int
    cleanup: int

    def from_column(self, column: int) -> _Bar:
        """The bar without what lies before the column."""
        return replace(self, setup=max(self.setup, column), start=max(self.start, column))


def timeline(plan: Plan, day: date, rows: Iterable[tuple[Room, Sequence[Entry]]]) -> Timeline:
    """The picture, from the earliest to the latest of opening hours and entries."""
    bars = [(room, [_bar(entry, day) for entry in entries]) for room, entries in rows]
    first, last = _reach(plan.open_on(day), [bar for _, each in bars for bar in each], day)
    lanes = [lane for room, each in bars for lane in _lanes(room, each, first, last)]
    now = _quarter(plan.now, day)
    shows_now = day_bounds(day).includes(plan.now) and first <= now < last
    return Timeline(range(first // HOUR, last // HOUR), lanes, now - first if shows_now else None)


def _bar(entry: Entry, day: date) -> _Bar:
    setup, start = _quarter(entry.taken.start, day), _quarter(entry.told.start, day)
    end = max(_quarter(entry.told.end, day, up=True), start + 1)
    return _Bar(entry, setup, start, end, max(_quarter(entry.taken.end, day, up=True), end))


def _quarter(instant: datetime, day: date, *, up: bool = False) -> int:
    """How many quarters of the wall's clock have begun (or, `up`, are needed) since midnight."""
    bounds = day_bounds(day)
    if instant >= bounds.end:
        return DAY
    wall = to_wall(instant).replace(tzinfo=None)
    quarters = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
    return -(-quarters // timedelta(minutes=15)) if up else quarters // timedelta(minutes=15)


def _reach(opened: Interval | None, bars: Sequence[_Bar], day: date) -> tuple[int, int]:
    """The first and the last column on full hours; what lasts all day makes the picture no longer."""
    shown = [bar for bar in bars if bar.end - bar.start < DAY]
    usual = (_quarter(opened.start, day), _quarter(opened.end, day, up=True)) if opened else USUAL
    first = min([usual[0], *(bar.setup for bar in shown)])
    last = max([usual[1], *(bar.cleanup for bar in shown)])
    return first // HOUR * HOUR, min(-(-last // HOUR) * HOUR, DAY)


def _lanes(room: Room, bars: Sequence[_Bar], first: int, last: int) -> Iterator[Lane]:
    placed: list[list[_Bar]] = [[]]
    for bar in bars:
        lane = next((each for each in placed if _fits(each, bar)), None)
        if lane is None:
            lane = []
            placed.append(lane)
        lane.append(bar.from_column(lane[-1].cleanup if lane else first))
    for number, lane in enumerate(placed):
        yield Lane(room, len(placed) if number == 0 else 0, list(_cells(lane, first, last)))


def _fits(lane: Sequence[_Bar], bar: _Bar) -> bool:
    """Whether the bar comes after the others; neighbours within a quarter of an hour share its columns."""
    if not lane:
        return True
    before = lane[-1]
    return before.entry.taken.end <= bar.entry.taken.start and before.cleanup < bar.end


def _cells(lane: Sequence[_Bar], first: int, last: int) -> Iterator[Cell]:
    column = first
    for bar in lane:
        yield from _gap(column, bar.setup)
        parts = ((bar.setup, bar.start, SETUP), (bar.start, bar.end, ""), (bar.end, bar.cleanup, CLEANUP))
        for start, end, kind in parts:
            if start < min(end, last):
                yield Cell(min(end, last) - start, start % HOUR == 0, bar.entry, kind)
        column = min(bar.cleanup, last)
    yield from _gap(column, last)


def _gap(start: int, end: int) -> Iterator[Cell]:
    """Free columns, hour by hour."""
    while start < end:
        stop = min(end, start - start % HOUR + HOUR)
        yield Cell(stop - start, start % HOUR == 0)
        start = stop
