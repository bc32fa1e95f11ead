"""What happens at the desk: past tense, ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class WalkInsChanged(Event):
    """Somebody came, was called, or went: the waiting time of an open door is another one."""

    about: ClassVar[str | None] = "hours_id"

    hours_id: int
