"""Years of reservations, written in bulk: what is many must cost a page nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from booking.db import Base
from booking.occupancy import BusyTime
from booking.reservations.models import Occurrence, Reservation, Series
from booking.scheduling.walltime import to_wall
from tests.house import NOW
from tests.pages.conftest import Site

AT_ONCE = 2000
FIRST = NOW - timedelta(days=150)


def fill(site: Site, count: int) -> None:
    """So many single dates of an hour each, around the clock in all rooms, from months ago to months ahead."""
    tables: dict[type[Base], list[dict[str, Any]]] = {
        Reservation: [],
        Series: [],
        Occurrence: [],
        BusyTime: [],
    }
    for number, (room, start) in zip(range(count), _hours(site), strict=False):
        for table, row in _rows(site, f"viele-{number}", room, start).items():
            tables[table].append(row)
    with site.runtime.database.writing() as session:
        for table, rows in tables.items():
            for first in range(0, len(rows), AT_ONCE):
                session.execute(insert(table), rows[first : first + AT_ONCE])


def _hours(site: Site) -> Iterator[tuple[Any, datetime]]:
    """Rooms and full hours, but for the morning in which the house has something of its own."""
    start = FIRST
    while True:
        for room in site.house.rooms:
            if not NOW < start < NOW + timedelta(days=2):
                yield room, start
        start += timedelta(hours=1)


def _rows(site: Site, name: str, room: Any, start: datetime) -> dict[type[Base], dict[str, Any]]:
    wall, end = to_wall(start), start + timedelta(hours=1)
    return {
        Reservation: {
            "id": name,
            "provider_id": site.house.provider.id,
            "title": "Viele",
            "created_at": FIRST,
            "changed_at": FIRST,
            "needs": [],
            "setup_minutes": 0,
            "cleanup_minutes": 0,
            "on_closure": "skip",
        },
        Series: {
            "id": name,
            "reservation_id": name,
            "position": 0,
            "uid": f"{name}@test.example",
            "first_day": wall.date(),
            "wall_time": wall.time(),
            "minutes": 60,
            "room_id": room.id,
            "sequence": 0,
        },
        Occurrence: {
            "id": name,
            "reservation_id": name,
            "series_id": name,
            "recurrence_id": start,
            "planned_at": start,
            "room_id": room.id,
            "starts_at": start,
            "ends_at": end,
            "status": "confirmed",
            "own_time": False,
            "own_room": False,
        },
        BusyTime: {
            "resource_id": room.resource_ids[0],
            "starts_at": start,
            "ends_at": end,
            "owner": f"occurrence:{name}",
        },
    }
