"""What somebody wants to enter: a closure, something out of order, or an absence; and the row that it becomes."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.house.models import Closure, ClosureKind
from booking.house.outages import OUT_OF_ORDER, Outage
from booking.house.rooms import rooms_and_parts
from booking.offers.absences import Absence
from booking.offers.models import Adviser
from booking.scheduling.intervals import Interval

Cause = Closure | Absence


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """With `adviser_id` an absence, which keeps no reason; else a closure of this `kind`.

    A room has `room_id`; equipment is out of order there, or everywhere without it. `colleagues` may be asked to
    take over.
    """

    interval: Interval
    kind: ClosureKind | None = None
    room_id: int | None = None
    equipment: str | None = None
    reason: str = ""
    adviser_id: int | None = None
    colleagues: bool = True

    def __post_init__(self) -> None:
        """Refuse what is neither, or both."""
        if (self.kind is None) == (self.adviser_id is None):
            message = "a closure has a kind, an absence an adviser"
            raise ValueError(message)
        if self.kind == ClosureKind.ROOM and self.room_id is None:
            message = "a closed room has a number"
            raise ValueError(message)
        if self.kind == ClosureKind.EQUIPMENT and self.equipment is None:
            message = "equipment has a name"
            raise ValueError(message)

    @property
    def is_absence(self) -> bool:
        return self.adviser_id is not None

    @property
    def closes(self) -> bool:
        """Whether it closes the house or a room for everybody."""
        return self.kind in (ClosureKind.HOUSE, ClosureKind.ROOM)

    @property
    def outage(self) -> Outage | None:
        """What is out of order, or None: rooms stay open then for those who do not need it."""
        if self.kind not in OUT_OF_ORDER:
            return None
        return Outage(self.interval, self.reason, self.room_id, self.equipment)

    def shut_rooms(self, session: Session) -> AbstractSet[int]:
        """The rooms that are closed: one with whatever has a part of it, or all."""
        rooms = rooms_and_parts(session)
        if self.kind == ClosureKind.HOUSE:
            return {room.id for room in rooms}
        own = {part for room in rooms if room.id == self.room_id for part in room.resource_ids}
        return {room.id for room in rooms if not own.isdisjoint(room.resource_ids)}


def write_down(session: Session, wanted: Wanted, now: datetime) -> Cause:
    """The row of it, in effect from the same transaction on."""
    row: Cause
    start, end = wanted.interval.start, wanted.interval.end
    if wanted.kind is None:
        adviser = session.get_one(Adviser, wanted.adviser_id)
        row = Absence(
            adviser_id=adviser.id,
            provider_id=adviser.provider_id,
            starts_at=start,
            ends_at=end,
            created_at=now,
        )
    else:
        row = Closure(
            starts_at=start,
            ends_at=end,
            reason=wanted.reason,
            room_id=wanted.room_id,
            kind=wanted.kind,
            equipment=wanted.equipment,
            created_at=now,
        )
    session.add(row)
    session.flush()
    return row


def row_of(session: Session, cause: str) -> Cause | None:
    """The closure or absence with this name (closure:<id>, absence:<id>), if there is one."""
    kind, _colon, number = cause.partition(":")
    if not number.isdigit():
        return None
    return session.get(Absence, int(number)) if kind == "absence" else session.get(Closure, int(number))


def as_wanted(row: Cause) -> Wanted:
    """What somebody wanted when they entered it."""
    interval = Interval(row.starts_at, row.ends_at)
    if isinstance(row, Absence):
        return Wanted(interval=interval, adviser_id=row.adviser_id)
    return Wanted(
        interval=interval,
        kind=ClosureKind(row.kind),
        room_id=row.room_id,
        equipment=row.equipment,
        reason=row.reason,
    )
