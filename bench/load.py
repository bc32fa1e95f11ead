"""Filling the town: a half-full month, free days to book, and years of appointments before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count as numbers
from typing import Any

from bench.bulk import row_of, write
from bench.town import DAYS, Seat, Town, is_workday
from booking.appointments.models import Appointment, Channel, ConsultationHours, Status
from booking.scheduling.walltime import from_wall

SLOT = timedelta(minutes=30)
BOOKABLE_DAYS = 45
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Morning:
    """A Sprechstunde of somebody, and the starts of its slots that are taken."""

    id: int
    seat: Seat
    start: datetime
    end: datetime
    taken: list[datetime] = field(default_factory=list)

    @property
    def whose(self) -> dict[str, Any]:
        """The columns that a Sprechstunde and its appointments share."""
        seat = self.seat
        channel = Channel.PHONE if seat.room_id is None else Channel.ON_SITE
        return {
            "offer_id": seat.offer_id,
            "adviser_id": seat.adviser_id,
            "room_id": seat.room_id,
            "channel": str(channel),
        }


def fill(town: Town, count: int) -> None:
    """Put `count` appointments into the database: those of the half-full month first, the rest before today."""
    ids = numbers(1)
    month = list(_month(town, ids))
    taken = sum(len(each.taken) for each in month)
    mornings = [*month, *_free_days(town, ids), *_past(town, ids, count - taken)]
    write(
        town.url,
        [
            ("consultation_hours", _hours_rows(town, mornings)),
            ("busy_time", _busy_rows(mornings)),
            ("appointment", _appointment_rows(town, mornings)),
        ],
    )


def opened_slots(town: Town) -> list[tuple[str, datetime]]:
    """Every (adviser, start) that the run may book, day by day."""
    return [
        (each.seat.slug, each.start + number * SLOT)
        for each in _free_days(town, numbers(1))
        for number in range((each.end - each.start) // SLOT)
    ]


def _month(town: Town, ids: Iterator[int]) -> Iterator[Morning]:
    """Three Sprechstunden of three hours a week for each adviser, every other slot taken."""
    for number, seat in enumerate(town.seats["beratung"]):
        weekdays = {(number + step) % 5 for step in (0, 2, 4)}
        for day in _workdays(town.first, DAYS):
            if day.weekday() in weekdays:
                morning = _morning(next(ids), seat, day, time(9), time(12))
                morning.taken = [morning.start + SLOT * slot for slot in range(number % 2, 6, 2)]
                yield morning


def _free_days(town: Town, ids: Iterator[int]) -> Iterator[Morning]:
    for day in _workdays(town.today + timedelta(days=2), BOOKABLE_DAYS):
        for seat in town.seats["buchung"]:
            yield _morning(next(ids), seat, day, time(8), time(20))


def _past(town: Town, ids: Iterator[int], count: int) -> Iterator[Morning]:
    """Full mornings of four hours, backwards from yesterday, until there are `count` appointments."""
    seats = town.seats["beratung"] + town.seats["andere"]
    days = (town.today - timedelta(days=back) for back in numbers(1))
    pairs = ((day, seat) for day in days if is_workday(day) for seat in seats)
    for left, (day, seat) in zip(range(count, 0, -8), pairs, strict=False):
        morning = _morning(next(ids), seat, day, time(9), time(13))
        morning.taken = [morning.start + SLOT * slot for slot in range(min(8, left))]
        yield morning


def _workdays(first: date, days: int) -> list[date]:
    return [day for day in (first + timedelta(days=ahead) for ahead in range(days)) if is_workday(day)]


def _morning(number: int, seat: Seat, day: date, opens: time, closes: time) -> Morning:
    return Morning(number, seat, from_wall(day, opens), from_wall(day, closes))


def _hours_rows(town: Town, mornings: Iterable[Morning]) -> Iterator[dict[str, Any]]:
    example = row_of(
        ConsultationHours(
            offer_id=0, adviser_id=0, provider_id=town.provider_id, starts_at=NEVER, ends_at=NEVER
        )
    )
    for each in mornings:
        yield {**example, "id": each.id, **each.whose, "starts_at": each.start, "ends_at": each.end}


def _busy_rows(mornings: Iterable[Morning]) -> Iterator[dict[str, Any]]:
    for each in mornings:
        owner = f"hours:{each.id}"
        yield _busy(each.seat.adviser_resource, each.start, each.end, owner)
        for number, start in enumerate(each.taken):
            yield _busy(each.seat.resource, start, start + SLOT, f"appointment:{each.id}-{number}")


def _busy(resource_id: int, starts_at: datetime, ends_at: datetime, owner: str) -> dict[str, Any]:
    return {"resource_id": resource_id, "starts_at": starts_at, "ends_at": ends_at, "owner": owner}


def _appointment_rows(town: Town, mornings: Iterable[Morning]) -> Iterator[dict[str, Any]]:
    example = row_of(
        Appointment(
            id="",
            code="",
            uid="",
            offer_id=0,
            provider_id=town.provider_id,
            hours_id=0,
            adviser_id=0,
            starts_at=NEVER,
            ends_at=NEVER,
            channel=Channel.ON_SITE,
            created_at=NEVER,
            status=Status.CONFIRMED,
        )
    )
    for each in mornings:
        for number, start in enumerate(each.taken):
            name = f"{each.id}-{number}"
            own = {"id": name, "code": f"{each.id:x}.{number}", "uid": f"{name}@treffpunkt.example"}
            times = {"starts_at": start, "ends_at": start + SLOT, "hours_id": each.id}
            yield {**example, **own, **each.whose, **times}
