"""Rooms: adding one with its resources, and which of them suit a need, best first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.house.models import Room, RoomAccess, RoomKind, RoomPart
from booking.occupancy import Resource

HEARING_LOOP = "hearing_loop"


def add_room(session: Session, room: Room, *, parts: Sequence[Resource] = ()) -> Room:
    """Add a room. Without `parts` it is one resource of its own; a hall may take its parts'."""
    session.add(room)
    if not parts:
        own = Resource(kind="room", name=room.slug)
        session.add(own)
        parts = [own]
    session.flush()
    room.parts.extend(RoomPart(room_id=room.id, resource_id=part.id) for part in parts)
    session.flush()
    return room


def all_rooms(session: Session) -> Sequence[Room]:
    statement = select(Room).options(joinedload(Room.parts)).order_by(Room.position)
    return session.scalars(statement).unique().all()


def suits(room: Room, *, confidential: bool, needs: Sequence[str]) -> bool:
    """Whether a consultation with these needs can take place in the room."""
    if confidential and not room.confidential:
        return False
    if "wheelchair" in needs and room.access == RoomAccess.STAIRS:
        return False
    return not (HEARING_LOOP in needs and HEARING_LOOP not in room.equipment)


def suitable_offices(rooms: Sequence[Room], *, confidential: bool, needs: Sequence[str]) -> list[Room]:
    """The offices for a consultation, those without steps first, then in the house's order."""
    fitting = [
        room
        for room in rooms
        if room.kind == RoomKind.OFFICE and suits(room, confidential=confidential, needs=needs)
    ]
    return sorted(fitting, key=lambda room: (room.access != RoomAccess.STEP_FREE, room.position))
