"""Figure: bookings per second over HTTP, each with the event for mails and calendars in its transaction."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from bench.client import Call, per_second
from bench.load import opened_slots
from bench.report import Row
from bench.stage import Stage
from bench.town import Town
from booking.db import Database
from booking.outbox import EventRow

CLIENTS = {1: 1, 8: 4}  # of so many, a turn has so many times the calls
WARM_UP = 16
RESIDENT = {"offer": "buchung", "name": "Maria Muster", "email": "maria@example.org", "phone": "02175 1"}


def rows(stage: Stage) -> Iterator[Row]:
    """The service and, at the same times with other advisers, the floor. Raises ValueError if an event is missing."""
    town = stage.large.town
    sides = {stage.large.service: service_calls(town), stage.large.floor: floor_calls(town)}
    for base, calls in sides.items():
        per_second(base, list(islice(calls, WARM_UP)), clients=8)
    booked = WARM_UP
    for clients, times in CLIENTS.items():
        took: dict[str, list[float]] = {base: [] for base in sides}
        for _ in range(stage.size.repetitions):
            for base, calls in sides.items():
                wishes = list(islice(calls, stage.size.calls * times))
                took[base].append(per_second(base, wishes, clients=clients))
        booked += stage.size.repetitions * stage.size.calls * times
        what = f"{stage.database}, bookings with {clients} client{'s'[: clients - 1]}; beside: floor"
        yield Row(what, "/s", took[stage.large.service], took[stage.large.floor], "at least 0.33")
    if _events(town) != booked:
        raise ValueError(f"{booked} bookings, but {_events(town)} events")


def service_calls(town: Town) -> Iterator[Call]:
    """Bookings, each of another slot."""
    for adviser, start in _in_no_order(town):
        yield Call("/api/v1/appointments", {**RESIDENT, "adviser": adviser, "start": start})


def floor_calls(town: Town) -> Iterator[Call]:
    """The same for the floor, with advisers of its own."""
    for adviser, start in _in_no_order(town):
        yield Call("/appointments", {"adviser": adviser.replace("buchung", "boden"), "start": start})


def _in_no_order(town: Town) -> list[tuple[str, str]]:
    slots = [(adviser, start.isoformat()) for adviser, start in opened_slots(town)]
    random.Random(7).shuffle(slots)
    return slots


def _events(town: Town) -> Any:
    database = Database(town.url)
    try:
        with database.reading() as session:
            return session.scalar(select(func.count()).where(EventRow.type == "AppointmentBooked"))
    finally:
        database.dispose()
