"""The days of the week in words."""

from __future__ import annotations

from datetime import date, timedelta

from booking.web.language import current_language

A_MONDAY = date(2024, 1, 1)


def weekday_words(weekday: int) -> str:
    """Montag for 0."""
    return current_language().formats.weekday(A_MONDAY + timedelta(days=weekday))
