"""Whether two names are one person's: as people write, say and remember them, in any script we print."""

from __future__ import annotations

import unicodedata

# Letters that are no letter with a mark on it, and letters that are written either way.
ALIKE = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "æ": "a",
        "œ": "o",
        "ё": "е",
        "ى": "ي",
        "ة": "ه",
        "ـ": None,
    }
)
SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
TELLING = 3


def same_name(known: str, typed: str) -> bool:
    """Whether who gave the one name may be who types the other one.

    Case, marks, "ue" for "ü", dots, blanks, the order of the words and titles are forgiven; and so is a part of
    the name that is left out, as long as a whole word of three letters is the same ("Frau Muster").
    """
    ours, theirs = _words(known), _words(typed)
    if not ours or not theirs:
        return False
    if "".join(ours) == "".join(theirs) or sorted(ours) == sorted(theirs):
        return True
    common = set(ours) & set(theirs)
    one_within_other = common in (set(ours), set(theirs))
    return one_within_other and any(len(word) >= TELLING for word in common)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(ALIKE)
    for spelled, letter in SPELLED_OUT:
        plain = plain.replace(spelled, letter)
    return plain


TITLES = frozenset(
    _plain(
        "frau herr fr hr fam familie dr prof mr mrs ms miss bay bayan пан пані السيد السيدة سيد سيدة"
    ).split()
)


def _words(name: str) -> list[str]:
    """The words of a name in one spelling, without titles; only titles are better than nothing."""
    plain = _plain(name)
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return [word for word in words if word not in TITLES] or words
