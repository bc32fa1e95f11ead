"""A hall in two parts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_part, add_room
from booking.occupancy import Resource


def add_hall(session: Session, position: int = 9) -> Room:
    """The hall, last in the house, with its parts saal-a and saal-b."""
    parts = [Resource(kind="room", name=f"Teil {letter}") for letter in "AB"]
    session.add_all(parts)
    session.flush()
    hall = add_room(session, _like("saal", position), parts=parts)
    for letter, part in zip("ab", parts, strict=True):
        add_part(session, hall, _like(f"saal-{letter}", position), [part])
    return hall


def _like(slug: str, position: int) -> Room:
    return Room(
        slug=slug,
        name=slug.title(),
        number="Saal",
        kind=RoomKind.HALL,
        access=RoomAccess.STEP_FREE,
        floor="Erdgeschoss",
        position=position,
        seating={"rows": 40},
    )
