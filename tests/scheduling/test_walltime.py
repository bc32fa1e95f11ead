"""Wall time and instants over every change of the clocks until 2030."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.scheduling.walltime import (
    NonexistentTime,
    at_wall,
    day_bounds,
    from_wall,
    from_wall_or_next,
    same_wall_time_days_before,
    to_wall,
    wall_day,
)
from tests.scheduling.clocks import CHANGES, MARCH, OCTOBER, YEARS, berlin_day, last_sunday

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MIDDAY = time(12)


@settings(deadline=None)
@given(INSTANTS)
def test_an_instant_survives_the_way_to_the_wall_and_back(instant: datetime) -> None:
    wall = to_wall(instant)
    assert from_wall(wall.date(), wall.time(), wall.fold) == instant
    assert wall_day(instant) == berlin_day(instant)
    assert day_bounds(wall_day(instant)).includes(instant)


@pytest.mark.parametrize("year", YEARS)
def test_the_hour_that_march_skips_is_refused_with_its_facts(year: int) -> None:
    day = last_sunday(year, MARCH)
    for at in (time(2), time(2, 30), time(2, 59, 59)):
        for fold in (0, 1):
            with pytest.raises(NonexistentTime) as refused:
                from_wall(day, at, fold)
            assert (refused.value.day, refused.value.at) == (day, at)
            assert from_wall_or_next(day, at, fold) == at_wall(day, 3)
    assert at_wall(day, 3) - at_wall(day, 1, 59) == timedelta(minutes=1)


def test_half_past_two_on_28_march_2027_is_a_value_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="2027-03-28 02:30 does not exist"):
        at_wall(date(2027, 3, 28), 2, 30)


@pytest.mark.parametrize("year", YEARS)
def test_the_hour_that_october_shows_twice_is_told_apart_by_its_fold(year: int) -> None:
    day = last_sunday(year, OCTOBER)
    first, second = (from_wall(day, time(2, 30), fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)
    assert to_wall(first).time() == to_wall(second).time() == time(2, 30)


@pytest.mark.parametrize("day", CHANGES)
def test_days_have_23_24_or_25_hours(day: date) -> None:
    hours = 23 if day.month == MARCH else 25
    assert day_bounds(day).minutes == hours * 60
    assert day_bounds(day - timedelta(days=1)).minutes == 24 * 60
    assert day_bounds(day - timedelta(days=1)).end == day_bounds(day).start


@pytest.mark.parametrize("day", CHANGES)
def test_a_reminder_keeps_its_wall_time_across_the_change(day: date) -> None:
    after = from_wall(day + timedelta(days=1), MIDDAY)
    before = same_wall_time_days_before(after, 2)
    assert to_wall(before).time() == MIDDAY
    assert wall_day(before) == day - timedelta(days=1)


@pytest.mark.parametrize("year", YEARS)
def test_a_reminder_in_the_gap_moves_to_the_first_instant_after_it(year: int) -> None:
    day = last_sunday(year, MARCH)
    appointment = from_wall(day + timedelta(days=2), time(2, 30, 15))
    assert same_wall_time_days_before(appointment, 2) == at_wall(day, 3)


@pytest.mark.parametrize("day", CHANGES)
def test_half_hours_through_the_night_of_the_change_all_exist(day: date) -> None:
    steps = [at_wall(day, 0) + timedelta(minutes=30 * step) for step in range(12)]
    assert all(after - before == timedelta(minutes=30) for before, after in pairwise(steps))
    for instant in steps:
        wall = to_wall(instant)
        assert from_wall(wall.date(), wall.time(), wall.fold) == instant


def test_values_without_a_zone_and_wall_times_with_one_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        to_wall(datetime(2027, 1, 1))  # noqa: DTZ001 - the mistake itself
    with pytest.raises(ValueError, match="no zone of its own"):
        from_wall(date(2027, 1, 1), time(9, tzinfo=UTC))
