"""What happens on the waiting list: joined, changed, corrected, offered, answered, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class WaitingJoined(Event):
    """Somebody is on the waiting list of an offer."""

    about: ClassVar[str | None] = "entry_id"

    entry_id: str
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class WaitingChanged(Event):
    """Somebody on the list wishes something else now."""

    about: ClassVar[str | None] = "entry_id"

    entry_id: str
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class WaitingOffered(Event):
    """A time is held for somebody on the list until they answer; `number` counts the times offered to them."""

    about: ClassVar[str | None] = "entry_id"

    entry_id: str
    offer_id: int
    number: int
    appointment_id: str
    starts_at: datetime
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class WaitingAnswered(Event):
    """An offered time has its end: `answer` is accepted, declined, left, lapsed, gone or erased."""

    about: ClassVar[str | None] = "entry_id"

    entry_id: str
    offer_id: int
    number: int
    answer: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class WaitingCorrected(Event):
    """Somebody on the list corrected how we reach them, perhaps to another mailbox or phone."""

    about: ClassVar[str | None] = "entry_id"

    entry_id: str
    offer_id: int
    elsewhere: bool


@dataclass(frozen=True, kw_only=True)
class WaitingEnded(Event):
    """Somebody is not on the list any more without a time: `why` is left, over or closed."""

    about: ClassVar[str | None] = "entry_id"

    entry_id: str
    why: str
