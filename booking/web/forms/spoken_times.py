"""Clock times and lengths in a spoken wish: "9–12 Uhr", "um 14 Uhr 30", "2 Stunden"."""

from __future__ import annotations

import re

from booking.web.forms.spoken_facts import Facts, Readers, words
from booking.web.forms.spoken_words import HOUR, MINUTE, NUMBER, number_of, time_of

SPOKEN_CLOCK = rf"({HOUR})(?:[:.]({MINUTE})(?: ?uhr)?| ?uhr(?: ({MINUTE}))?)"
HOURS = r"(?:stunden?|std\.?|h)"
MINUTES = r"(?:minuten?|min\.?)"


def _range(found: re.Match[str], facts: Facts) -> Facts | None:
    start, end = time_of(found[1], found[2] or found[3]), time_of(found[4], found[5] or found[6])
    if start is None or end is None:
        return None
    return facts.and_said(found[0], start=start, end=end)


def _start(found: re.Match[str], facts: Facts) -> Facts | None:
    start = time_of(found[1], found[2] or found[3])
    return None if start is None else facts.and_said(found[0], start=start)


def _bare_start(found: re.Match[str], facts: Facts) -> Facts | None:
    start = time_of(found[1], None)
    return None if start is None else facts.and_said(found[0], start=start)


def _end(found: re.Match[str], facts: Facts) -> Facts | None:
    end = time_of(found[1], found[2] or found[3])
    return None if end is None else facts.and_said(found[0], end=end)


def _long(found: re.Match[str], facts: Facts) -> Facts | None:
    """Hours, perhaps with a fraction or with minutes behind them."""
    whole, half = found[1].lower().replace(",", "."), 0
    if whole in ("anderthalb", "eineinhalb"):
        whole, half = "1", 30
    hours = float(whole) if whole[0].isdigit() else number_of(whole)
    return facts.and_said(found[0], minutes=round(hours * 60) + half + int(found[2] or 0))


def _short(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], minutes=number_of(found[1]))


def _half_an_hour(found: re.Match[str], facts: Facts) -> Facts | None:
    return facts.and_said(found[0], minutes=30)


LENGTHS: Readers = (
    (words(r"(?:eine )?halbe stunde"), _half_an_hour),
    (
        words(
            rf"(\d{{1,2}}[.,]\d|anderthalb|eineinhalb|{NUMBER}) ?{HOURS}(?:(?: und)? (\d{{1,2}}) ?{MINUTES})?"
        ),
        _long,
    ),
    (words(rf"({NUMBER}) ?{MINUTES}"), _short),
)
CLOCKS: Readers = (
    (
        words(
            rf"(?:von |zwischen )?({HOUR})(?:[:.]({MINUTE}))?(?: ?uhr(?: ({MINUTE}))?)? ?(?:-|bis|und) ?"
            rf"({HOUR})(?:[:.]({MINUTE}))?(?: ?uhr(?: ({MINUTE}))?)?"
        ),
        _range,
    ),
    (words(rf"bis(?: um)? {SPOKEN_CLOCK}"), _end),
    (words(rf"(?:um |ab )?{SPOKEN_CLOCK}"), _start),
    (words(rf"um ({HOUR})"), _bare_start),
)
