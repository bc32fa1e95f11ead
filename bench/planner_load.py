"""Reservations by the thousand: every room full on every workday, years of it behind the week that is measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, text

from bench.bulk import row_of
from bench.town import Town, is_workday
from booking.accounts.enrolling import enrol
from booking.accounts.models import Role
from booking.db import Base, Database
from booking.house.models import RoomPart
from booking.occupancy import BusyTime
from booking.reservations.models import Occurrence, Reservation, Series
from booking.scheduling.walltime import from_wall
from booking.vault import Vault

EMAIL, PASSWORD = "planer@example.org", "ein langes Passwort"
STARTS = (time(8), time(10), time(13), time(15), time(17))
LENGTH = timedelta(minutes=90)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Date:
    """A room reserved once."""

    name: str
    room_id: int
    resource_id: int
    start: datetime


def reserve(town: Town, count: int) -> None:
    """So many reservations of one date each: the week that is measured first, then the years before it."""
    dates = list(islice(_dates(town), count))
    tables: tuple[tuple[type[Base], Iterable[dict[str, Any]]], ...] = (
        (Reservation, _reservations(town, dates)),
        (Series, _series(dates)),
        (Occurrence, _occurrences(dates)),
        (BusyTime, _busy(dates)),
    )
    database = Database(town.url)
    try:
        with database.writing() as session:
            for table, rows in tables:
                session.execute(insert(table), list(rows))
        with database.writing() as session:
            session.execute(text("ANALYZE"))
    finally:
        database.dispose()


def employ(town: Town) -> None:
    """Somebody of the house who may look at the plan."""
    database = Database(town.url)
    try:
        with database.writing() as session:
            enrol(
                session, Vault("bench" * 8), email=EMAIL, name="Planung", role=Role.STAFF, password=PASSWORD
            )
    finally:
        database.dispose()


def _dates(town: Town) -> Iterator[Date]:
    database = Database(town.url)
    try:
        with database.reading() as session:
            rooms = session.execute(
                select(RoomPart.room_id, RoomPart.resource_id).order_by(RoomPart.room_id)
            ).all()
    finally:
        database.dispose()
    day, number = town.first + timedelta(days=6), 0
    while True:
        day -= timedelta(days=1)
        if not is_workday(day):
            continue
        for at in STARTS:
            for room_id, resource_id in rooms:
                yield Date(f"plan-{number}", room_id, resource_id, from_wall(day, at))
                number += 1


def _reservations(town: Town, dates: Iterable[Date]) -> Iterator[dict[str, Any]]:
    example = row_of(
        Reservation(id="", provider_id=town.provider_id, title="Team", created_at=NEVER, changed_at=NEVER)
    )
    for each in dates:
        yield {**example, "id": each.name, "created_at": each.start, "changed_at": each.start}


def _series(dates: Iterable[Date]) -> Iterator[dict[str, Any]]:
    example = row_of(
        Series(
            id="", reservation_id="", position=0, uid="", first_day=NEVER.date(), wall_time=time(), minutes=90,
            room_id=0,
        )
    )  # fmt: skip
    for each in dates:
        yield {
            **example,
            "id": each.name,
            "reservation_id": each.name,
            "uid": f"{each.name}@bench",
            "first_day": each.start.date(),
            "wall_time": each.start.time(),
            "room_id": each.room_id,
        }


def _occurrences(dates: Iterable[Date]) -> Iterator[dict[str, Any]]:
    example = row_of(
        Occurrence(
            id="", reservation_id="", series_id="", recurrence_id=NEVER, planned_at=NEVER, room_id=0,
            starts_at=NEVER, ends_at=NEVER,
        )
    )  # fmt: skip
    for each in dates:
        yield {
            **example,
            "id": each.name,
            "reservation_id": each.name,
            "series_id": each.name,
            "recurrence_id": each.start,
            "planned_at": each.start,
            "room_id": each.room_id,
            "starts_at": each.start,
            "ends_at": each.start + LENGTH,
        }


def _busy(dates: Iterable[Date]) -> Iterator[dict[str, Any]]:
    for each in dates:
        yield {
            "resource_id": each.resource_id,
            "starts_at": each.start,
            "ends_at": each.start + LENGTH,
            "owner": f"occurrence:{each.name}",
        }
