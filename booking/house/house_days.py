"""Days on which the house is usually closed though they are no holidays: proposed, never closed by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from dateutil.easter import easter

from booking.house.calendar import holidays_between

WEIBERFASTNACHT_BEFORE_EASTER = timedelta(days=52)
ROSENMONTAG_BEFORE_EASTER = timedelta(days=48)
CARNIVAL_BEGINS = time(11)
A_DAY = timedelta(days=1)
MONDAY, TUESDAY, THURSDAY, FRIDAY = 0, 1, 3, 4
WEEKEND = 5


class Usual(StrEnum):
    """Why the house is usually closed."""

    WEIBERFASTNACHT = "weiberfastnacht"
    ROSENMONTAG = "rosenmontag"
    CHRISTMAS_EVE = "christmas_eve"
    NEW_YEARS_EVE = "new_years_eve"
    BRIDGE = "bridge"


@dataclass(frozen=True)
class HouseDay:
    """A day to propose; closed from `begins` on. `holiday` is the one that a bridge day stands beside."""

    day: date
    usual: Usual
    begins: time = time()
    holiday: str = ""


def house_days(first: date, last: date) -> Sequence[HouseDay]:
    """The usual days from `first` to `last`, in order, but for weekends and holidays."""
    holidays = holidays_between(first - A_DAY, last + A_DAY)
    found = {each.day: each for each in _bridges(holidays)}
    for year in range(first.year, last.year + 1):
        found |= {each.day: each for each in _of_year(year)}
    return [
        found[day]
        for day in sorted(found)
        if first <= day <= last and day.weekday() < WEEKEND and day not in holidays
    ]


def _of_year(year: int) -> Iterator[HouseDay]:
    sunday = easter(year)
    yield HouseDay(sunday - WEIBERFASTNACHT_BEFORE_EASTER, Usual.WEIBERFASTNACHT, CARNIVAL_BEGINS)
    yield HouseDay(sunday - ROSENMONTAG_BEFORE_EASTER, Usual.ROSENMONTAG)
    yield HouseDay(date(year, 12, 24), Usual.CHRISTMAS_EVE)
    yield HouseDay(date(year, 12, 31), Usual.NEW_YEARS_EVE)


def _bridges(holidays: dict[date, str]) -> Iterator[HouseDay]:
    """The one working day between a holiday and the weekend."""
    for day, name in holidays.items():
        if day.weekday() == TUESDAY:
            yield HouseDay(day - A_DAY, Usual.BRIDGE, holiday=name)
        if day.weekday() == THURSDAY:
            yield HouseDay(day + A_DAY, Usual.BRIDGE, holiday=name)
