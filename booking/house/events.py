"""What changed about the house itself: past tense, ids and values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from booking.events import Event

SETTINGS = "settings:house"  # what all changes of settings are about, so that they are one history

ADDED, CHANGED, MOVED = "added", "changed", "moved"
RETIRED, BROUGHT_BACK = "retired", "brought_back"
OPENING_HOURS = "opening_hours:house"


@dataclass(frozen=True, kw_only=True)
class RoomChanged(Event):
    """A room was added, changed, put elsewhere in the order, taken out of service or brought back (`what`)."""

    about: ClassVar[str | None] = "room_id"

    room_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class OpeningHoursChanged(Event):
    """The house is open at other times on these weekdays (Monday is 0)."""

    weekdays: list[int]

    @property
    def subject(self) -> str:
        """There is one house."""
        return OPENING_HOURS


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """The house set something otherwise; the values are as the table of settings has them.

    Both are None where the value is somebody's name.
    """

    key: str
    old: Any = None
    new: Any = None

    @property
    def subject(self) -> str:
        return SETTINGS


@dataclass(frozen=True, kw_only=True)
class RetentionShortened(Event):
    """A shorter time of keeping was applied to bookings that existed: so many people are deleted sooner."""

    people: int

    @property
    def subject(self) -> str:
        return SETTINGS
