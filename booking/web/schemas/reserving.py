"""Reservations as they are asked for: which ones there are, and a wish for a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import post_load

from booking.reservations.wishes import Need, OnClosure, OnConflict, OnSchoolHoliday, When
from booking.scheduling.recurrence import MOST_DATES
from booking.web.schemas.base import Asked
from booking.web.schemas.fields import Instant, ListOf, Text
from booking.web.schemas.series import when_of
from booking.web.schemas.slots import DaysAsked
from booking.web.schemas.strict import Whole

LONGEST_TITLE = 120
LONGEST_RULE = 255
MOST_PEOPLE = 500
MOST_AROUND = 240  # minutes of set-up or clean-up


@dataclass(frozen=True, kw_only=True)
class Reserving:
    """A checked wish for a room; `provider` is None for the caller's own."""

    room: str
    start: datetime
    when: When
    title: str
    on_conflict: OnConflict
    provider: str | None
    more: Mapping[str, Any]


class ReservationsAsked(DaysAsked):
    """Perhaps also one room."""

    room = Text(longest=40, metadata={"description": "Kürzel eines Raums", "example": "buero-3"})


def on_conflict_field() -> Text:
    """The choice between everything or nothing, and leaving out what is taken."""
    return Text(
        longest=20,
        one_of=tuple(OnConflict),
        allow_none=True,
        metadata={
            "description": "fail (ohne Angabe): ist ein Termin belegt, wird nichts gespeichert. "
            "skip: belegte Termine fallen aus."
        },
    )


class ReservationAsked(Asked):
    """A room for a time, once or as a series. A series keeps its time of day in Berlin."""

    room = Text(longest=40, required=True, metadata={"description": "Kürzel des Raums"})
    start = Instant(required=True, metadata={"description": "Anfang des ersten Termins"})
    end = Instant(
        required=True, metadata={"description": "Ende des ersten Termins, höchstens 16 Stunden später"}
    )
    title = Text(longest=LONGEST_TITLE, required=True, metadata={"description": "nur für den Anbieter"})
    rrule = Text(
        longest=LONGEST_RULE,
        allow_none=True,
        metadata={
            "description": f"Regel der Reihe nach RFC 5545, mit COUNT oder UNTIL; höchstens {MOST_DATES} Termine",
            "example": "FREQ=WEEKLY;COUNT=10",
        },
    )
    exdates = ListOf(
        Instant(),
        longest=MOST_DATES,
        allow_none=True,
        metadata={"description": "Anfänge von Terminen der Regel, die es nicht geben soll"},
    )
    on_conflict = on_conflict_field()
    public_title = Text(
        longest=LONGEST_TITLE,
        allow_none=True,
        metadata={"description": "was andere lesen; ohne Angabe nur, dass der Raum belegt ist"},
    )
    people = Whole(least=1, most=MOST_PEOPLE, allow_none=True, metadata={"description": "wie viele kommen"})
    needs = ListOf(
        Text(longest=20, one_of=tuple(Need)),
        longest=len(Need),
        allow_none=True,
        metadata={"description": "was der Raum haben soll; danach werden andere Räume vorgeschlagen"},
    )
    setup_minutes = Whole(
        least=0, most=MOST_AROUND, allow_none=True, metadata={"description": "Aufbau vor jedem Termin"}
    )
    cleanup_minutes = Whole(
        least=0, most=MOST_AROUND, allow_none=True, metadata={"description": "Abbau nach jedem Termin"}
    )
    on_closure = Text(
        longest=20,
        one_of=tuple(OnClosure),
        allow_none=True,
        metadata={
            "description": "skip (ohne Angabe): an Feiertagen und geschlossenen Tagen fällt der Termin aus. "
            "keep: er findet am Feiertag statt und ruht an geschlossenen Tagen."
        },
    )
    on_school_holiday = Text(
        longest=20,
        one_of=tuple(OnSchoolHoliday),
        allow_none=True,
        metadata={
            "description": "keep (ohne Angabe): in den Schulferien findet der Termin statt. skip: er fällt dann aus."
        },
    )
    provider = Text(
        longest=60,
        allow_none=True,
        metadata={"description": "Kürzel des Anbieters; nötig für das Haus, für andere nur der eigene"},
    )

    @post_load
    def _checked(self, asked: dict[str, Any], **_more: Any) -> Reserving:
        when = when_of(asked["start"], asked["end"], asked.get("rrule"), asked.get("exdates") or ())
        return Reserving(
            room=asked["room"],
            start=asked["start"],
            when=when,
            title=asked["title"],
            on_conflict=OnConflict(asked.get("on_conflict") or OnConflict.FAIL),
            provider=asked.get("provider"),
            more={
                "public_title": asked.get("public_title"),
                "people": asked.get("people"),
                "needs": tuple(Need(each) for each in dict.fromkeys(asked.get("needs") or ())),
                "setup_minutes": asked.get("setup_minutes") or 0,
                "cleanup_minutes": asked.get("cleanup_minutes") or 0,
                "on_closure": OnClosure(asked.get("on_closure") or OnClosure.SKIP),
                "on_school_holiday": OnSchoolHoliday(asked.get("on_school_holiday") or OnSchoolHoliday.KEEP),
            },
        )
