"""Which closures concern a room: those of the house, its own, and those of whatever has a part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from booking.house.calendar import Closed
from booking.house.models import Room


def closed_by_room(rooms: Sequence[Room], closed: Sequence[Closed]) -> Mapping[int | None, Sequence[Closed]]:
    """The closures of each room, holidays last; under None those of the whole house.

    `rooms` must have the parts of the hall too: one that is closed closes the hall.
    """
    resources = {room.id: set(room.resource_ids) for room in rooms}
    in_order = sorted(closed, key=lambda each: each.holiday)  # a closed house is closed on holidays too
    found: dict[int | None, Sequence[Closed]] = {None: [each for each in in_order if each.room_id is None]}
    for number, own in resources.items():
        found[number] = [
            each
            for each in in_order
            if each.room_id in (None, number) or not own.isdisjoint(resources.get(each.room_id, ()))
        ]
    return found
