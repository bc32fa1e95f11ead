"""What colleagues have free, as buttons: the same time first, then the soonest others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from booking.appointments.handing_over import Ways
from booking.appointments.slots import Slot
from booking.web.views.rooms import RoomView, place_text, room_view
from booking.web.views.slots import slot_value


@dataclass(frozen=True)
class Way:
    """`value` is what its button sends."""

    value: str
    adviser_id: int
    adviser: str
    start: datetime
    room: RoomView | None
    place_text: str


@dataclass(frozen=True)
class WaysView:
    same_time: list[Way]
    others: list[Way]

    @property
    def all(self) -> list[Way]:
        return [*self.same_time, *self.others]


def ways_view(ways: Ways) -> WaysView:
    return WaysView([_way(slot) for slot in ways.same_time], [_way(slot) for slot in ways.others])


def _way(slot: Slot) -> Way:
    return Way(
        value=f"{slot.adviser.id},{slot_value(slot.start)}",
        adviser_id=slot.adviser.id,
        adviser=slot.adviser.name,
        start=slot.start,
        room=room_view(slot.room),
        place_text=place_text(slot.channel),
    )
