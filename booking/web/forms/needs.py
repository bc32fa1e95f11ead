"""Support needs in words: what can be ticked, and the languages somebody can interpret into."""

from __future__ import annotations

from collections.abc import Sequence

from booking.house.rooms import (
    COMPANION,
    HEARING_LOOP,
    INTERPRETER,
    MORE_TIME,
    NEEDS,
    SIGN_LANGUAGE,
    WHEELCHAIR,
)
from booking.i18n import SOURCE
from booking.web.language import current_language
from booking.web.language import gettext as _

# What people around here speak; the last one is for everybody else.
OTHER = "other"
INTERPRETED = (
    *("ar", "bg", "el", "en", "es", "fa", "fr", "hr", "it", "ku", "pl", "ps", "pt"),
    *("ro", "ru", "so", "sq", "sr", "ta", "ti", "tr", "uk", "ur", "vi", OTHER),
)


def need_words() -> dict[str, str]:
    """Each need as it is ticked and read back, in the language of the page."""
    return {
        WHEELCHAIR: _("Ich komme mit Rollstuhl oder Rollator"),
        HEARING_LOOP: _("Höranlage"),
        SIGN_LANGUAGE: _("Gebärdensprach-Dolmetschung"),
        INTERPRETER: _("Sprachmittlung: Jemand übersetzt für mich"),
        COMPANION: _("Ich bringe jemanden mit"),
        MORE_TIME: _("Mehr Zeit für das Gespräch"),
    }


def language_name(code: str) -> str:
    """The language's name in the language of the page."""
    return _("andere Sprache") if code == OTHER else current_language().locale.languages.get(code, code)


def interpreted_languages() -> list[tuple[str, str]]:
    """What somebody can choose to have interpreted: code and name, by name, "another one" last."""
    known = sorted(((code, language_name(code)) for code in INTERPRETED[:-1]), key=lambda each: each[1])
    return [*known, (OTHER, language_name(OTHER))]


def needs_text(needs: Sequence[str], interpreting: str) -> str:
    """All needs in one line, empty without any."""
    words = need_words()
    if interpreting:
        words[INTERPRETER] = _("Sprachmittlung: %(language)s", language=language_name(interpreting))
    return ", ".join(words[need] for need in NEEDS if need in needs)


def own_language(code: str) -> str:
    """What somebody who reads the pages in this language has interpreted; nobody knows it of German ones."""
    plain = code.partition("-")[0]
    return plain if plain != SOURCE and plain in INTERPRETED else ""
