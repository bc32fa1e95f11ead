"""Where an appointment takes place, in words for paper."""

from __future__ import annotations

from dataclasses import dataclass

from booking.appointments.models import Appointment, Channel
from booking.house.address import HouseFacts
from booking.house.models import Room, RoomAccess, RoomKind
from booking.i18n import Language, sentence

ACCESS = {
    RoomAccess.STEP_FREE: sentence("ohne Stufen"),
    RoomAccess.STAIR_LIFT: sentence("mit Treppenlift"),
    RoomAccess.STAIRS: sentence("nur über Stufen"),
}


@dataclass(frozen=True)
class Place:
    """`sign` stands on the door, "" without one; `way` is how to get there; `address` is empty when nobody comes to us."""

    sign: str
    name: str
    way: tuple[str, ...]
    address: tuple[str, ...]
    what_to_do: str


def place_of(appointment: Appointment, spoken: Language, house: HouseFacts) -> Place:
    """Where to be and what to do at the time of the appointment."""
    _ = spoken.gettext
    if appointment.channel == Channel.PHONE:
        come = _("Wir rufen Sie an. Bitte bleiben Sie zu dieser Zeit erreichbar.")
        return Place("", _("am Telefon"), (), (), come)
    if appointment.channel == Channel.HOME_VISIT:
        return Place("", _("bei Ihnen zu Hause"), (), (), _("Wir kommen zu Ihnen nach Hause."))
    address, come = (house.street, house.town), _("Am Empfang zeigt Ihnen jemand den Weg.")
    room = appointment.room
    if room is None:
        return Place("", _("im Quartiersbüro"), (), address, come)
    return Place(_sign(room, spoken), room.name, _way(room, spoken), address, come)


def _sign(room: Room, spoken: Language) -> str:
    return spoken.gettext("Saal") if room.kind == RoomKind.HALL else room.number


def _way(room: Room, spoken: Language) -> tuple[str, ...]:
    """Erdgeschoss; ohne Stufen."""
    return tuple(spoken.gettext(words) for words in (room.floor, ACCESS[room.access]) if words)
