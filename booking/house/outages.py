"""What is out of order: the lift or a piece of equipment, from when to when, and whom that keeps from which room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.house.models import Closure, ClosureKind, Room, RoomAccess
from booking.house.rooms import STEP_FREE, WHEELCHAIR
from booking.scheduling.intervals import Interval

OUT_OF_ORDER = (ClosureKind.LIFT, ClosureKind.EQUIPMENT)
NEEDS_THE_LIFT = frozenset({WHEELCHAIR, STEP_FREE})


@dataclass(frozen=True)
class Outage:
    """The lift (`equipment` None) or a piece of equipment does not work; `room_id` None: nowhere."""

    interval: Interval
    reason: str = ""
    room_id: int | None = None
    equipment: str | None = None

    @classmethod
    def of(cls, closure: Closure) -> Outage:
        equipment = closure.equipment if closure.kind == ClosureKind.EQUIPMENT else None
        return cls(Interval(closure.starts_at, closure.ends_at), closure.reason, closure.room_id, equipment)

    def bars(self, room: Room, needs: Collection[str]) -> bool:
        """Whether somebody with these needs cannot use the room meanwhile."""
        if self.room_id not in (None, room.id):
            return False
        if self.equipment is None:
            return room.access == RoomAccess.STAIR_LIFT and not NEEDS_THE_LIFT.isdisjoint(needs)
        return self.equipment in room.equipment and self.equipment in needs


def outages(session: Session, within: Interval) -> list[Outage]:
    """What is out of order at some time `within`, by start; one query."""
    rows = session.scalars(
        select(Closure)
        .where(Closure.kind.in_(OUT_OF_ORDER), Closure.withdrawn_at.is_(None))
        .where(Closure.starts_at < within.end, Closure.ends_at > within.start)
        .order_by(Closure.starts_at, Closure.id)
    )
    return [Outage.of(row) for row in rows]
