"""Days that were asked for, both included, as the time between two midnights in Berlin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort

from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds
from booking.web.problems import field_problem, problem_response
from booking.web.schemas.slots import DEFAULT_SPAN_DAYS, span_fault


def span_of(asked: dict[str, Any], *, today: date) -> Interval:
    """From the first to the last day of the question; without them the next 14 days. Refuses too many."""
    first = asked.get("first", today)
    last = asked.get("last", first + timedelta(days=DEFAULT_SPAN_DAYS - 1))
    fault = span_fault(first, last)
    if fault is not None:
        abort(problem_response(field_problem([("to", fault)])))
    return Interval(day_bounds(first).start, day_bounds(last).end)
