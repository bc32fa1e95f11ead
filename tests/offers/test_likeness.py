"""Words as people type them, beside the words they mean."""

from __future__ import annotations

import pytest

from booking.offers.likeness import Likeness, likeness, nearly
from booking.offers.spelling import vocabulary, words_of


def typed(word: str) -> str:
    (only,) = words_of(word)
    return only


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("WÄRMEPUMPE", "Wärmepumpe"),
        ("Waermepumpe", "Wärmepumpe"),
        ("Warmepumpe", "Wärmepumpe"),
        ("a\u0308lter", "älter"),
        ("STRASSE", "Straße"),
        ("Cafe", "Café"),
        ("ısınma", "Isınma"),
        ("isinma", "ısınma"),
        ("ISINMA", "ısınma"),
        ("İŞSİZ", "işsiz"),
        ("cocugum", "çocuğum"),
        ("التَّدفِئَة", "تدفئة"),
        ("تدفئه", "التدفئة"),
        ("اجار", "أجار"),
        ("والإيجار", "الايجار"),
        ("مبني", "مبنى"),
        ("пам’ять", "пам'ять"),
        ("ЇЖА", "їжа"),
    ],
)
def test_the_same_word_written_in_another_way(word: str, known: str) -> None:
    assert likeness(typed(word), vocabulary(known)) == Likeness.SAME


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("wohn", "Wohngeld", Likeness.BEGINS),
        ("Heizungsrechnung", "Heizung", Likeness.BEGINS),
        ("Anträgen", "Anträge", Likeness.BEGINS),
        ("bebeğimiz", "bebeğim", Likeness.BEGINS),
        ("Energiekosten", "Kosten", Likeness.PART),
        ("Kosten", "Energiekosten", Likeness.PART),
        ("Förderantrag", "Förderung", Likeness.PART),
        ("роботу", "робота", Likeness.PART),
        ("تدفئتي", "تدفئة", Likeness.PART),
        ("wo", "Wohngeld", Likeness.NONE),
        ("Raumschiff", "Räumung", Likeness.NONE),
        ("zuhause", "zu", Likeness.NONE),
        ("Heizung", "Haus und Garten", Likeness.NONE),
    ],
)
def test_beginnings_and_parts(word: str, known: str, expected: Likeness) -> None:
    assert likeness(typed(word), vocabulary(known)) == expected


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("heizunk", "Heizung"),
        ("Hiezung", "Heizung"),
        ("antrak", "Antrag"),
        ("Vohngeld", "Wohngeld"),
        ("Schwangerschafft", "Schwangerschaft"),
        ("Pflegrad", "Pflegegrad"),
        ("Mite", "Miete"),
        ("Gled", "Geld"),
        ("опаленя", "опалення"),
        ("مدرصة", "مدرسة"),
        ("doğlagaz", "doğalgaz"),
    ],
)
def test_typing_errors_are_forgiven(word: str, known: str) -> None:
    assert nearly(typed(word), vocabulary(known)) == Likeness.NEARLY


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("Jop", "Job"),
        ("Haut", "Haus"),
        ("Maus", "Haus"),
        ("Held", "Geld"),
        ("Bauten", "Garten"),
        ("Heizpilz", "Heizung"),
        ("Kleider", "Kinder"),
    ],
)
def test_other_words_are_not_taken_for_errors(word: str, known: str) -> None:
    assert nearly(typed(word), vocabulary(known)) == Likeness.NONE
