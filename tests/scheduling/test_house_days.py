"""The days on which the house is usually closed, as the town's calendar has them."""

from __future__ import annotations

from datetime import date, time

from booking.house.house_days import HouseDay, Usual, house_days


def test_the_year_after_november_2026() -> None:
    assert house_days(date(2026, 11, 23), date(2027, 11, 23)) == [
        HouseDay(date(2026, 12, 24), Usual.CHRISTMAS_EVE),
        HouseDay(date(2026, 12, 31), Usual.NEW_YEARS_EVE),
        HouseDay(date(2027, 2, 4), Usual.WEIBERFASTNACHT, time(11)),
        HouseDay(date(2027, 2, 8), Usual.ROSENMONTAG),
        HouseDay(date(2027, 5, 7), Usual.BRIDGE, holiday="Christi Himmelfahrt"),
        HouseDay(date(2027, 5, 28), Usual.BRIDGE, holiday="Fronleichnam"),
    ]


def test_a_holiday_on_a_tuesday_makes_a_bridge_of_the_monday() -> None:
    """1 May 2029 is a Tuesday; 24 December 2028 a Sunday, on which nobody has to close."""
    found = {each.day: each for each in house_days(date(2028, 12, 20), date(2029, 5, 5))}
    assert found[date(2029, 4, 30)].usual == Usual.BRIDGE
    assert date(2028, 12, 24) not in found


def test_days_that_are_holidays_anyway_are_not_proposed() -> None:
    """26 December 2030 is a Thursday: the Friday after it is a bridge, the holidays themselves are none."""
    days = [each.day for each in house_days(date(2030, 12, 20), date(2031, 1, 2))]
    assert days == [date(2030, 12, 24), date(2030, 12, 27), date(2030, 12, 31)]
