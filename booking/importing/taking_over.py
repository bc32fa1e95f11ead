"""Taking over reservations that exist already elsewhere: many at once, each under a UID that is known again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.house.models import RoomPart
from booking.importing.events import ReservationTakenOver
from booking.occupancy.claims import Claim, claim_all, lock_resources
from booking.reservations.deciding import Decision
from booking.reservations.reserving import claims_of
from booking.reservations.wishes import Wish
from booking.reservations.writing import written
from booking.runtime import Desk


@dataclass(frozen=True)
class TakenOver:
    """A wish with what was decided about each of its dates, and the UID of its series."""

    wish: Wish
    decisions: Sequence[Decision]
    uid: str


def lock_rooms(session: Session) -> None:
    """Until this transaction ends nobody else takes a room: what is decided from here on holds."""
    lock_resources(session, session.scalars(select(RoomPart.resource_id).distinct()))


def take_over(session: Session, desk: Desk, wanted: Sequence[TakenOver]) -> None:
    """Save all of them; nobody is told by mail of what has long been agreed. Call `lock_rooms` first.

    Nobody of the house made them, so their mails go to the provider's leads from now on. Raises Overlap.
    """
    made = [written(session, desk, each.wish, each.decisions, uid=each.uid) for each in wanted]
    session.flush()
    claims: dict[str, Sequence[Claim]] = {}
    for reservation in made:
        claims.update(claims_of(reservation, reservation.occurrences))
    claim_all(session, claims, now=desk.now)
    for reservation in made:
        outbox.record(session, ReservationTakenOver(reservation_id=reservation.id), now=desk.now)
