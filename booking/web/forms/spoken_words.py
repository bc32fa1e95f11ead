"""The German words of a spoken wish: numbers, weekdays, months, clock times, as pieces of patterns and as values."""

from __future__ import annotations

from datetime import date, time
from typing import Final

NUMBERS: Final = {
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14,
}  # fmt: skip
ORDINALS: Final = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "achte": 8}
LAST: Final = "letzte"
MONTHS: Final = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember",
)  # fmt: skip
SHORT_MONTHS: Final = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
WEEKDAYS: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SHORT_WEEKDAYS: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")
SATURDAY_ELSEWHERE: Final = "sonnabend"
# Words that say nothing by themselves.
NOISE: Final = frozenset({
    "ab", "am", "an", "bitte", "brauche", "brauchen", "das", "dem", "den", "der", "die", "ein", "eine", "einem",
    "einen", "einer", "für", "gern", "gerne", "ich", "im", "immer", "in", "jeweils", "mit", "möchte", "möchten",
    "raum", "reservieren", "termin", "und", "vom", "von", "wir", "zum",
})  # fmt: skip

NUMBER: Final = rf"(?:\d{{1,4}}|{'|'.join(NUMBERS)})"
ORDINAL: Final = rf"(?:\d{{1,2}}\.|(?:{'|'.join(ORDINALS)})[nrs]?)"
# "so" in small letters is a word of its own.
WEEKDAY: Final = rf"(?:(?:{'|'.join(WEEKDAYS)}|{SATURDAY_ELSEWHERE})|(?:mo|di|mi|do|fr|sa|(?-i:So))\b\.?)"
MONTH: Final = rf"(?:{'|'.join(MONTHS)}|maerz|(?:{'|'.join(SHORT_MONTHS)})\b\.?)"
YEAR: Final = r"(?:20\d\d)"
HOUR: Final = r"(?:2[0-4]|[01]?\d)"
MINUTE: Final = r"[0-5]\d"


def number_of(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


def ordinal_of(text: str) -> int:
    """2. and zweiten are 2."""
    if text[0].isdigit():
        return int(text.rstrip("."))
    return next(number for word, number in ORDINALS.items() if text.lower().startswith(word))


def weekday_of(text: str) -> int:
    """Monday is 0; abbreviations too."""
    word = text.lower().rstrip(".")
    if word == SATURDAY_ELSEWHERE:
        return WEEKDAYS.index("samstag")
    return WEEKDAYS.index(word) if word in WEEKDAYS else SHORT_WEEKDAYS.index(word)


def month_of(text: str) -> int:
    word = text.lower().replace("ae", "ä")[:3]
    return SHORT_MONTHS.index(word) + 1


def time_of(hour: str, minute: str | None) -> time | None:
    """None for what no clock shows; 24 is midnight."""
    if int(hour) == 24 and int(minute or 0):
        return None
    return time(int(hour) % 24, int(minute or 0))


def day_on_or_after(earliest: date, month: int, day: int, year: str | None) -> date | None:
    """The day in that year, or the next time it comes round; None if there is no such day."""
    years = [int(year)] if year else range(earliest.year, earliest.year + 8)
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= earliest:
            return found
    return None
