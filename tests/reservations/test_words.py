"""Rules as people say them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from booking.i18n import language
from booking.reservations.words import hours_words, listed, rule_words
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import at_wall

TUESDAY = date(2026, 11, 24)
GERMAN = language("de")
JUNE = date(2027, 6, 30)
WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (None, "Dienstag, 24. November 2026, 14–16 Uhr"),
        (Rule(WEEKLY, weekdays=(1,), until=JUNE), "jeden Dienstag, 14–16 Uhr, bis 30. Juni 2027"),
        (Rule(WEEKLY, weekdays=(0, 1, 4), count=12), "jeden Montag, Dienstag und Freitag, 14–16 Uhr, 12-mal"),
        (
            Rule(WEEKLY, interval=2, weekdays=(1,), until=JUNE),
            "jede 2. Woche am Dienstag, 14–16 Uhr, bis 30. Juni 2027",
        ),
        (Rule(MONTHLY, nth=(4, 1), count=3), "am 4. Dienstag im Monat, 14–16 Uhr, 3-mal"),
        (Rule(MONTHLY, nth=(-1, 4), count=3), "am letzten Freitag im Monat, 14–16 Uhr, 3-mal"),
        (Rule(MONTHLY, month_day=31, count=3), "am 31. jedes Monats, 14–16 Uhr, 3-mal"),
        (Rule(MONTHLY, month_day=-1, count=3), "am letzten Tag im Monat, 14–16 Uhr, 3-mal"),
        (Rule(MONTHLY, interval=3, month_day=15, count=3), "jeden 3. Monat am 15., 14–16 Uhr, 3-mal"),
        (Rule(MONTHLY, interval=2, nth=(1, 1), count=3), "jeden 2. Monat am 1. Dienstag, 14–16 Uhr, 3-mal"),
        (Rule(Frequency.DAILY, count=3), "jeden Tag, 14–16 Uhr, 3-mal"),
        (Rule(Frequency.DAILY, interval=3, count=3), "jeden 3. Tag, 14–16 Uhr, 3-mal"),
        (Rule(Frequency.YEARLY, count=3), "jedes Jahr am 24. November, 14–16 Uhr, 3-mal"),
        (Rule(Frequency.YEARLY, interval=2, count=3), "jedes 2. Jahr am 24. November, 14–16 Uhr, 3-mal"),
    ],
)
def test_a_rule_in_words(rule: Rule | None, words: str) -> None:
    assert rule_words(rule, at_wall(TUESDAY, 14), 120, GERMAN) == words


@pytest.mark.parametrize(
    ("hour", "minute", "minutes", "words"),
    [
        (9, 0, 180, "9–12 Uhr"),
        (9, 30, 90, "9:30–11 Uhr"),
        (20, 0, 240, "20–24 Uhr"),
        (22, 0, 240, "22 Uhr bis Mittwoch, 25. November, 2 Uhr"),
    ],
)
def test_hours_in_words(hour: int, minute: int, minutes: int, words: str) -> None:
    start = at_wall(TUESDAY, hour, minute)
    assert hours_words(start, start + timedelta(minutes=minutes), GERMAN) == words


def test_lists() -> None:
    assert [listed(words, GERMAN) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a und b",
        "a, b und c",
    ]
