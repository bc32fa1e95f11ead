"""What was chosen for each date of a preview: fields `termin-<original start>` with one option each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from werkzeug.datastructures import MultiDict

from booking.house.models import Room
from booking.reservations.deciding import LEAVE_OUT, Choice
from booking.reservations.planning import DatePlan
from booking.scheduling.intervals import Interval
from booking.web.forms.reading import instant_of
from booking.web.forms.time_faults import LONGEST_MINUTES

FIELD = "termin-"
TAKE = "take"
OUT = "out"
SLEEP = "sleep"  # no choice: a closed day that is kept takes place once the house is open again


def read_choices(
    sent: MultiDict[str, str], plans: Sequence[DatePlan], rooms: Sequence[Room]
) -> dict[datetime, Choice]:
    """The choice for each date, by its original start; a date without a readable one has none.

    Any time in any room may be chosen: whether it is free is for the service to say.
    """
    by_slug = {room.slug: room for room in rooms}
    found = {}
    for plan in plans:
        choice = _choice(sent.get(FIELD + date_key(plan.recurrence_id), ""), plan, by_slug)
        if choice is not None:
            found[plan.recurrence_id] = choice
    return found


def date_key(instant: datetime) -> str:
    """2026-11-24T13:00Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def place_value(interval: Interval, room: Room) -> str:
    """A time in a room: 2026-11-24T13:00Z/2026-11-24T15:00Z/buero-3."""
    return f"{date_key(interval.start)}/{date_key(interval.end)}/{room.slug}"


def _choice(value: str, plan: DatePlan, rooms: dict[str, Room]) -> Choice | None:
    if value == TAKE:
        return Choice(plan.interval, plan.room)
    if value == OUT:
        return LEAVE_OUT
    parts = value.split("/")
    if len(parts) != 3 or parts[2] not in rooms:
        return None
    start, end = instant_of(parts[0]), instant_of(parts[1])
    if start is None or end is None or not start < end <= start + timedelta(minutes=LONGEST_MINUTES):
        return None
    return Choice(Interval(start, end), rooms[parts[2]])
