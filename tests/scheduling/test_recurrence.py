"""Series as people ask for them, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from booking.scheduling.recurrence import (
    MOST_DATES,
    BadRule,
    Frequency,
    Rule,
    days,
    from_day,
    left_out_months,
    moved_days,
    shifted,
    starts,
    until_before,
)
from booking.scheduling.walltime import NonexistentTime, at_wall, to_wall

DAILY, WEEKLY, MONTHLY, YEARLY = Frequency
MONDAY, TUESDAY, THURSDAY, FRIDAY, SUNDAY = 0, 1, 3, 4, 6
TUESDAYS = Rule(WEEKLY, weekdays=(TUESDAY,), count=4)
MARCH_2 = date(2027, 3, 2)


def written(found: list[date]) -> list[str]:
    return [f"{day:%a %d.%m.%y}" for day in found]


def test_weekly_from_a_day_between_starts_with_the_next_tuesday() -> None:
    for first in (date(2027, 2, 24), MARCH_2):
        assert days(TUESDAYS, first) == [MARCH_2 + timedelta(weeks=week) for week in range(4)]


def test_every_second_week_counts_from_the_first_date_and_weeks_begin_on_monday() -> None:
    rule = Rule(WEEKLY, 2, weekdays=(SUNDAY, MONDAY), count=4)
    assert written(days(rule, date(2027, 3, 7))) == [
        "Sun 07.03.27",
        "Mon 15.03.27",
        "Sun 21.03.27",
        "Mon 29.03.27",
    ]
    assert days(Rule(WEEKLY, 2, weekdays=(TUESDAY,), count=1), date(2027, 3, 5)) == [date(2027, 3, 9)]


def test_the_second_tuesday_and_the_last_friday() -> None:
    second = Rule(MONTHLY, nth=(2, TUESDAY), until=date(2027, 5, 11))
    assert written(days(second, date(2027, 3, 1))) == ["Tue 09.03.27", "Tue 13.04.27", "Tue 11.05.27"]
    last = Rule(MONTHLY, nth=(-1, FRIDAY), count=3)
    assert written(days(last, date(2027, 1, 29))) == ["Fri 29.01.27", "Fri 26.02.27", "Fri 26.03.27"]


def test_months_without_such_a_day_are_left_out_and_named() -> None:
    rule = Rule(MONTHLY, month_day=31, until=date(2027, 6, 30))
    assert written(days(rule, date(2027, 1, 31))) == ["Sun 31.01.27", "Wed 31.03.27", "Mon 31.05.27"]
    assert left_out_months(rule, date(2027, 1, 31)) == [date(2027, month, 1) for month in (2, 4, 6)]
    shorter = Rule(MONTHLY, month_day=31, until=date(2027, 6, 29))
    assert left_out_months(shorter, date(2027, 1, 31)) == [date(2027, month, 1) for month in (2, 4)]
    fifth = Rule(MONTHLY, nth=(5, TUESDAY), count=2)
    assert left_out_months(fifth, MARCH_2) == [date(2027, month, 1) for month in (4, 5)]
    assert left_out_months(TUESDAYS, MARCH_2) == []
    assert left_out_months(Rule(MONTHLY, month_day=-1, count=12), MARCH_2) == []


def test_29_february_comes_with_the_leap_years() -> None:
    rule = Rule(YEARLY, count=3)
    assert [day.year for day in days(rule, date(2028, 2, 29))] == [2028, 2032, 2036]
    left_out = left_out_months(rule, date(2028, 2, 29))
    assert left_out == [date(year, 2, 1) for year in (2029, 2030, 2031, 2033, 2034, 2035)]
    assert days(Rule(YEARLY, until=date(2029, 2, 28)), date(2028, 2, 29)) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("first", "change"), [((2027, 3, 14), (2027, 3, 28)), ((2027, 10, 17), (2027, 10, 31))]
)
def test_the_hour_on_the_wall_stays_across_the_change_of_clocks(
    first: tuple[int, int, int], change: tuple[int, int, int]
) -> None:
    sundays = days(Rule(WEEKLY, weekdays=(SUNDAY,), count=4), date(*first))
    found = starts(sundays, time(10))
    assert {to_wall(instant).time() for instant in found} == {time(10)}
    assert {instant.tzinfo for instant in found} == {UTC}
    assert len({instant.time() for instant in found}) == 2
    assert found[sundays.index(date(*change))] == at_wall(date(*change), 10)


def test_half_past_two_is_refused_in_march_and_the_first_of_two_in_october() -> None:
    sundays = Rule(WEEKLY, weekdays=(SUNDAY,), count=3)
    with pytest.raises(NonexistentTime) as refused:
        starts(days(sundays, date(2027, 3, 21)), time(2, 30))
    assert (refused.value.day, refused.value.at) == (date(2027, 3, 28), time(2, 30))
    assert starts([date(2027, 10, 31)], time(2, 30)) == [datetime(2027, 10, 31, 0, 30, tzinfo=UTC)]


def test_a_series_too_long_or_without_dates_is_refused_at_once() -> None:
    leap_day = date(2028, 2, 29)
    assert len(days(Rule(DAILY, until=leap_day + timedelta(days=MOST_DATES - 1)), leap_day)) == MOST_DATES
    for rule in (
        Rule(DAILY, until=leap_day + timedelta(days=MOST_DATES)),
        Rule(DAILY, until=date.max),
        Rule(YEARLY, 52, until=date.max),
        Rule(MONTHLY, 12, nth=(5, TUESDAY), count=MOST_DATES),
    ):
        with pytest.raises(BadRule) as refused:
            days(rule, leap_day)
        assert (refused.value.code, refused.value.facts) == ("too_many", {"most": "370"})
    with pytest.raises(BadRule, match="too_many"):
        days(Rule(WEEKLY, weekdays=(SUNDAY,), count=1), date(9999, 12, 27))
    for rule in (Rule(WEEKLY, weekdays=(MONDAY,), until=MARCH_2), Rule(DAILY, until=date(2027, 3, 1))):
        with pytest.raises(BadRule, match="no_dates"):
            days(rule, MARCH_2)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("endless", {"frequency": DAILY}),
        ("unreadable", {"frequency": DAILY, "count": 2, "until": MARCH_2}),
        ("too_many", {"frequency": DAILY, "count": 371}),
        ("no_dates", {"frequency": DAILY, "count": 0}),
        ("unreadable", {"frequency": DAILY, "count": 2, "interval": 0}),
        ("unreadable", {"frequency": DAILY, "count": 2, "interval": 53}),
        ("unreadable", {"frequency": DAILY, "count": 2, "weekdays": (1,)}),
        ("unreadable", {"frequency": WEEKLY, "count": 2}),
        ("unreadable", {"frequency": WEEKLY, "count": 2, "weekdays": (7,)}),
        ("unreadable", {"frequency": WEEKLY, "count": 2, "weekdays": (1,), "month_day": 3}),
        ("unreadable", {"frequency": MONTHLY, "count": 2}),
        ("unreadable", {"frequency": MONTHLY, "count": 2, "month_day": 3, "nth": (1, 1)}),
        ("unreadable", {"frequency": MONTHLY, "count": 2, "month_day": 0}),
        ("unreadable", {"frequency": MONTHLY, "count": 2, "month_day": 32}),
        ("unreadable", {"frequency": MONTHLY, "count": 2, "nth": (0, 1)}),
        ("unreadable", {"frequency": MONTHLY, "count": 2, "nth": (-2, 1)}),
        ("unreadable", {"frequency": MONTHLY, "count": 2, "nth": (1, 7)}),
        ("unreadable", {"frequency": YEARLY, "count": 2, "month_day": 3}),
    ],
)
def test_a_rule_that_contradicts_itself_is_none(code: str, wrong: dict[str, object]) -> None:
    with pytest.raises(BadRule) as refused:
        Rule(**wrong)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_weekdays_are_kept_once_and_in_order() -> None:
    assert Rule(WEEKLY, weekdays=(THURSDAY, MONDAY, THURSDAY), count=1).weekdays == (MONDAY, THURSDAY)


def test_this_and_following_is_cut_into_two_rules() -> None:
    rule = Rule(WEEKLY, 2, weekdays=(MONDAY, THURSDAY), count=6)
    whole = days(rule, date(2027, 3, 1))
    before = until_before(rule, date(2027, 3, 1), whole[3])
    rest = from_day(rule, date(2027, 3, 1), whole[3])
    assert before == Rule(WEEKLY, 2, weekdays=(MONDAY, THURSDAY), until=whole[2])
    assert rest == Rule(WEEKLY, 2, weekdays=(MONDAY, THURSDAY), count=3)
    assert days(rest, whole[3]) == whole[3:]
    assert until_before(rule, date(2027, 3, 1), whole[0]) is None
    with pytest.raises(ValueError, match="no date on 2027-03-02"):
        from_day(rule, date(2027, 3, 1), MARCH_2)


def test_a_moved_second_tuesday_becomes_the_second_wednesday_of_the_same_months() -> None:
    rule = Rule(MONTHLY, nth=(2, TUESDAY), until=date(2027, 6, 8))
    found = moved_days(rule, date(2027, 3, 9), 1)
    assert found is not None
    assert written(found) == ["Wed 10.03.27", "Wed 14.04.27", "Wed 12.05.27", "Wed 09.06.27"]
    assert shifted(rule, date(2027, 3, 9), 1, 4) == Rule(MONTHLY, nth=(2, 2), until=date(2027, 6, 9))
    back = shifted(rule, date(2027, 3, 9), -1, 4)
    assert back == Rule(MONTHLY, nth=(2, MONDAY), until=date(2027, 6, 14)), "8 and 9 June would cut it"


@pytest.mark.parametrize(
    ("rule", "first", "by", "moved"),
    [
        (TUESDAYS, MARCH_2, 6, Rule(WEEKLY, weekdays=(MONDAY,), count=4)),
        (Rule(DAILY, 3, until=MARCH_2), MARCH_2, -2, Rule(DAILY, 3, until=date(2027, 2, 28))),
        (Rule(WEEKLY, 2, weekdays=(MONDAY, SUNDAY), count=4), date(2027, 3, 1), 1, None),
        (Rule(WEEKLY, 2, weekdays=(0, 3), count=4), date(2027, 3, 1), 8, Rule(WEEKLY, 2, (1, 4), count=4)),
        (Rule(MONTHLY, month_day=27, count=3), date(2027, 1, 27), 1, Rule(MONTHLY, month_day=28, count=3)),
        (Rule(MONTHLY, month_day=28, count=3), date(2027, 1, 28), 1, None),
        (Rule(MONTHLY, month_day=31, count=3), date(2027, 1, 31), -5, None),
        (Rule(MONTHLY, month_day=1, count=3), date(2027, 1, 1), -1, None),
        (Rule(MONTHLY, month_day=-1, count=3), date(2027, 1, 31), 0, Rule(MONTHLY, month_day=-1, count=3)),
        (Rule(MONTHLY, nth=(-1, 4), count=3), date(2027, 1, 29), -1, Rule(MONTHLY, nth=(-1, 3), count=3)),
        (Rule(MONTHLY, nth=(-1, 4), count=3), date(2027, 1, 29), -7, Rule(MONTHLY, nth=(4, 4), count=3)),
        (Rule(MONTHLY, nth=(-1, 4), count=3), date(2027, 1, 29), 7, None),
        (Rule(MONTHLY, nth=(4, 1), count=3), date(2027, 4, 27), 2, Rule(MONTHLY, nth=(-1, 3), count=3)),
        (Rule(MONTHLY, nth=(5, 1), count=3), MARCH_2 + timedelta(days=28), 1, None),
        (Rule(YEARLY, count=3), date(2027, 12, 31), 1, Rule(YEARLY, count=3)),
        (Rule(YEARLY, count=3), date(2028, 2, 29), 1, None),
        (Rule(YEARLY, count=3), date(2028, 2, 28), 1, None),
    ],
)
def test_a_series_is_moved_by_days_where_a_rule_says_so(
    rule: Rule, first: date, by: int, moved: Rule | None
) -> None:
    assert shifted(rule, first, by, len(days(rule, first))) == moved
    assert (moved_days(rule, first, by) is None) == (moved is None)
