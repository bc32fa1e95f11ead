"""Adding rooms, changing what they are, and their order. What is reserved already stays as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.db import lock
from booking.errors import DomainError, NotFound
from booking.house.events import ADDED, CHANGED, MOVED, RoomChanged
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_room, every_room, rooms_and_parts

LONGEST_SLUG = 36
# Who adds, changes, sorts or retires rooms waits here, before any row or resource: no name is given twice.
SHAPING_LOCK = -16
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class RoomNameTaken(DomainError):
    """Another room has this name, or this number (`field`)."""

    code = "room-name-taken"

    def __init__(self, field: str, other: Room) -> None:
        super().__init__(f"{field} {other.slug}")
        self.field, self.other = field, other


@dataclass(frozen=True, kw_only=True)
class RoomFacts:
    """Everything about a room that its people may change."""

    name: str
    number: str
    floor: str
    access: RoomAccess
    seating: Mapping[str, int]
    equipment: Sequence[str]
    confidential: bool

    @classmethod
    def of(cls, room: Room) -> RoomFacts:
        return cls(
            name=room.name,
            number=room.number,
            floor=room.floor,
            access=RoomAccess(room.access),
            seating=dict(room.seating),
            equipment=tuple(sorted(room.equipment)),
            confidential=room.confidential,
        )

    def as_room(self, slug: str, kind: RoomKind, position: int) -> Room:
        """A room like this, in no database: to add it, or to see whom it would suit."""
        return Room(
            slug=slug,
            name=self.name,
            number=self.number,
            kind=kind,
            access=self.access,
            floor=self.floor,
            position=position,
            seating=dict(self.seating),
            equipment=sorted(self.equipment),
            confidential=self.confidential,
        )

    def give_to(self, room: Room) -> None:
        """Let the room be like this."""
        room.name, room.number, room.floor, room.access = self.name, self.number, self.floor, self.access
        room.seating, room.equipment = dict(self.seating), sorted(self.equipment)
        room.confidential = self.confidential


def alone(session: Session) -> None:
    """Until this transaction ends nobody else changes what rooms there are and what they are."""
    lock(session, [SHAPING_LOCK])


def room_for_change(session: Session, room_id: int) -> Room:
    """The room as it is now; until the transaction ends nobody else changes it, or another. Raises NotFound."""
    alone(session)
    statement = select(Room).where(Room.id == room_id).with_for_update(key_share=True)
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("room")
    return found


def open_room(session: Session, facts: RoomFacts, *, now: datetime) -> Room:
    """Add an office, last in the house's order. Its address comes from its name for good. Raises RoomNameTaken."""
    alone(session)
    _refuse_taken(session, facts)
    rooms = rooms_and_parts(session)
    slug = _free_slug(facts.name, {each.slug for each in rooms})
    last = max((each.position for each in rooms), default=0)
    room = add_room(session, facts.as_room(slug, RoomKind.OFFICE, last + 1))
    outbox.record(session, RoomChanged(room_id=room.id, what=ADDED), now=now)
    return room


def change_room(session: Session, room: Room, facts: RoomFacts, *, now: datetime) -> None:
    """Let the room be like this from now on; its address stays. Raises RoomNameTaken."""
    before = RoomFacts.of(room)
    if before == facts:
        return
    if room.part_of_id is None:
        _refuse_taken(session, facts, but_for=room.id)
    facts.give_to(room)
    session.flush()
    outbox.record(session, RoomChanged(room_id=room.id, what=CHANGED), now=now)


def move_room(session: Session, room: Room, *, up: bool, now: datetime) -> None:
    """One place up or down in the house's order; at its end nothing happens. Parts go with their hall."""
    order = list(every_room(session))
    at = order.index(room)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    places = {each.id: number for number, each in enumerate(order, start=1)}
    for each in rooms_and_parts(session):
        each.position = places[each.part_of_id or each.id]
    session.flush()
    outbox.record(session, RoomChanged(room_id=room.id, what=MOVED), now=now)


def _refuse_taken(session: Session, facts: RoomFacts, *, but_for: int | None = None) -> None:
    for other in every_room(session):
        if other.id == but_for:
            continue
        if other.name.casefold() == facts.name.casefold():
            raise RoomNameTaken("name", other)
        if other.number.casefold() == facts.number.casefold():
            raise RoomNameTaken("number", other)


def _free_slug(name: str, taken: set[str]) -> str:
    """Büro 9 is buero-9; when another room has that, buero-9-2."""
    plain = (
        unicodedata.normalize("NFKD", name.casefold().translate(GERMAN)).encode("ascii", "ignore").decode()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "raum"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found
