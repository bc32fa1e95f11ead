"""Rooms: adding one with its resources, and which of them suit a need, best first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.errors import NotFound
from booking.house.models import Room, RoomAccess, RoomKind, RoomPart
from booking.i18n import sentence
from booking.occupancy import Resource

# Floors that the catalogues know. A room says its own in German; another one stays German in every language.
FLOORS = (
    sentence("Untergeschoss"), sentence("Keller"), sentence("Erdgeschoss"), sentence("Hochparterre"),
    sentence("Zwischengeschoss"), sentence("Obergeschoss"), sentence("1. Obergeschoss"),
    sentence("2. Obergeschoss"), sentence("3. Obergeschoss"), sentence("Dachgeschoss"),
)  # fmt: skip
WHEELCHAIR = "wheelchair"
HEARING_LOOP = "hearing_loop"
SIGN_LANGUAGE = "sign_language"
INTERPRETER = "interpreter"
COMPANION = "companion"
MORE_TIME = "more_time"
NEEDS = (WHEELCHAIR, HEARING_LOOP, SIGN_LANGUAGE, INTERPRETER, COMPANION, MORE_TIME)
STEP_FREE = "step_free"  # a wish of the page of free times, not a need that is kept
USUALLY_PRESENT = 2  # every room is made for them


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
    """The rooms of the house that are in service, in its order, the hall as one."""
    return [room for room in every_room(session) if not room.is_retired]


def every_room(session: Session) -> Sequence[Room]:
    """The rooms of the house in its order, those out of service too, the hall as one."""
    return [room for room in rooms_and_parts(session) if room.part_of_id is None]


def rooms_to_reserve(session: Session) -> Sequence[Room]:
    """Everything that can be reserved: the rooms that are in service, and the parts of the divided hall."""
    return [room for room in rooms_and_parts(session) if not room.is_retired]


def rooms_and_parts(session: Session) -> Sequence[Room]:
    """Whatever there is or was: the rooms of the house, and the parts of the divided hall."""
    statement = select(Room).options(joinedload(Room.parts)).order_by(Room.position, Room.id)
    return session.scalars(statement).unique().all()


def room_by_id(session: Session, room_id: int) -> Room:
    """A room or a part of the hall, in service or not. Raises NotFound."""
    found = session.get(Room, room_id)
    if found is None:
        raise NotFound("room")
    return found


def room_by_slug(session: Session, slug: str) -> Room:
    """A room or a part of the hall, in service or not. Raises NotFound."""
    found = session.scalar(select(Room).where(Room.slug == slug))
    if found is None:
        raise NotFound("room")
    return found


def room_to_reserve(session: Session, slug: str) -> Room:
    """A room or a part of the hall that is in service. Raises NotFound."""
    found = room_by_slug(session, slug)
    if found.is_retired:
        raise NotFound("room")
    return found


def add_part(session: Session, hall: Room, part: Room, resources: Sequence[Resource]) -> Room:
    """Add a part of a hall that has these resources already: nobody has both at the same time."""
    part.part_of_id = hall.id
    return add_room(session, part, parts=resources)


def suits(room: Room, *, confidential: bool, needs: Sequence[str], party: int = 1) -> bool:
    """Whether a consultation with these needs, for so many residents together, can take place in the room."""
    if confidential and not room.confidential:
        return False
    if WHEELCHAIR in needs and room.access == RoomAccess.STAIRS:
        return False
    if STEP_FREE in needs and room.access != RoomAccess.STEP_FREE:
        return False
    if HEARING_LOOP in needs and HEARING_LOOP not in room.equipment:
        return False
    present = people_present(needs, party)
    return present <= USUALLY_PRESENT or present <= room.capacity


def people_present(needs: Sequence[str], party: int = 1) -> int:
    """How many sit there: the adviser, the residents, and who comes along to help."""
    interprets = INTERPRETER in needs or SIGN_LANGUAGE in needs
    return 1 + party + (COMPANION in needs) + interprets


def suitable_offices(
    rooms: Sequence[Room], *, confidential: bool, needs: Sequence[str], party: int = 1
) -> list[Room]:
    """The offices for a consultation, those without steps first, then in the house's order."""
    fitting = [
        room
        for room in rooms
        if room.kind == RoomKind.OFFICE
        and not room.is_retired
        and suits(room, confidential=confidential, needs=needs, party=party)
    ]
    return sorted(fitting, key=lambda room: (room.access != RoomAccess.STEP_FREE, room.position))
