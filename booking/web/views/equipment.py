"""What rooms are equipped with, in words."""

from __future__ import annotations

from collections.abc import Iterable

from booking.house.models import Room
from booking.web.language import gettext as _


def equipment_words(word: str) -> str:
    """The name of a piece of equipment; what the house added itself stands as it is written."""
    return {
        "hearing_loop": _("Höranlage"),
        "screen": _("Bildschirm"),
        "whiteboard": _("Tafel zum Schreiben"),
        "printer": _("Drucker"),
        "microphone": _("Mikrofon"),
        "kitchen": _("Küche"),
        "play_corner": _("Spielecke"),
        "changing_table": _("Wickeltisch"),
        "height_adjustable_table": _("höhenverstellbarer Tisch"),
    }.get(word, word)


def equipment_of(rooms: Iterable[Room]) -> list[tuple[str, str]]:
    """Everything that some room has, as pairs of value and words, by its words."""
    found = {each for room in rooms for each in room.equipment}
    return sorted(((each, equipment_words(each)) for each in found), key=lambda pair: pair[1].casefold())
