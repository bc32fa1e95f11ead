"""Events of reservations that only this slice records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class ReservationPrepared(Event):
    """The seating or the key of a reservation is another one; its times and rooms are as they were."""

    about: ClassVar[str | None] = "reservation_id"

    reservation_id: str
    seating: str | None
    key: str | None
