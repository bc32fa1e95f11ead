"""What the people of the house set themselves: its facts, how long data is kept, when a screen locks.

One row of `setting` for each value that is not as it comes; what is missing is as the dataclasses say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.db import lock
from booking.house.address import DayHours, HouseFacts
from booking.house.events import RetentionShortened, SettingChanged
from booking.house.models import Setting

SETTINGS_LOCK = -15
CACHED = "house_settings"
Part = TypeVar("Part", HouseFacts, "Keeping", "Locking")
OF_PERSONS = frozenset({"house.represented_by"})  # events are kept for good: the name of nobody stands in one
KEEP_SENSITIVE = range(1, 8)  # days; rule 7 of the house names the upper ends
KEEP_OTHER = range(1, 31)
IDLE_MINUTES = range(1, 31)


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How many days after the appointment a person's data is deleted: of sensitive advice, and of all other."""

    sensitive: int = 7
    other: int = 30

    def days(self, *, sensitive: bool) -> int:
        return self.sensitive if sensitive else self.other


KEEPING_KEYS = tuple(f"keeping.{each.name}" for each in fields(Keeping))


@dataclass(frozen=True, kw_only=True)
class Locking:
    """After how many minutes without a hand on it a screen shows nothing."""

    idle_minutes: int = 5

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_minutes)


@dataclass(frozen=True, kw_only=True)
class HouseSettings:
    """Everything that is set; a part is changed with `dataclasses.replace`."""

    facts: HouseFacts = field(default_factory=HouseFacts)
    keeping: Keeping = field(default_factory=Keeping)
    locking: Locking = field(default_factory=Locking)


def settings_of(session: Session) -> HouseSettings:
    """As things are set now; read once for each session."""
    found = session.info.get(CACHED)
    if not isinstance(found, HouseSettings):
        found = session.info[CACHED] = _read(session)
    return found


def keeping_in(values: Mapping[str, Any]) -> Keeping:
    """How long is kept, by rows of the table with KEEPING_KEYS."""
    return _part(Keeping(), "keeping", values)


def facts_of(session: Session) -> HouseFacts:
    """The house's card as it is set now."""
    return settings_of(session).facts


def settings_for_change(session: Session) -> HouseSettings:
    """The same, read anew, and nobody else changes a setting until this transaction ends."""
    lock(session, [SETTINGS_LOCK])
    session.info.pop(CACHED, None)
    return settings_of(session)


def change_settings(session: Session, wanted: HouseSettings, *, now: datetime) -> list[str]:
    """Set what differs from now on, an event for each value; says which keys. Call `settings_for_change` first.

    A booking made at this very moment may still compute its day of erasing by the old number of days, in one
    transaction or the other. That is harmless: both numbers are within the bounds of the law, its mail tells the day
    that it got, and whoever shortens the time for bookings that exist is shown their number and may do it again.
    """
    before, after = values_in(settings_of(session)), values_in(wanted)
    changed = [key for key in after if after[key] != before[key]]
    for key in changed:
        session.merge(Setting(key=key, value=after[key]))
        values = {} if key in OF_PERSONS else {"old": before[key], "new": after[key]}
        outbox.record(session, SettingChanged(key=key, **values), now=now)
    session.flush()
    session.info.pop(CACHED, None)
    return changed


def note_shortening(session: Session, people: int, *, now: datetime) -> None:
    """Write down that shorter times were applied to so many people who had booked before."""
    if people:
        outbox.record(session, RetentionShortened(people=people), now=now)


def _read(session: Session) -> HouseSettings:
    default = HouseSettings()
    known = values_in(default)
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.in_(known)))
    values: dict[str, Any] = dict(rows.all())
    return HouseSettings(
        facts=_part(default.facts, "house", values),
        keeping=keeping_in(values),
        locking=_part(default.locking, "locking", values),
    )


def values_in(settings: HouseSettings) -> dict[str, Any]:
    """The values by their keys, as the table has them."""
    parts: dict[str, HouseFacts | Keeping | Locking] = {
        "house": settings.facts,
        "keeping": settings.keeping,
        "locking": settings.locking,
    }
    return {
        f"{name}.{each.name}": _as_json(getattr(part, each.name))
        for name, part in parts.items()
        for each in fields(part)
    }


def _part(default: Part, name: str, values: Mapping[str, Any]) -> Part:
    given = {each.name: f"{name}.{each.name}" for each in fields(default)}
    return replace(default, **{each: value_of(values[key]) for each, key in given.items() if key in values})


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[each.weekday, f"{each.start:%H:%M}", f"{each.end:%H:%M}"] for each in value]
    return value


def value_of(value: Any) -> Any:
    """A value out of the table: lists are hours of weekdays."""
    if isinstance(value, list):
        return tuple(
            DayHours(weekday, time.fromisoformat(start), time.fromisoformat(end))
            for weekday, start, end in value
        )
    return value
