"""What somebody may have meant: of the names there are, the one that a written one resembles most."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from booking.offers.spelling import words_of

LIKE_ENOUGH = 55.0


def nearest(written: str, names: Iterable[str]) -> str:
    """The name that is meant perhaps, or "" when none resembles it."""
    return _nearest(written, tuple(names))


@lru_cache(maxsize=4096)
def _nearest(written: str, names: tuple[str, ...]) -> str:
    plain = {name: " ".join(words_of(name)) for name in names}
    found = process.extractOne(
        " ".join(words_of(written)), plain, scorer=fuzz.WRatio, score_cutoff=LIKE_ENOUGH
    )
    return found[2] if found else ""
