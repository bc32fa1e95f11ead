"""GET /rooms: the rooms of the house."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from booking.house.rooms import all_rooms, rooms_to_reserve
from booking.web.access import allow, runtime
from booking.web.api.calls import reads
from booking.web.api.examples import ROOM
from booking.web.schemas.rooms import RoomsAsked, RoomSchema


@reads(
    "/rooms",
    tells="Räume des Hauses\nMit parts=true auch die Teile des Saals, die man einzeln reservieren kann.",
    asks=RoomsAsked,
    answers=RoomSchema(many=True),
    example=[ROOM],
)
@allow()
def rooms(asked: dict[str, Any]) -> Response:
    """All rooms that are in service, in the house's order."""
    with runtime().database.reading() as session:
        found = rooms_to_reserve(session) if asked["parts"] else all_rooms(session)
        return jsonify(RoomSchema(many=True).dump(found))
