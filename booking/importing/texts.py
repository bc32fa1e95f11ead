"""From the bytes of a file to its text, within limits; and the words in it as they may be kept."""

from __future__ import annotations

import re
import unicodedata

from booking.importing.findings import Unreadable

LARGEST = 1024 * 1024
MOST_LINES = 5_000
LONGEST_LINE = 10_000
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
LINE_BREAK = re.compile(r"\r\n|\n|\r")
JOINERS = frozenset("\u200c\u200d")


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 or as older Windows writes it. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    if data.startswith(EXCEL):
        raise Unreadable("excel")
    text = _decoded(data)
    if "\x00" in text:
        raise Unreadable("not_text")
    if not text.strip():
        raise Unreadable("empty")
    for number, line in enumerate(lines_of(text), start=1):
        if len(line) > LONGEST_LINE:
            raise Unreadable("long_line", line=str(number), most=str(LONGEST_LINE))
    return text


def lines_of(text: str) -> list[str]:
    """Its lines as editors count them."""
    return LINE_BREAK.split(text)


def tidy(text: str) -> str:
    """On one line, with single blanks."""
    return " ".join(text.split())


def has_unseen(text: str) -> bool:
    """Whether there are control characters, direction marks or half characters in it."""
    return any(unicodedata.category(each) in UNSEEN and each not in JOINERS for each in text)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")
