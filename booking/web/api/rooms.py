"""GET /rooms: the rooms of the house."""

from __future__ import annotations

from flask import Response, jsonify

from booking.house.rooms import all_rooms
from booking.web.access import allow, runtime
from booking.web.api.calls import reads
from booking.web.api.examples import ROOM
from booking.web.schemas.rooms import RoomSchema


@reads("/rooms", tells="Räume des Hauses", answers=RoomSchema(many=True), example=[ROOM])
@allow()
def rooms() -> Response:
    """All rooms, in the house's order."""
    with runtime().database.reading() as session:
        return jsonify(RoomSchema(many=True).dump(all_rooms(session)))
