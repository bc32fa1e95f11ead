"""How words are compared: without case, accents, umlauts, Arabic signs and articles, in any of the languages."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
APOSTROPHES = "'’ʼ`´"
# What has no accent to take off, but is typed in several ways.
SAME = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES),
        "ـ": None,  # Arabic: a letter drawn out
        "ı": "i",
        "ґ": "г",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
    }
)
# "And the", "with the", "for the", "the": written together with the word in Arabic.
ARTICLES = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال")


def words_of(text: str) -> list[str]:
    """The words in the order of the text, each as it is compared: "Isınma, Öl" is isinma, ol."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(SAME)
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    spaced = "".join(character if character.isalnum() else " " for character in bare)
    return [_without_article(word) for word in spaced.split()]


@lru_cache(maxsize=1024)
def vocabulary(text: str) -> frozenset[str]:
    """All words of a text as they are compared, and those with umlauts also with ae, oe, ue."""
    spelled_out = unicodedata.normalize("NFC", text).translate(UMLAUTS)
    return frozenset((*words_of(text), *words_of(spelled_out)))


def _without_article(word: str) -> str:
    for article in ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word.removeprefix(article)
    return word
