"""The algebra of intervals, compared with sets of minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.scheduling.intervals import BusyTimes, Interval, merge, subtract
from tests.scheduling.minutes import EPOCH, minutes


def span(start: int, length: int) -> Interval:
    return Interval(EPOCH + timedelta(minutes=start), EPOCH + timedelta(minutes=start + length))


SPANS = st.builds(span, st.integers(0, 60), st.integers(1, 20))
MANY = st.lists(SPANS, max_size=8)


@settings(deadline=None)
@given(SPANS, SPANS)
def test_two_spans_agree_with_their_minutes(one: Interval, other: Interval) -> None:
    both = minutes(one) & minutes(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(both)
    assert one.contains(other) == (minutes(other) <= minutes(one))
    assert one.includes(other.start) == (min(minutes(other)) in minutes(one))
    common = one.common(other)
    assert (minutes(common) if common else set()) == both
    assert one.minutes == len(minutes(one))


@settings(deadline=None)
@given(MANY)
def test_merging_keeps_every_minute_and_leaves_gaps(many: list[Interval]) -> None:
    merged = merge(many)
    assert minutes(*merged) == minutes(*many)
    assert all(before.end < after.start for before, after in pairwise(merged))
    assert merge(merged) == merge(reversed(many)) == merged


@settings(deadline=None)
@given(SPANS, MANY)
def test_subtracting_leaves_the_free_minutes(window: Interval, busy: list[Interval]) -> None:
    left = subtract(window, busy)
    assert minutes(*left) == minutes(window) - minutes(*busy)
    assert merge(left) == left


@settings(deadline=None)
@given(SPANS, MANY)
def test_a_span_is_free_when_no_minute_is_busy(asked: Interval, busy: list[Interval]) -> None:
    assert BusyTimes(busy).is_free(asked) == (not minutes(asked) & minutes(*busy))


def test_neighbours_may_touch() -> None:
    morning, noon = span(0, 30), span(30, 30)
    assert not morning.overlaps(noon)
    assert BusyTimes([morning]).is_free(noon)
    assert BusyTimes([noon]).is_free(morning)
    assert merge([noon, morning]) == [span(0, 60)]


def test_a_value_without_a_zone_is_no_instant() -> None:
    naive = datetime(2027, 3, 1, 9)  # noqa: DTZ001 - the mistake itself
    with pytest.raises(ValueError, match="needs a zone"):
        Interval(naive, EPOCH)
    with pytest.raises(ValueError, match="needs a zone"):
        Interval(EPOCH, naive)


@pytest.mark.parametrize("length", [0, -1])
def test_empty_and_reversed_spans_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        span(0, length)


def test_other_zones_become_utc_so_that_the_hour_of_october_counts_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = Interval(datetime(2026, 10, 25, 1, tzinfo=berlin), datetime(2026, 10, 25, 4, tzinfo=berlin))
    assert night.minutes == 4 * 60
    assert (night.start.tzinfo, night.end.tzinfo) == (UTC, UTC)
    east = timezone(timedelta(hours=2))
    assert Interval(datetime(2027, 1, 1, 2, tzinfo=east), datetime(2027, 1, 1, 3, tzinfo=east)) == Interval(
        datetime(2027, 1, 1, 0, tzinfo=UTC), datetime(2027, 1, 1, 1, tzinfo=UTC)
    )
