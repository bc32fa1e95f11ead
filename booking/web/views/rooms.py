"""A room as pages show it: the number on its door, its name, and how to get in.

Number and name are what the sign at the door says, so they are the same in each language; the floor is a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from booking.appointments.models import Channel
from booking.house.models import Room, RoomAccess, RoomKind
from booking.i18n import Told, told
from booking.web.language import current_language
from booking.web.language import gettext as _


@dataclass(frozen=True)
class RoomView:
    number: str
    name: str
    access_text: str
    is_hall: bool
    floor: Told


def room_view(room: Room | None) -> RoomView | None:
    if room is None:
        return None
    floor = told(room.floor, current_language().code)
    return RoomView(room.number, room.name, access_text(room), room.kind == RoomKind.HALL, floor)


def access_text(room: Room) -> str:
    if room.access == RoomAccess.STEP_FREE:
        return _("ohne Stufen")
    if room.access == RoomAccess.STAIR_LIFT:
        return _("mit Treppenlift")
    return _("über Treppen")


def place_text(channel: str) -> str:
    """Where it takes place, when there is no room to name."""
    if channel == Channel.PHONE:
        return _("am Telefon")
    if channel == Channel.HOME_VISIT:
        return _("bei Ihnen zu Hause")
    return _("im Quartiersbüro")
