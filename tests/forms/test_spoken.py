"""A wish in one sentence, said on Monday, 23 November 2026: what is understood, how, and what is left over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from booking.web.forms.spoken import Understood, understand

MONDAY = date(2026, 11, 23)
ROOMS = {"Büro 3": "buero-3", "Büro 30": "buero-30", "Saal": "saal", "Saal, Teil A": "saal-a"}


def heard(sentence: str, today: date = MONDAY) -> Understood:
    return understand(sentence, today=today, rooms=ROOMS)


def fields(understood: Understood) -> dict[str, str]:
    """What is filled in, but for what an empty form says anyway."""
    return {name: value for name, value in understood.values.items() if value and value != "once"}


WEEKLY = {"repeat": "week"}
UNTIL_JUNE = {"ending": "until", "until": "2027-06-30"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # Days
        ("Dienstag", {"day": "2026-11-24"}),
        ("di", {"day": "2026-11-24"}),
        ("am Do.", {"day": "2026-11-26"}),
        ("Montag", {"day": "2026-11-30"}),
        ("nächsten Montag", {"day": "2026-11-30"}),
        ("Sonnabend", {"day": "2026-11-28"}),
        ("So", {"day": "2026-11-29"}),
        ("heute", {"day": "2026-11-23"}),
        ("morgen", {"day": "2026-11-24"}),
        ("übermorgen", {"day": "2026-11-25"}),
        ("24.11.", {"day": "2026-11-24"}),
        ("am 3.2.", {"day": "2027-02-03"}),
        ("24.11.2027", {"day": "2027-11-24"}),
        ("24.11.27", {"day": "2027-11-24"}),
        ("24. November", {"day": "2026-11-24"}),
        ("am 5. März 2027", {"day": "2027-03-05"}),
        ("29. Februar", {"day": "2028-02-29"}),
        ("Dienstag, 24.11.", {"day": "2026-11-24"}),
        # Times and lengths
        ("14 Uhr", {"start": "14:00"}),
        ("um 14:30", {"start": "14:30"}),
        ("14 Uhr 30", {"start": "14:30"}),
        ("ab 8.15 Uhr", {"start": "08:15"}),
        ("9–12 Uhr", {"start": "09:00", "end": "12:00"}),
        ("von 9 bis 12", {"start": "09:00", "end": "12:00"}),
        ("9:30 bis 11 Uhr 15", {"start": "09:30", "end": "11:15"}),
        ("14 Uhr bis 16 Uhr", {"start": "14:00", "end": "16:00"}),
        ("14 Uhr, 2 Stunden", {"start": "14:00", "end": "16:00"}),
        ("14 Uhr 90 Minuten", {"start": "14:00", "end": "15:30"}),
        ("14 Uhr, 1,5 Stunden", {"start": "14:00", "end": "15:30"}),
        ("14 Uhr, anderthalb Stunden", {"start": "14:00", "end": "15:30"}),
        ("14 Uhr, eine halbe Stunde", {"start": "14:00", "end": "14:30"}),
        ("14 Uhr, 2 Stunden 15 Minuten", {"start": "14:00", "end": "16:15"}),
        ("14-16 Uhr, 2 Stunden", {"start": "14:00", "end": "16:00"}),
        # How often and until when
        ("jede Woche", WEEKLY),
        ("wöchentlich", WEEKLY),
        ("jeden Dienstag", {**WEEKLY, "day": "2026-11-24"}),
        ("dienstags", {**WEEKLY, "day": "2026-11-24"}),
        ("jede 2. Woche am Dienstag", {"repeat": "weeks", "weeks": "2", "day": "2026-11-24"}),
        ("jeden Dienstag, jede zweite Woche", {"repeat": "weeks", "weeks": "2", "day": "2026-11-24"}),
        ("alle drei Wochen", {"repeat": "weeks", "weeks": "3"}),
        ("alle 14 Tage", {"repeat": "weeks", "weeks": "2"}),
        ("14-tägig", {"repeat": "weeks", "weeks": "2"}),
        ("jeden 2. Dienstag im Monat", {"repeat": "month_weekday", "day": "2026-12-08"}),
        ("jeden Monat am zweiten Dienstag", {"repeat": "month_weekday", "day": "2026-12-08"}),
        ("jeden letzten Freitag im Monat", {"repeat": "month_last", "day": "2026-11-27"}),
        ("am 15. jedes Monats", {"repeat": "month_day", "day": "2026-12-15"}),
        ("jeden Monat am 31.", {"repeat": "month_day", "day": "2026-12-31"}),
        ("jede Woche bis 30. Juni", {**WEEKLY, **UNTIL_JUNE}),
        ("jede Woche bis zum 30.6.", {**WEEKLY, **UNTIL_JUNE}),
        ("jede Woche bis Juni", {**WEEKLY, **UNTIL_JUNE}),
        ("jede Woche bis Ende Juni 2027", {**WEEKLY, **UNTIL_JUNE}),
        ("jede Woche bis November", {**WEEKLY, "ending": "until", "until": "2026-11-30"}),
        ("jede Woche bis Jahresende", {**WEEKLY, "ending": "until", "until": "2026-12-31"}),
        ("jede Woche, 10 mal", {**WEEKLY, "ending": "count", "count": "10"}),
        ("jede Woche zehnmal", {**WEEKLY, "ending": "count", "count": "10"}),
        ("vom 12.1. bis 30.6. jeden Dienstag", {**WEEKLY, **UNTIL_JUNE, "day": "2027-01-12"}),
        ("ab 13.1. jeden Dienstag", {**WEEKLY, "day": "2027-01-19"}),
        ("jede Woche, nicht an Feiertagen", {**WEEKLY, "on_closure": "skip"}),
        ("jede Woche, auch an Feiertagen", {**WEEKLY, "on_closure": "keep"}),
        ("jede Woche, nicht in den Ferien", {**WEEKLY, "on_school_holiday": "skip"}),
        ("jede Woche ohne Schulferien", {**WEEKLY, "on_school_holiday": "skip"}),
        ("jede Woche, auch in den Schulferien", {**WEEKLY, "on_school_holiday": "keep"}),
        (
            "jede Woche, nicht an Feiertagen und in den Ferien",
            {**WEEKLY, "on_closure": "skip", "on_school_holiday": "skip"},
        ),
        # Room and people
        ("Büro 3", {"room": "buero-3"}),
        ("Büro 30", {"room": "buero-30"}),
        ("im Saal", {"room": "saal"}),
        ("Saal, Teil A", {"room": "saal-a"}),
        ("für 6 Personen", {"people": "6"}),
        ("mit zwölf Leuten", {"people": "12"}),
    ],
)
def test_what_is_said_is_filled_in(sentence: str, expected: dict[str, str]) -> None:
    understood = heard(sentence)
    assert fields(understood) == expected
    assert understood.missed == ()


@pytest.mark.parametrize(
    ("sentence", "needs"),
    [
        ("vertraulich", ("confidential",)),
        ("einen vertraulichen Raum ohne Stufen mit Höranlage", ("confidential", "step_free", "hearing_loop")),
        ("barrierefrei", ("step_free",)),
    ],
)
def test_what_the_room_must_offer(sentence: str, needs: tuple[str, ...]) -> None:
    assert (heard(sentence).needs, heard(sentence).missed) == (needs, ())


@pytest.mark.parametrize(
    ("sentence", "missed"),
    [
        ("Dienstag 14 Uhr mit Beamer und Kaffee", ("Beamer und Kaffee",)),
        ("Dienstag oder Mittwoch", ("oder Mittwoch",)),
        ("Mittwoch, 24.11.", ("Mittwoch",)),
        ("9 Uhr, 14 Uhr", ("14 Uhr",)),
        ("9–12 Uhr, 2 Stunden", ("2 Stunden",)),
        ("2 Stunden", ("2 Stunden",)),
        ("Dienstag bis Juni", ("bis Juni",)),
        ("jede Woche bis Juni, 10 mal", ("10 mal",)),
        ("am 31.2. um 9 Uhr", ("31.2.",)),
        ("täglich", ("täglich",)),
        ("alle 10 Tage", ("alle 10 Tage",)),
        ("jede 9. Woche", ("jede 9. Woche",)),
        ("jeden 6. Dienstag im Monat", ("jeden 6.", "Monat")),
        ("monatlich", ("monatlich",)),
        ("ohne Höranlage", ("ohne Höranlage",)),
        ("nicht vertraulich", ("nicht vertraulich",)),
        ("halb drei", ("halb drei",)),
        ("so bald wie möglich", ("so bald wie möglich",)),
        ("Büro 9", ("Büro 9",)),
        ("0 Personen", ("0 Personen",)),
        ("nicht bei Regen", ("nicht bei Regen",)),
    ],
)
def test_what_is_not_understood_is_said(sentence: str, missed: tuple[str, ...]) -> None:
    assert heard(sentence).missed == missed


@pytest.mark.parametrize(
    ("sentence", "readings"),
    [
        ("Dienstag", [("Dienstag", "day", "2026-11-24")]),
        (
            "jeden 2. Dienstag bis Juni",
            [
                ("jeden 2. Dienstag", "day", "2026-11-24"),
                ("jeden 2. Dienstag", "weeks", "2"),
                ("bis Juni", "until", "2027-06-30"),
            ],
        ),
        ("jede 2. Woche", []),
    ],
)
def test_what_was_worked_out_is_said_too(sentence: str, readings: list[Any]) -> None:
    found = heard(sentence).readings
    assert [(each.phrase, each.kind, each.value) for each in found] == readings


def test_a_whole_wish() -> None:
    understood = heard("Dienstag 14 Uhr, 2 Stunden, 6 Personen, jede 2. Woche bis Juni, nicht an Feiertagen")
    assert fields(understood) == {
        "day": "2026-11-24",
        "start": "14:00",
        "end": "16:00",
        "people": "6",
        "repeat": "weeks",
        "weeks": "2",
        "on_closure": "skip",
        **UNTIL_JUNE,
    }
    assert understood.missed == ()


@pytest.mark.parametrize("strange", ["", " ", "|||", "\x00", "9" * 300, "bis " * 70, "😀", "....,,,;"])
def test_strange_sentences_fill_in_nothing(strange: str) -> None:
    assert fields(heard(strange)) == {}
