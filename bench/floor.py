"""The floor: the least a service can do for the same answer. Bare Flask, one statement, nothing is checked.

It knows Sprechstunden and seats by heart and takes for granted that every appointment sits on the grid.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy import Engine, column, create_engine, insert, or_, select, table, text

from booking.db import UTCDateTime
from booking.scheduling.walltime import BERLIN, day_bounds

SLOT = timedelta(minutes=30)
BUSY = table(
    "busy_time",
    column("resource_id"),
    column("starts_at", UTCDateTime()),
    column("ends_at", UTCDateTime()),
    column("expires_at", UTCDateTime()),
    column("owner"),
)
GRID = text("""
SELECT hours.starts_at, hours.ends_at, adviser.id, adviser.slug, seat.id, room.slug
FROM consultation_hours AS hours JOIN offer ON offer.id = hours.offer_id
JOIN adviser ON adviser.id = hours.adviser_id JOIN resource AS seat ON seat.lock_id = adviser.resource_id
LEFT JOIN room ON room.id = hours.room_id WHERE offer.slug = 'beratung' AND hours.starts_at > :now
""").columns(column("starts_at", UTCDateTime()), column("ends_at", UTCDateTime()))
SEATS = text("""
SELECT adviser.slug, adviser.resource_id, seat.id FROM adviser
JOIN resource AS seat ON seat.lock_id = adviser.resource_id
""")


@dataclass(frozen=True)
class Floor:
    """What the two answers need, known before the first request."""

    engine: Engine
    sessions: list[tuple[datetime, datetime, int, str, int, str | None]]
    seats: dict[str, tuple[int, int]]

    def taken(self, seats: set[int], first: datetime, last: datetime) -> set[tuple[int, datetime]]:
        """Who is busy from when, by the one range query."""
        question = (
            select(BUSY.c.resource_id, BUSY.c.starts_at)
            .where(BUSY.c.resource_id.in_(seats), BUSY.c.starts_at < last, BUSY.c.ends_at > first)
            .where(or_(BUSY.c.expires_at.is_(None), BUSY.c.expires_at > datetime.now(UTC)))
        )
        with self.engine.connect() as connection:
            return {(seat, start) for seat, start in connection.execute(question)}

    def free(self, first: datetime, last: datetime, adviser: str | None) -> list[dict[str, Any]]:
        """The same slots as the service's, by start and adviser."""
        asked = [each for each in self.sessions if first <= each[0] < last and adviser in {None, each[3]}]
        taken = self.taken({each[4] for each in asked}, first, last)
        slots = [
            (start + SLOT * number, adviser_id, slug, room)
            for start, end, adviser_id, slug, seat, room in asked
            for number in range((end - start) // SLOT)
            if (seat, start + SLOT * number) not in taken
        ]
        return [
            {
                "start": start.astimezone(BERLIN).isoformat(),
                "end": (start + SLOT).astimezone(BERLIN).isoformat(),
                "adviser": slug,
                "room": room,
                "places": 1,
            }
            for start, _, slug, room in sorted(slots)
        ]

    def book(self, adviser: str, start: datetime) -> None:
        """One lock, one row, one commit."""
        lock, seat = self.seats[adviser]
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})
            row = {"resource_id": seat, "starts_at": start, "ends_at": start + SLOT, "owner": "floor"}
            connection.execute(insert(BUSY), row)


def create(url: str) -> Flask:
    """`GET /slots` and `POST /appointments` on a filled town."""
    app = Flask("floor")
    engine = create_engine(url, pool_size=8)
    with engine.connect() as connection:
        sessions = [tuple(row) for row in connection.execute(GRID, {"now": datetime.now(UTC)})]
        seats = {slug: (lock, seat) for slug, lock, seat in connection.execute(SEATS)}
    floor = app.extensions["floor"] = Floor(engine, sessions, seats)

    @app.get("/slots")
    def slots() -> Response:
        first = day_bounds(date.fromisoformat(request.args["from"])).start
        last = day_bounds(date.fromisoformat(request.args["to"])).end
        return jsonify({"slots": floor.free(first, last, request.args.get("adviser")), "reason": None})

    @app.post("/appointments")
    def appointments() -> tuple[Response, int]:
        asked = request.get_json()
        floor.book(asked["adviser"], datetime.fromisoformat(asked["start"]))
        return jsonify({"status": "confirmed"}), 201

    return app


def from_environment() -> Flask:
    """For gunicorn."""
    return create(os.environ["DATABASE_URL"])
