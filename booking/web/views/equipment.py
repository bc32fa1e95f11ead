"""What rooms are equipped with, in words."""

from __future__ import annotations

from collections.abc import Iterable

from booking.house.models import Room
from booking.i18n import sentence
from booking.web.language import gettext as _

KNOWN = {
    "hearing_loop": sentence("Höranlage"),
    "screen": sentence("Bildschirm"),
    "whiteboard": sentence("Tafel zum Schreiben"),
    "printer": sentence("Drucker"),
    "microphone": sentence("Mikrofon"),
    "kitchen": sentence("Küche"),
    "play_corner": sentence("Spielecke"),
    "changing_table": sentence("Wickeltisch"),
    "height_adjustable_table": sentence("höhenverstellbarer Tisch"),
}


def equipment_words(word: str) -> str:
    """The name of a piece of equipment; what the house added itself stands as it is written."""
    return _(KNOWN[word]) if word in KNOWN else word


def equipment_of(rooms: Iterable[Room]) -> list[tuple[str, str]]:
    """Everything that some room has, as pairs of value and words, by its words."""
    return _by_words({each for room in rooms for each in room.equipment})


def equipment_to_choose(rooms: Iterable[Room]) -> list[tuple[str, str]]:
    """Everything that a room may have, with what the house added itself, by its words."""
    return _by_words({*KNOWN, *(each for room in rooms for each in room.equipment)})


def _by_words(found: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((each, equipment_words(each)) for each in found), key=lambda pair: pair[1].casefold())
