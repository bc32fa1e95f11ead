"""A wish in one sentence, as people say it on the phone: "Dienstag 14 Uhr, 2 Stunden, jede 2. Woche bis Juni".

Only fills in the form, which somebody checks then. What is not understood is said; nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from booking.web.forms.spoken_days import DAYS, ENDS, REPEATS
from booking.web.forms.spoken_facts import PLAIN, Facts, Reader, Readers, words
from booking.web.forms.spoken_meaning import Reading, meaning_of
from booking.web.forms.spoken_times import CLOCKS, LENGTHS
from booking.web.forms.spoken_words import NOISE

UNDERSTOOD = "|"
DASHES = str.maketrans({"–": "-", "—": "-", "\u00a0": " ", "\u202f": " ", UNDERSTOOD: " "})
PIECES = re.compile(r"[|,;!?]|(?<!\d)\.(?:\s|$)")


@dataclass(frozen=True)
class Understood:
    """Fields of the form by name, what the room must offer, how phrases were read, and the words left over."""

    values: dict[str, str]
    needs: tuple[str, ...]
    readings: tuple[Reading, ...]
    missed: tuple[str, ...]


def understand(text: str, *, today: date, rooms: Mapping[str, str]) -> Understood:
    """What a sentence says. `rooms` are slugs by name; days without a year are the next ones after `today`."""
    rest, facts = " ".join(text.translate(DASHES).split()), Facts(today)
    for pattern, read in (*_rooms(rooms), *PLAIN, *ENDS, *REPEATS, *LENGTHS, *DAYS, *CLOCKS):
        rest, facts = _take(pattern, read, rest, facts)
    meaning = meaning_of(facts)
    missed = (*_left(rest), *meaning.missed)
    return Understood(meaning.values, tuple(dict.fromkeys(facts.needs)), meaning.readings, missed)


def _rooms(names: Mapping[str, str]) -> Readers:
    """Readers for the names of the rooms, the longest first."""

    def reader(slug: str) -> Reader:
        return lambda found, facts: facts.and_said(found[0], room=slug)

    longest_first: Iterable[str] = sorted(names, key=len, reverse=True)
    return tuple((words(re.escape(name)), reader(names[name])) for name in longest_first)


def _take(pattern: re.Pattern[str], read: Reader, rest: str, facts: Facts) -> tuple[str, Facts]:
    """The sentence without the phrases that were understood, and the facts they say."""
    left, at = "", 0
    for found in pattern.finditer(rest):
        more = read(found, facts)
        if more is not None:
            left += f"{rest[at : found.start()]} {UNDERSTOOD} "
            facts, at = more, found.end()
    return " ".join((left + rest[at:]).split()), facts


def _left(rest: str) -> Iterator[str]:
    """What nobody understood, in its own words, without those that say nothing."""
    for piece in PIECES.split(rest):
        spoken = piece.split()
        while spoken and spoken[0].lower() in NOISE:
            spoken.pop(0)
        while spoken and spoken[-1].lower() in NOISE:
            spoken.pop()
        if spoken and any(character.isalnum() for word in spoken for character in word):
            yield " ".join(spoken)
