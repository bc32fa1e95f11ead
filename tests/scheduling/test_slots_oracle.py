"""Free slots compared with the minute-by-minute oracle, mostly around the nights the clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from booking.scheduling.intervals import BusyTimes, Interval
from booking.scheduling.slots import Grid, RoomOption, Window, free_slots
from booking.scheduling.walltime import day_bounds
from tests.scheduling.clocks import CHANGES
from tests.scheduling.minutes import minute, slots_by_minutes

ADVISERS, RESOURCES = (1, 2), (10, 11, 20, 30, 31)
NOTHING_ELSE: dict[str, Any] = {"closed": (), "taken_per_day": {}}
ROOMS = (RoomOption(2, (20,)), RoomOption(3, (30, 31)))


def spans(day: date, longest: int) -> st.SearchStrategy[Interval]:
    """Spans of minutes of the night before the day and its morning."""
    base = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=6)
    first = st.integers(0, 14 * 60).map(lambda start: base + timedelta(minutes=start))
    return st.builds(
        lambda start, length: Interval(start, start + timedelta(minutes=length)),
        first,
        st.integers(1, longest),
    )


@st.composite
def questions(draw: st.DrawFn, day: date) -> dict[str, object]:
    around = [day + timedelta(days=days) for days in (-1, 0, 1)]
    whole = Interval(day_bounds(around[0]).start, day_bounds(around[-1]).end)
    windows = [
        Window(
            id=number,
            adviser=draw(st.sampled_from(ADVISERS)),
            interval=draw(spans(day, 300)),
            seats=draw(st.sampled_from([(10,), (10, 11), (11,), ()])),
            room=draw(st.sampled_from([None, 5])),
            needs_room=draw(st.booleans()),
            grid=Grid(
                timedelta(minutes=draw(st.integers(5, 60))),
                timedelta(minutes=draw(st.sampled_from([0, 5, 15]))),
            ),
            bookable=draw(st.one_of(st.just(whole), spans(day, 20 * 60))),
            daily_cap=draw(st.sampled_from([None, None, 1, 3])),
            in_a_row=draw(st.sampled_from([1, 1, 2, 3])),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    keys = st.tuples(st.sampled_from(ADVISERS), st.sampled_from(around))
    return {
        "windows": windows,
        "busy": draw(st.dictionaries(st.sampled_from(RESOURCES), st.lists(spans(day, 40), max_size=8))),
        "rooms": draw(st.permutations(ROOMS)),
        "closed": draw(st.lists(spans(day, 60), max_size=1)),
        "taken_per_day": draw(st.dictionaries(keys, st.integers(0, 3))),
    }


ASKED = st.sampled_from([*CHANGES, date(2027, 6, 15), date(2027, 1, 15)]).flatmap(questions)


def shown(question: dict[str, object]) -> tuple[list[object], list[object]]:
    """The service's answer and the oracle's, in the same form."""
    busy = {resource: BusyTimes(times) for resource, times in question["busy"].items()}  # type: ignore[attr-defined]
    found = free_slots(**{**question, "busy": busy})  # type: ignore[arg-type]
    ours = [
        (
            minute(each.interval.start),
            each.adviser,
            each.window,
            minute(each.claim.end) - 1,
            each.free_seats,
            each.room,
        )
        for each in found
    ]
    return ours, slots_by_minutes(**question)  # type: ignore[arg-type, return-value]


@settings(max_examples=250, deadline=None)
@given(ASKED)
def test_both_find_the_same_slots(question: dict[str, object]) -> None:
    ours, oracle = shown(question)
    assert ours == oracle


NIGHT = Interval(datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 4, tzinfo=UTC))


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(RESOURCES), st.lists(spans(date(2027, 3, 28), 90), max_size=4)))
@example({})
def test_the_night_of_the_change_with_everything_open_has_slots(busy: dict[int, list[Interval]]) -> None:
    window = Window(1, 1, NIGHT, (10, 11), 5, False, Grid(timedelta(minutes=20)), NIGHT)
    question: dict[str, object] = {
        "windows": [window],
        "busy": busy,
        "rooms": (),
        "closed": (),
        "taken_per_day": {},
    }
    ours, oracle = shown(question)
    assert ours == oracle
    assert busy or len(ours) == 15


@settings(max_examples=150, deadline=None)
@given(ASKED)
def test_a_long_slot_is_two_free_neighbours_with_the_same_seat(question: dict[str, object]) -> None:
    """Told without the oracle: a long one is free exactly where a usual one is, then and one step later."""
    windows = [replace(each, daily_cap=None, needs_room=False, in_a_row=1) for each in question["windows"]]  # type: ignore[attr-defined]
    busy = {resource: BusyTimes(times) for resource, times in question["busy"].items()}  # type: ignore[attr-defined]
    for window in windows:
        step = window.grid.duration + window.grid.buffer
        always = replace(window, bookable=Interval(window.interval.start, window.interval.end + step))
        usual = {slot.interval.start: slot for slot in free_slots([always], busy, (), **NOTHING_ELSE)}
        long = free_slots([replace(window, in_a_row=2)], busy, (), **NOTHING_ELSE)
        expected = {
            start: seats
            for start, slot in usual.items()
            if window.bookable.start <= start < window.bookable.end
            and start + step in usual
            and (seats := set(slot.free_seats) & set(usual[start + step].free_seats))
        }
        assert {slot.interval.start: set(slot.free_seats) for slot in long} == expected
