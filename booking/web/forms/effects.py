"""What was decided for each appointment of a preview, and what it listed."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from booking.disruptions.effects import MOST_HIT, Answer, Hit, Way
from booking.web.forms.reading import typed

WAY = "weg-"
SEEN = "gesehen"


def read_ways(sent: MultiDict[str, str]) -> dict[str, Way]:
    """The way for each appointment, by its id; what cannot be read is left out."""
    named = [(name, value) for name, value in sent.items() if name.startswith(WAY)]
    ways = {each.value for each in Way}
    return {name.removeprefix(WAY): Way(value) for name, value in named[:MOST_HIT] if value in ways}


def read_answers(sent: MultiDict[str, str]) -> dict[str, Answer]:
    """The same as answers."""
    return {appointment_id: Answer(way) for appointment_id, way in read_ways(sent).items()}


def seen_before(sent: MultiDict[str, str]) -> frozenset[str] | None:
    """What the preview before listed, by id; None when there was none."""
    text = typed(sent, SEEN)[SEEN]
    return frozenset(text.split(",")[1:]) if text else None


def hidden_of(hits: Sequence[Hit], dates: Sequence[str]) -> dict[str, str]:
    """The field that travels with a preview: everything that it lists."""
    return {SEEN: ",".join(["x", *(hit.appointment.id for hit in hits), *dates])}
