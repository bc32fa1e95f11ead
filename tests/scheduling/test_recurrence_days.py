"""Series compared with a scan of the calendar, day by day, that knows no library."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.scheduling.recurrence import (
    Frequency,
    Rule,
    days,
    from_day,
    left_out_months,
    moved_days,
    parse,
    shifted,
    text,
    until_before,
)
from booking.scheduling.walltime import from_wall_or_next

DAILY, WEEKLY, MONTHLY, YEARLY = Frequency
DAY = timedelta(days=1)


def has_such_a_day(rule: Rule, first_day: date, day: date) -> bool:
    """Whether the rule names the day, whatever its interval."""
    if rule.nth is not None:
        ordinal, weekday = rule.nth
        same = [each for each in month_of(day) if each.weekday() == weekday]
        return len(same) >= ordinal and day == same[ordinal - 1 if ordinal > 0 else -1]
    if rule.month_day is not None:
        return day == month_of(day)[-1] if rule.month_day == -1 else day.day == rule.month_day
    if rule.frequency is YEARLY:
        return (day.month, day.day) == (first_day.month, first_day.day)
    return rule.frequency is DAILY or day.weekday() in rule.weekdays


def month_of(day: date) -> list[date]:
    return [found for offset in range(-31, 32) if (found := day + offset * DAY).month == day.month]


def apart(rule: Rule, first: date, day: date) -> int:
    """How many days, weeks, months or years lie between the two."""
    months = (day.year - first.year) * 12 + day.month - first.month
    weeks = (day - day.weekday() * DAY - first + first.weekday() * DAY).days // 7
    return {DAILY: (day - first).days, WEEKLY: weeks, MONTHLY: months, YEARLY: day.year - first.year}[
        rule.frequency
    ]


def scanned(rule: Rule, first_day: date) -> list[date]:
    """Every day of the series."""
    found: list[date] = []
    day = first_day
    while len(found) != rule.count and (rule.until is None or day <= rule.until):
        if has_such_a_day(rule, first_day, day) and (
            not found or apart(rule, found[0], day) % rule.interval == 0
        ):
            found.append(day)
        day += DAY
    return found


@st.composite
def series(draw: st.DrawFn, *frequencies: Frequency) -> tuple[Rule, date]:
    """A rule that has dates, and a day from which it is laid out: often its first date, not always."""
    frequency = draw(st.sampled_from(frequencies or tuple(Frequency)))
    first_day = draw(st.dates(date(2026, 1, 1), date(2029, 12, 31)) | st.just(date(2028, 2, 29)))
    interval = draw(st.sampled_from((1, 1, 1, 2, 3, 5)))
    fields: dict[str, object] = {}
    if frequency is WEEKLY:
        fields["weekdays"] = tuple(draw(st.sets(st.integers(0, 6), min_size=1, max_size=4)))
    elif frequency is MONTHLY and draw(st.booleans()):
        fields["nth"] = draw(st.tuples(st.sampled_from((1, 2, 3, 4, 5, -1)), st.integers(0, 6)))
    elif frequency is MONTHLY:
        fields["month_day"] = draw(st.sampled_from((1, 15, 27, 28, 29, 30, 31, -1)))
    most = 5 if frequency in {MONTHLY, YEARLY} else 25
    rule = Rule(frequency, interval, count=draw(st.integers(1, most)), **fields)  # type: ignore[arg-type]
    dates = scanned(rule, first_day)
    if draw(st.booleans()):
        rule = replace(rule, count=None, until=dates[-1] + draw(st.integers(0, 9)) * DAY)
    return rule, draw(st.sampled_from((first_day, dates[0])))


@settings(max_examples=400, deadline=None)
@given(series())
def test_the_days_are_those_of_the_calendar(drawn: tuple[Rule, date]) -> None:
    rule, first_day = drawn
    found = days(rule, first_day)
    assert found == scanned(rule, first_day)
    assert days(rule, found[0]) == found


@settings(max_examples=200, deadline=None)
@given(series(MONTHLY, YEARLY))
def test_months_are_left_out_only_when_they_have_no_such_day(drawn: tuple[Rule, date]) -> None:
    rule, first_day = drawn
    dates = scanned(rule, first_day)
    end = rule.until or dates[-1]
    due = [
        month
        for offset in range((end - dates[0]).days + 1)
        if (month := dates[0] + offset * DAY).day == 1 or not offset
        if apart(rule, dates[0], month) % rule.interval == 0
        if rule.frequency is MONTHLY or month.month == dates[0].month
    ]
    missing = [
        month.replace(day=1)
        for month in due
        if not any(has_such_a_day(rule, dates[0], day) for day in month_of(month))
        and month_of(month)[-1] <= end
    ]
    assert left_out_months(rule, first_day) == missing


@settings(max_examples=200, deadline=None)
@given(series(), st.times())
def test_a_text_says_the_whole_rule(drawn: tuple[Rule, date], at: time) -> None:
    rule, first_day = drawn
    first = from_wall_or_next(days(rule, first_day)[0], at)
    assert parse(text(rule, first), first) == rule


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_an_end_in_utc_keeps_each_date_that_is_not_after_it(until: datetime, at: time) -> None:
    until = until.replace(microsecond=0)
    first = from_wall_or_next(date(2026, 1, 1), at)
    found = parse(f"FREQ=DAILY;UNTIL={until:%Y%m%dT%H%M%SZ}", first).until
    assert found is not None
    assert from_wall_or_next(found, at) <= until < from_wall_or_next(found + DAY, at)


@settings(max_examples=200, deadline=None)
@given(series(), st.data())
def test_both_parts_of_a_cut_series_are_the_whole(drawn: tuple[Rule, date], data: st.DataObject) -> None:
    rule, first_day = drawn
    whole = days(rule, first_day)
    cut = data.draw(st.integers(0, len(whole) - 1))
    before = until_before(rule, first_day, whole[cut])
    assert days(from_day(rule, first_day, whole[cut]), whole[cut]) == whole[cut:]
    assert (days(before, first_day) if before else []) == whole[:cut]


@settings(max_examples=200, deadline=None)
@given(series(DAILY, WEEKLY), st.integers(-40, 40))
def test_daily_and_weekly_series_move_by_exactly_so_many_days(drawn: tuple[Rule, date], by: int) -> None:
    rule, first_day = drawn
    dates = days(rule, first_day)
    moved = shifted(rule, first_day, by, len(dates))
    same_weeks = rule.interval == 1 or len({(day + by) // 7 for day in rule.weekdays}) <= 1
    if moved is None:
        assert not same_weeks
        return
    assert days(moved, first_day + by * DAY) == [day + by * DAY for day in dates]
    assert moved_days(rule, first_day, by) == days(moved, first_day + by * DAY)
    assert (moved.count, moved.interval) == (rule.count, rule.interval)
    if same_weeks:
        assert moved.until == (rule.until and rule.until + by * DAY)


@settings(max_examples=300, deadline=None)
@given(series(MONTHLY, YEARLY), st.integers(-31, 31))
def test_monthly_and_yearly_series_move_date_by_date(drawn: tuple[Rule, date], by: int) -> None:
    rule, first_day = drawn
    dates = days(rule, first_day)
    found = moved_days(rule, dates[0], by)
    if found is None:
        assert by != 0
        return
    assert found[0] == dates[0] + by * DAY
    assert len(found) == len(dates)
    if rule.nth is not None:
        assert [(day.year, day.month) for day in found] == [(day.year, day.month) for day in dates]
        assert len({day.weekday() for day in found}) == 1
    elif rule.frequency is MONTHLY:
        assert found == [day + by * DAY for day in dates]
    else:
        assert len({(day.month, day.day) for day in found}) == 1
