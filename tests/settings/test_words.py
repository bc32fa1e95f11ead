"""The house's hours in every language, and its number as a telephone dials it."""

from __future__ import annotations

from datetime import time

import pytest

from booking.house.address import DayHours, HouseFacts, dialled_anywhere
from booking.house.opening_words import desk_words, phone_words
from booking.i18n import LANGUAGES, language

FACTS = HouseFacts()
ON_THE_PHONE = {
    "de": "Mo–Fr 9–12 Uhr",
    "de-simple": "Montag bis Freitag, 9 bis 12 Uhr",
    "en": "Monday–Friday 9:00–12:00",
    "uk": "Понеділок–пʼятниця 9:00–12:00",
    "ar": "الاثنين–الجمعة، الساعة 9–12",
    "tr": "Pazartesi–Cuma 9:00–12:00",
}
AT_THE_DESK = {
    "de": "Montag bis Freitag, 9–17 Uhr",
    "de-simple": "Montag bis Freitag, 9 bis 17 Uhr",
    "en": "Monday–Friday, 9:00–17:00",
    "uk": "Понеділок–пʼятниця, 9:00–17:00",
    "ar": "الاثنين–الجمعة، الساعة 9–17",
    "tr": "Pazartesi–Cuma, 9:00–17:00",
}
# Two days alike, a longer one, one that ends at midnight, and a day by itself.
UNEVEN = tuple(
    DayHours(day, time.fromisoformat(start), time.fromisoformat(end))
    for day, start, end in (
        (0, "09:00", "12:30"),
        (1, "09:00", "12:30"),
        (3, "09:00", "18:00"),
        (4, "18:00", "00:00"),
        (6, "09:00", "12:30"),
    )
)
UNEVEN_WORDS = {
    "de": "Montag, Dienstag, Sonntag, 9–12:30 Uhr; Donnerstag, 9–18 Uhr; Freitag, 18–24 Uhr",
    "de-simple": "Montag, Dienstag, Sonntag, 9 bis 12:30 Uhr; Donnerstag, 9 bis 18 Uhr; Freitag, 18 bis 24 Uhr",
    "en": "Monday, Tuesday, Sunday, 9:00–12:30; Thursday, 9:00–18:00; Friday, 18:00–24:00",
    "tr": "Pazartesi, Salı, Pazar, 9:00–12:30; Perşembe, 9:00–18:00; Cuma, 18:00–24:00",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_hours_as_each_language_writes_them(code: str) -> None:
    spoken = language(code)
    assert phone_words(FACTS.phone_hours, spoken) == ON_THE_PHONE[code]
    assert desk_words(FACTS.desk_hours, spoken) == AT_THE_DESK[code]
    assert desk_words(UNEVEN, spoken) == UNEVEN_WORDS.get(code, desk_words(UNEVEN, spoken))
    assert desk_words((), spoken), "a desk that is never open says so"


def test_no_german_word_is_left_in_another_language() -> None:
    for code in LANGUAGES:
        if not language(code).german:
            words = f"{desk_words(UNEVEN, language(code))} {phone_words(UNEVEN, language(code))}"
            assert not {"bis", "Uhr", "Montag", "Mo"} & set(words.replace(",", " ").split()), code


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("02175 000-000", "+492175000000"),
        ("+49 (0) 2175 000-1", "+4921750001"),
        ("0049 2175 12", "+49217512"),
        ("115", "115"),
    ],
)
def test_a_number_is_dialled_from_anywhere(written: str, dialled: str) -> None:
    assert dialled_anywhere(written) == dialled
    assert HouseFacts(phone=written).phone_link == f"tel:{dialled}"
