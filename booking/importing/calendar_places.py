"""Which room an event of a calendar file means: by the name in its LOCATION."""

from __future__ import annotations

from collections.abc import Mapping

from icalendar import Event

from booking.house.models import Room
from booking.importing.findings import Remark
from booking.importing.nearest import nearest
from booking.importing.texts import tidy
from booking.offers.spelling import words_of

MOST_QUOTED = 60


def room_in(event: Event, rooms: Mapping[str, Room], otherwise: Room | None) -> Room | Remark:
    """The room whose name stands in LOCATION, the longest name first; else `otherwise`, else what is wrong."""
    written = tidy(str(event.get("LOCATION", "")))
    said = f" {' '.join(words_of(written))} "
    for name in sorted(rooms, key=len, reverse=True):
        if f" {' '.join(words_of(name))} " in said:
            return rooms[name]
    if otherwise is not None:
        return otherwise
    if not written:
        return Remark("no_room", "LOCATION")
    facts = {"written": written[:MOST_QUOTED], "nearest": nearest(written, rooms)}
    return Remark("unknown", "LOCATION", facts)
