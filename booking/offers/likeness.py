"""How well a typed word fits a known one: the same, its beginning, a part of it, or a typing error away."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

BEGINNING = 3
KNOWN_BEGINNING = 4
PART = 5
# Endings of German, Ukrainian and Arabic words, and how long the stem before them must be; the longest first.
ENDINGS = {
    **dict.fromkeys(("ungen", "ung", "en"), 5),
    **dict.fromkeys(("ання", "ення", "ий", "ти", "а", "я", "и", "у", "ь"), 4),
    "ه": 4,
}


class Likeness(IntEnum):
    """The better, the higher; the numbers are the points of the search."""

    NONE = 0
    NEARLY = 6
    PART = 10
    BEGINS = 16
    SAME = 24


def likeness(typed: str, known: Collection[str]) -> Likeness:
    """The best fit among the known words, typing errors left out."""
    if typed in known:
        return Likeness.SAME
    if any(_begins(typed, word) for word in known):
        return Likeness.BEGINS
    return Likeness.PART if any(_shares_a_part(typed, word) for word in known) else Likeness.NONE


def nearly(typed: str, known: Collection[str]) -> Likeness:
    """Whether one of the known words was meant: one error from four letters on, two from eight on."""
    allowed = errors_allowed(typed)
    if allowed and any(_misspelt(typed, word, allowed) for word in known):
        return Likeness.NEARLY
    return Likeness.NONE


def errors_allowed(typed: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    if len(typed) < 4:
        return 0
    return 1 if len(typed) < 8 else 2


def _begins(typed: str, known: str) -> bool:
    """The typed word is the beginning of the other ("Wohn" of "Wohngeld"), or begins with it."""
    if len(typed) >= BEGINNING and known.startswith(typed):
        return True
    return len(known) >= KNOWN_BEGINNING and typed.startswith(known)


def _shares_a_part(typed: str, known: str) -> bool:
    """It begins with the stem of the other ("Heizkosten", "Heizung"), or one of them ends with the other."""
    stem = _stem(known)
    if stem and typed.startswith(stem):
        return True
    shorter, longer = sorted((typed, known), key=len)
    return len(shorter) >= PART and longer.endswith(shorter)


@lru_cache(maxsize=8192)
def _stem(known: str) -> str:
    """The word without its ending, or "" if it has none."""
    for ending, shortest in ENDINGS.items():
        if known.endswith(ending) and len(known) >= len(ending) + shortest:
            return known.removesuffix(ending)
    return ""


def _misspelt(typed: str, known: str, allowed: int) -> bool:
    """Short words are too much alike: there nobody mistypes the first letter or takes one for another."""
    if abs(len(typed) - len(known)) > allowed or len(known) < 4:
        return False
    if len(typed) < 6 and typed[0] != known[0]:
        return False
    if len(typed) < 5 and len(typed) == len(known) and sorted(typed) != sorted(known):
        return False
    return OSA.distance(typed, known, score_cutoff=allowed) <= allowed
