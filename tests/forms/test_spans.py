"""From when until when, as people type it."""

from __future__ import annotations

from datetime import date, time

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from booking.web.forms.spans import Span
from tests.house import NOW, TUESDAY

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "interval"),
    [
        ({"first": "2026-11-24"}, Interval(at_wall(TUESDAY, 0), at_wall(WEDNESDAY, 0))),
        ({"first": "24.11.26", "ends": "12 Uhr"}, Interval(at_wall(TUESDAY, 0), at_wall(TUESDAY, 12))),
        ({"first": "24.11.2026", "begins": "9.30"}, Interval(at_wall(TUESDAY, 9, 30), at_wall(WEDNESDAY, 0))),
        (
            {"first": "2026-11-24", "begins": "14:00", "last": "2026-11-25", "ends": "10:00"},
            Interval(at_wall(TUESDAY, 14), at_wall(WEDNESDAY, 10)),
        ),
    ],
)
def test_what_is_typed_becomes_a_time_and_back(typed: dict[str, str], interval: Interval) -> None:
    span = Span.typed(MultiDict(typed))
    with Flask("words").test_request_context():
        assert span.all_faults(NOW) == {}
    assert span.interval == interval
    assert Span.showing(interval).interval == interval


def test_a_day_of_25_hours_is_a_whole_day() -> None:
    autumn = date(2026, 10, 25)
    interval = Span.of_days(autumn, autumn).interval
    assert interval.minutes == 25 * 60
    assert Span.showing(interval) == Span.of_days(autumn, autumn)


def test_midnight_as_the_end_is_the_end_of_the_day() -> None:
    span = Span.typed(MultiDict({"first": "2026-11-24", "begins": "20:00", "ends": "24:00"}))
    assert span.interval == Interval(at_wall(TUESDAY, 20), at_wall(WEDNESDAY, 0))


def test_today_counts_from_its_morning() -> None:
    """Who is ill at eight was not there at six either."""
    today = date(2026, 11, 23)
    with Flask("words").test_request_context():
        assert Span.of_days(today, today).all_faults(NOW) == {}
        assert "ends" in Span(first=str(today), ends=f"{time(7):%H:%M}").all_faults(NOW)
