"""Which colleague gets an appointment, and when: one button says both; and what the page showed at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from booking.web.forms.reading import instant_of, typed

LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Choice:
    adviser_id: int
    start: datetime
    sequence: int | None

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Choice | None:
        """None for what no button of ours sends."""
        written = typed(sent, "wahl", "stand")
        number, _comma, moment = written["wahl"].partition(",")
        adviser_id, start = _number(number), instant_of(moment)
        if start is None or adviser_id is None:
            return None
        return cls(adviser_id, start, _number(written["stand"]))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
