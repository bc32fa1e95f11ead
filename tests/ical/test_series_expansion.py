"""Random series, read back by two libraries that know nothing of each other: the same dates in all three."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from booking.ical.series import Override, SeriesEntry, made_by_rule, request
from booking.scheduling.recurrence import Frequency, Rule, days, starts, text
from booking.scheduling.walltime import NonexistentTime
from tests.ical.series_checklist import checked_series
from tests.ical.test_series import COURSE
from tests.scheduling.clocks import CHANGES
from tests.servers import icaljs

Dates = list[tuple[datetime, datetime]]

LENGTHS = st.sampled_from([15, 45, 60, 90, 240, 600]).map(lambda minutes: timedelta(minutes=minutes))
HOURS = st.sampled_from([0, 1, 2, 2, 3, 8, 9, 12, 17, 22])
FIRST_DAYS = st.one_of(
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.builds(lambda day, before: day - timedelta(days=before), st.sampled_from(CHANGES), st.integers(0, 40)),
    st.just(date(2028, 2, 29)),
)
# In the nights of the changes too, where half past two comes twice or never.
NIGHTS = st.builds(
    lambda day, quarters: datetime.combine(day, time(23), UTC) + timedelta(days=-1, minutes=15 * quarters),
    st.sampled_from(CHANGES),
    st.integers(0, 20),
)
QUARTERS = st.integers(-300, 300).map(lambda quarters: timedelta(minutes=15 * quarters))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    frequency = draw(st.sampled_from(Frequency))
    named: dict[str, Any] = {}
    if frequency is Frequency.WEEKLY:
        named["weekdays"] = tuple(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3)))
    elif frequency is Frequency.MONTHLY and draw(st.booleans()):
        named["nth"] = draw(st.tuples(st.sampled_from((1, 2, 3, 4, 5, -1)), st.integers(0, 6)))
    elif frequency is Frequency.MONTHLY:
        named["month_day"] = draw(st.sampled_from((1, 15, 28, 29, 30, 31, -1)))
    most = 6 if frequency is Frequency.YEARLY else 20
    return Rule(frequency, draw(st.sampled_from((1, 1, 2, 3))), count=draw(st.integers(1, most)), **named)


@st.composite
def series(draw: st.DrawFn) -> tuple[SeriesEntry, Dates]:
    """A series with exceptions, and start and end of each date that it has."""
    rule = draw(rules())
    on = days(rule, draw(FIRST_DAYS))
    if draw(st.booleans()):
        rule = replace(rule, count=None, until=on[-1])
    at, length = time(draw(HOURS), draw(st.sampled_from((0, 30)))), draw(LENGTHS)
    try:
        planned = starts(on, at)
    except NonexistentTime:  # the house refuses such a series
        planned = starts(on, time(9))
    first = (planned[0], planned[0] + length)
    some = st.sets(st.integers(0, len(on) - 1), max_size=3)
    left_out, moved = draw(some), draw(some)
    overrides: list[Override] = []
    dates: Dates = []
    for number, start in enumerate(planned):
        if number in left_out:
            continue
        interval = (start, start + length)
        if number in moved:
            begin = draw(NIGHTS) if draw(st.booleans()) else start + draw(QUARTERS)
            interval = (begin, begin + draw(LENGTHS))
        if not made_by_rule(first, start, interval):
            overrides.append(
                Override(
                    recurrence_id=start, interval=interval, summary="x", location="y", status="CONFIRMED"
                )
            )
        dates.append(interval)
    entry = replace(
        COURSE,
        first=first,
        rule=text(rule, planned[0]),
        exdates=tuple(planned[number] for number in left_out),
        overrides=tuple(overrides),
    )
    return entry, sorted(dates)


def by_python(ical: bytes) -> Dates:
    """What recurring_ical_events finds."""
    found = recurring_ical_events.of(Calendar.from_ical(ical)).between(date(2025, 1, 1), date(2100, 1, 1))
    return sorted((event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in found)


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(series())
def test_every_reader_finds_the_dates_that_are_booked(drawn: tuple[SeriesEntry, Dates]) -> None:
    entry, dates = drawn
    written = request(entry)
    checked_series(written, "REQUEST")
    assert sorted(icaljs.expand(written)) == dates
    assert by_python(written) == dates
