"""Reading the cells of a line: each a value, or a fault with its column; one pass finds every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import TypeVar

from booking.importing.findings import Remark
from booking.importing.nearest import nearest
from booking.importing.tables import Line
from booking.importing.texts import has_unseen

Value = TypeVar("Value")

YES = {
    "ja": True,
    "j": True,
    "x": True,
    "1": True,
    "wahr": True,
    "nein": False,
    "n": False,
    "0": False,
    "falsch": False,
}
GERMAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::00)?)?(?: Uhr)?")
EARLIEST, LATEST = 2000, 2200
MOST_QUOTED = 60
LONGEST_LIST = 400


class Cells:
    """A line being read. What cannot be read is None, and why it cannot is in `faults`."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.faults: list[Remark] = []
        if line.surplus:
            self.fault("surplus", "")

    def fault(self, code: str, column: str, **facts: str) -> None:
        """Write down what is wrong."""
        self.faults.append(Remark(code, column, facts))

    def written(self, column: str) -> str:
        """What stands there; "" for nothing."""
        return self.line.cells.get(column, "")

    def text(self, column: str, most: int, *, required: bool = False) -> str:
        text = self.written(column)
        if required and not any(character.isalnum() for character in text):
            self.fault("missing", column)
        elif len(text) > most:
            self.fault("too_long", column, most=str(most))
        elif has_unseen(text):
            self.fault("unseen", column)
        return text

    def number(self, column: str, least: int, most: int) -> int | None:
        text = self.written(column)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
            self.fault("number", column, written=_quoted(text), least=str(least), most=str(most))
            return None
        return int(text)

    def yes(self, column: str, *, otherwise: bool) -> bool:
        text = self.written(column).casefold()
        if text and text not in YES:
            self.fault("yes_or_no", column, written=_quoted(self.written(column)))
        return YES.get(text, otherwise)

    def one_of(self, column: str, words: Mapping[str, Value], *, required: bool = False) -> Value | None:
        """The value behind a word; a word that is none of these is a fault that names the nearest."""
        text = self.written(column)
        if not text:
            if required:
                self.fault("missing", column)
            return None
        return self._known(column, text, words)

    def some_of(self, column: str, words: Mapping[str, Value]) -> list[Value]:
        """The values behind words with strokes or commas between them; a word may have commas in itself.

        Of several unknown words the first one is a fault.
        """
        if len(self.written(column)) > LONGEST_LIST:
            self.fault("too_long", column, most=str(LONGEST_LIST))
            return []
        known = {_key(word) for word in words}
        parts: list[str] = []
        for part in self.written(column).split("/"):
            parts += [part] if _key(part.strip()) in known else part.split(",")
        found: dict[Value, None] = {}
        for part in filter(None, (part.strip() for part in parts)):
            value = self._known(column, part, words)
            if value is None:
                return []
            found[value] = None
        return list(found)

    def day(self, column: str, *, required: bool = False) -> date | None:
        text = self.written(column)
        if not text:
            if required:
                self.fault("missing", column)
            return None
        german, iso = GERMAN_DAY.fullmatch(text), ISO_DAY.fullmatch(text)
        parts = german.groups()[::-1] if german else iso.groups() if iso else None
        try:
            day = date(*map(int, parts)) if parts else None
        except ValueError:
            day = None
        if day is None:
            self.fault("day", column, written=_quoted(text))
        elif not EARLIEST <= day.year < LATEST:
            self.fault("year", column)
            return None
        return day

    def clock(self, column: str) -> time | None:
        """A time of day, which must be there."""
        text = self.written(column)
        if not text:
            self.fault("missing", column)
            return None
        found = CLOCK.fullmatch(text)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            self.fault("clock", column, written=_quoted(text))
            return None
        return time(int(found[1]), int(found[2] or 0))

    def _known(self, column: str, text: str, words: Mapping[str, Value]) -> Value | None:
        by_key = {_key(word): value for word, value in words.items()}
        if _key(text) not in by_key:
            self.fault("unknown", column, written=_quoted(text), nearest=nearest(text, words))
            return None
        return by_key[_key(text)]


def _key(word: str) -> str:
    return word.casefold()


def _quoted(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]} …"
