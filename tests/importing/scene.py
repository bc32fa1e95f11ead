"""A small house, and short words for reading files into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from booking.db import Database
from booking.importing.findings import Becomes, Finding, Kind
from booking.importing.looking import File, Look, look_at, save
from booking.importing.tables import Column
from booking.outbox import EventRow
from booking.reservations.models import Occurrence, Reservation
from booking.runtime import Desk
from booking.scheduling.walltime import to_wall
from booking.vault import Vault
from tests import house as small

DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
DATE = {
    "Anbieter": "Testverein",
    "Raum": "Büro 2",
    "Wofür": "Malkurs",
    "Datum": "24.11.2026",
    "Von": "9:00",
    "Bis": "12:00",
}


def table(*lines: dict[str, str], columns: Sequence[str] = ()) -> bytes:
    """A CSV file with these lines, and the columns that they have."""
    names = list(columns) or list(dict.fromkeys(name for line in lines for name in line))
    rows = [names, *([line.get(name, "") for name in names] for line in lines)]
    return "\n".join(";".join(row) for row in rows).encode()


def example(columns: Sequence[Column]) -> dict[str, str]:
    return {column.name: column.example for column in columns}


def event(uid: str = "a@b", start: str = "TZID=Europe/Berlin:20261124T090000", **more: str) -> str:
    """An event of three hours in Büro 2."""
    facts = {"SUMMARY": "Malkurs", "LOCATION": "Quartiersbüro\\, Büro 2", "DURATION": "PT3H", **more}
    lines = [f"{name.replace('_', '-')}:{value}" for name, value in facts.items() if value]
    begin = f"DTSTART{':' if start.startswith(('2', '1')) else ';'}{start}"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", begin, *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *events, "END:VCALENDAR", ""]
    ).encode()


@dataclass
class Scene:
    """The database, its house, and the time it is."""

    database: Database
    house: small.SmallHouse
    desk: Desk = DESK

    def file(self, kind: Kind, data: bytes, *, room: int = 0) -> File:
        chosen = self.house.rooms[room - 1].id if room else 0
        return File(kind, "datei", data, self.house.provider.id if kind == Kind.CALENDAR else 0, chosen)

    def look(self, kind: Kind, data: bytes, **more: Any) -> Look:
        with self.database.reading() as session:
            return look_at(session, self.desk, self.file(kind, data, **more))

    def one(self, kind: Kind, data: bytes, **more: Any) -> Finding:
        (found,) = self.look(kind, data, **more).findings
        return found

    def save(self, kind: Kind, data: bytes, *, seen: str = "", **more: Any) -> Look:
        seen = seen or self.look(kind, data, **more).mark
        with self.database.writing() as session:
            return save(session, self.desk, self.file(kind, data, **more), seen=seen)

    def dates(self, title: str = "Malkurs") -> list[tuple[str, str, str, str]]:
        """When and where a reservation takes place: start and end on the wall, room, state."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(Occurrence)
                .join(Occurrence.reservation)
                .where(Reservation.title == title)
                .order_by(Occurrence.starts_at)
            ).unique()
            return [
                (
                    f"{to_wall(each.starts_at):%Y-%m-%d %H:%M}",
                    f"{to_wall(each.ends_at):%H:%M}",
                    each.room.name,
                    str(each.status),
                )
                for each in rows
            ]

    def starts(self, title: str = "Malkurs") -> list[str]:
        return [start for start, *_ in self.dates(title)]

    def events(self) -> list[str]:
        with self.database.reading() as session:
            return sorted(session.scalars(select(EventRow.type)))


def codes(finding: Finding) -> list[str]:
    return [fault.code for fault in finding.faults]


def becomes(look: Look) -> list[Becomes]:
    return [each.becomes for each in look.findings]


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
