"""What an import makes happen; nobody is told by mail of what has long been agreed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class ReservationTakenOver(Event):
    """A reservation that existed elsewhere was read from a file."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str
