"""How a room is set up and who gives the key, in the words of the house; a page or a print says them in its language."""

from __future__ import annotations

from enum import StrEnum

from booking.i18n import sentence
from booking.reservations.wishes import Need


class Key(StrEnum):
    """How whoever reserved gets the key."""

    DESK = "desk"
    BOX = "box"
    CARETAKER = "caretaker"


# The plans of Room.seating; a plan that is not here is said as the room has it.
SEATING = {
    "table": sentence("Tische und Stühle"),
    "circle": sentence("Stuhlkreis"),
    "rows": sentence("Stuhlreihen"),
}
KEYS = {
    Key.DESK: sentence("am Empfang abholen"),
    Key.BOX: sentence("aus dem Schlüsselkasten"),
    Key.CARETAKER: sentence("der Hausmeister schließt auf"),
}
# What of a reservation's needs has to be seen to; the rest was decided by choosing the room.
EQUIPMENT = {Need.HEARING_LOOP: sentence("Höranlage bereitlegen")}
