"""What of a series is still to come: nobody takes over the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from booking.reservations.wishes import When
from booking.scheduling import recurrence
from booking.scheduling.recurrence import BadRule, Rule
from booking.scheduling.walltime import from_wall, wall_day

STRETCH = timedelta(days=360)


def coming(when: When, now: datetime) -> When | None:
    """The same from its first date after `now` on, or None. Raises BadRule, NonexistentTime."""
    if when.rule is None:
        return when if from_wall(when.first_day, when.at) > now else None
    first_day = _near(when.rule, when.first_day, wall_day(now))
    for day in recurrence.days(when.rule, first_day):
        if day >= wall_day(now) and from_wall(day, when.at) > now:
            rule = recurrence.from_day(when.rule, first_day, day)
            rest = replace(when, first_day=day, rule=rule)
            return rest if rest.starts() else None
    return None


def _near(rule: Rule, first_day: date, today: date) -> date:
    """A date of the series close to today, so that a long past does not count as dates."""
    while rule.until is not None and first_day + STRETCH < today:
        try:
            last = recurrence.days(replace(rule, until=min(rule.until, first_day + STRETCH)), first_day)[-1]
        except BadRule:
            return first_day
        if last <= first_day:
            return first_day
        first_day = last
    return first_day
