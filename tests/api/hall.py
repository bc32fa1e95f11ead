"""The hall of the small house, in two parts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_part, add_room
from booking.occupancy import Resource


def add_hall(session: Session) -> None:
    """The hall with its two parts, for which providers have to ask."""
    halves = [Resource(kind="room", name=f"saal-{letter}") for letter in "ab"]
    session.add_all(halves)
    session.flush()
    hall = add_room(session, _hall("saal"), parts=halves)
    for half in halves:
        add_part(session, hall, _hall(half.name), [half])


def _hall(slug: str) -> Room:
    return Room(
        slug=slug,
        name=slug.title(),
        number="Saal",
        kind=RoomKind.HALL,
        access=RoomAccess.STEP_FREE,
        floor="Erdgeschoss",
        position=90,
        seating={"rows": 80},
    )
