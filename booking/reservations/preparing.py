"""How the room is set up and who gives the key, changed once it is reserved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.errors import NotAllowedNow
from booking.reservations.events import ReservationPrepared
from booking.reservations.models import IN_THE_CALENDAR, Reservation


def prepare(
    session: Session, reservation: Reservation, *, seating: str | None, key: str | None, now: datetime
) -> None:
    """For all its dates to come. The same again changes nothing. Raises NotAllowedNow when none comes.

    No mail: it is the caretaker's list (booking/printing/day_list.py) that follows it, not a calendar.
    """
    if not any(each.status in IN_THE_CALENDAR and not each.is_past(now) for each in reservation.occurrences):
        raise NotAllowedNow("prepare", "past")
    if (reservation.seating, reservation.key) == (seating, key):
        return
    reservation.seating, reservation.key = seating, key
    reservation.changed_at = now
    event = ReservationPrepared(reservation_id=reservation.id, seating=seating, key=key)
    outbox.record(session, event, now=now)
