"""The house's rules on time: each says everything that is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from booking.scheduling.intervals import Interval
from booking.scheduling.policy import Violation, opening_violations, start_violations
from booking.scheduling.walltime import at_wall, day_bounds, from_wall
from tests.scheduling.clocks import CHANGES

if TYPE_CHECKING:
    from collections.abc import Mapping

MONDAY = date(2027, 3, 1)
OPENING = {weekday: (time(9), time(17)) for weekday in range(5)}
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


def at_the_house(
    interval: Interval, opening: Mapping[int, tuple[time, time]] = MappingProxyType(OPENING)
) -> list[Violation]:
    return opening_violations(interval, opening=opening, holidays={}, closures=())


def starting(start: datetime) -> list[Violation]:
    return start_violations(start, now=NOW, notice=timedelta(hours=2), horizon=timedelta(days=60))


def codes(violations: list[Violation]) -> list[str]:
    return [violation.code for violation in violations]


def hours(day: date, opens: time, closes: time) -> Interval:
    return Interval(from_wall(day, opens), from_wall(day, closes))


def test_the_whole_opening_time_may_be_used() -> None:
    assert at_the_house(hours(MONDAY, time(9), time(17))) == []


@pytest.mark.parametrize(("opens", "closes"), [((8, 59), (10, 0)), ((16, 0), (17, 1)), ((7, 0), (8, 0))])
def test_a_minute_outside_is_told_with_the_hours(opens: tuple[int, int], closes: tuple[int, int]) -> None:
    assert at_the_house(hours(MONDAY, time(*opens), time(*closes))) == [
        Violation("outside_opening_hours", {"day": "2027-03-01", "opens": "09:00", "closes": "17:00"})
    ]


def test_a_day_without_hours_is_closed_all_day() -> None:
    sunday = date(2027, 2, 28)
    assert at_the_house(hours(sunday, time(10), time(11))) == [
        Violation("outside_opening_hours", {"day": "2027-02-28"})
    ]


def test_one_call_says_everything() -> None:
    good_friday = date(2027, 3, 26)
    used = hours(good_friday, time(8), time(10))
    floor = hours(good_friday, time(9), time(12))
    found = opening_violations(
        used,
        opening=OPENING,
        holidays={good_friday: "Karfreitag"},
        closures=[(floor, "Bodenarbeiten"), (hours(good_friday, time(10), time(11)), "Lüftung")],
    )
    assert found == [
        Violation("holiday", {"day": "2027-03-26", "name": "Karfreitag"}),
        Violation("outside_opening_hours", {"day": "2027-03-26", "opens": "09:00", "closes": "17:00"}),
        Violation(
            "closure",
            {
                "starts_at": "2027-03-26T08:00:00+00:00",
                "ends_at": "2027-03-26T11:00:00+00:00",
                "reason": "Bodenarbeiten",
            },
        ),
    ]


def test_each_day_of_a_long_use_is_looked_at() -> None:
    found = at_the_house(Interval(at_wall(MONDAY, 16), at_wall(date(2027, 3, 3), 10)))
    assert [violation.facts["day"] for violation in found] == ["2027-03-01", "2027-03-02", "2027-03-03"]


def test_a_hall_may_be_open_until_midnight_and_midnight_is_not_the_next_day() -> None:
    evening = Interval(at_wall(MONDAY, 19), day_bounds(MONDAY).end)
    assert at_the_house(evening, {0: (time(9), time(0))}) == []


@pytest.mark.parametrize("day", CHANGES)
def test_opening_hours_are_wall_time_on_the_day_the_clocks_change(day: date) -> None:
    sunday = {6: (time(2, 30), time(17))}
    assert at_the_house(hours(day, time(3), time(17)), sunday) == []
    assert codes(at_the_house(hours(day, time(1, 45), time(17)), sunday)) == ["outside_opening_hours"]
    assert codes(at_the_house(hours(day, time(3), time(17, 1)), sunday)) == ["outside_opening_hours"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(minutes=-1), ["past"]),
        (timedelta(0), ["too_soon"]),
        (timedelta(hours=2, minutes=-1), ["too_soon"]),
        (timedelta(hours=2), []),
        (timedelta(days=60, minutes=-1), []),
        (timedelta(days=60), ["beyond_horizon"]),
    ],
)
def test_a_start_lies_from_the_notice_up_to_before_the_horizon(after: timedelta, expected: list[str]) -> None:
    assert codes(starting(NOW + after)) == expected


def test_the_facts_name_the_first_and_the_last_possible_start() -> None:
    assert starting(NOW + timedelta(hours=1))[0].facts == {"earliest": "2027-03-01T10:00:00+00:00"}
    assert starting(NOW + timedelta(days=90))[0].facts == {"before": "2027-04-30T08:00:00+00:00"}
