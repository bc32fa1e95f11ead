"""How often: from the radio buttons of the form to the rule of a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from booking.reservations.wishes import When
from booking.scheduling.recurrence import Frequency, Rule
from booking.web.forms.reading import day_of

ONCE = "once"
WEEK = "week"
WEEKS = "weeks"
MONTH_WEEKDAY = "month_weekday"
MONTH_LAST = "month_last"
MONTH_DAY = "month_day"
REPEATS = (ONCE, WEEK, WEEKS, MONTH_WEEKDAY, MONTH_LAST, MONTH_DAY)

UNTIL = "until"
COUNT = "count"
ENDINGS = (UNTIL, COUNT)

WEEKS_BETWEEN = range(2, 9)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Repetition:
    """The fields of the form that say how often, as typed."""

    repeat: str
    weeks: str
    ending: str
    until: str
    count: str

    def when(self, first_day: date, at: time, minutes: int) -> When:
        """The times. Raises BadRule."""
        return When(first_day=first_day, at=at, minutes=minutes, rule=self.rule(first_day))

    def rule(self, first_day: date) -> Rule | None:
        """The rule, None for a single date. Its first date is `first_day`. Raises BadRule."""
        if self.repeat == ONCE:
            return None
        until = day_of(self.until) if self.ending == UNTIL else None
        count = int(self.count) if self.ending == COUNT and is_number(self.count) else None
        if self.repeat in (WEEK, WEEKS):
            weekdays = (first_day.weekday(),)
            return Rule(Frequency.WEEKLY, self._weeks(), weekdays, count=count, until=until)
        if self.repeat == MONTH_DAY:
            return Rule(Frequency.MONTHLY, month_day=first_day.day, count=count, until=until)
        ordinal = -1 if self.repeat == MONTH_LAST else ordinal_of(first_day)
        return Rule(Frequency.MONTHLY, nth=(ordinal, first_day.weekday()), count=count, until=until)

    def _weeks(self) -> int:
        return int(self.weeks) if self.repeat == WEEKS and is_number(self.weeks) else 1


def ordinal_of(day: date) -> int:
    """The how many-th of its weekday in the month it is: 24 November 2026 is the fourth Tuesday."""
    return (day.day - 1) // 7 + 1


def is_last(day: date) -> bool:
    """Whether it is the last of its weekday in the month."""
    return (day + A_WEEK).month != day.month


def is_number(text: str) -> bool:
    """Whether it is a whole number of at most four digits, as anybody writes it."""
    return text.isascii() and text.isdigit() and len(text) <= 4
