"""Free slots and the question for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from marshmallow import Schema, fields

from booking.appointments.slots import Slot
from booking.scheduling.walltime import to_wall
from booking.web.schemas.base import Asked
from booking.web.schemas.fields import Day, Instant, Text

LONGEST_SPAN_DAYS = 92
DEFAULT_SPAN_DAYS = 14


class DaysAsked(Asked):
    """Which days, both included."""

    first = Day(
        data_key="from", metadata={"description": "Erster Tag; ohne Angabe heute", "example": "2026-11-24"}
    )
    last = Day(
        data_key="to",
        metadata={
            "description": f"Letzter Tag, eingeschlossen; ohne Angabe {DEFAULT_SPAN_DAYS - 1} Tage nach dem "
            f"ersten. Höchstens {LONGEST_SPAN_DAYS} Tage.",
            "example": "2026-12-07",
        },
    )


class SlotsAsked(DaysAsked):
    """Perhaps also one adviser."""

    adviser = Text(longest=60, metadata={"description": "Kürzel einer Person, die berät"})


def span_fault(first: date, last: date) -> str | None:
    """What is wrong with a span of days, both included, as a sentence."""
    if last < first:
        return "Der letzte Tag liegt vor dem ersten."
    if (last - first).days + 1 > LONGEST_SPAN_DAYS:
        return f"Das sind mehr als {LONGEST_SPAN_DAYS} Tage."
    return None


def slots_shown(slots: Sequence[Slot], reason: str | None) -> dict[str, Any]:
    """What SlotsSchema promises, without it: there may be thousands of slots, many at the same time."""
    in_berlin = cache(lambda instant: to_wall(instant).isoformat())
    shown = [
        {
            "start": in_berlin(slot.interval.start),
            "end": in_berlin(slot.interval.end),
            "adviser": slot.adviser.slug,
            "room": slot.room.slug if slot.room else None,
            "places": slot.places,
        }
        for slot in slots
    ]
    return {"slots": shown, "reason": reason}


class SlotSchema(Schema):
    """A time that can be booked. `room` is null on the phone and at home; `places` says how many still fit."""

    start = Instant(required=True)
    end = Instant(required=True, attribute="interval.end")
    adviser = fields.String(required=True, attribute="adviser.slug")
    room = fields.String(required=True, allow_none=True, attribute="room.slug", dump_default=None)
    places = fields.Integer(required=True)


class SlotsSchema(Schema):
    """The free slots by start, or the reason why there is none; `slots_shown` writes it without the schema."""

    slots = fields.List(fields.Nested(SlotSchema), required=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "null, wenn es freie Zeiten gibt, sonst: not_bookable, past, too_soon, beyond_horizon, "
            "closed, no_hours oder fully_booked",
        },
    )
