"""Bookings for stories of closures and absences: made through the API, far from what other stories use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from booking.scheduling.walltime import BERLIN, wall_day
from tests.journeys.living import LivingHouse
from tests.journeys.test_rivals_over_http import call


def free_times(house: LivingHouse, offer: str, first: date, days: int) -> list[str]:
    """The starts of free times in the house from this day on, in order; who comes there need not leave a number."""
    span = f"from={first}&to={first + timedelta(days=days - 1)}"
    status, answer = call(house, "GET", f"/api/v1/offers/{offer}/slots?{span}")
    assert status == 200, answer
    return sorted({slot["start"] for slot in answer["slots"] if slot["room"]})


def book_at(house: LivingHouse, offer: str, start: str, name: str, **contact: Any) -> dict[str, Any]:
    """The booked appointment: code, token and manage_url."""
    status, made = call(
        house, "POST", "/api/v1/appointments", {"offer": offer, "start": start, "name": name, **contact}
    )
    assert status == 201, made
    return made


def day_of(start: str) -> date:
    return wall_day(datetime.fromisoformat(start))


def days_ahead(days: int) -> date:
    return datetime.now(BERLIN).date() + timedelta(days=days)
