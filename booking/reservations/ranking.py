"""Which rooms suit a wish, the best first, with the reasons; and which do not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from booking.house.models import Room, RoomAccess
from booking.reservations.wishes import OnSchoolHoliday, Wish, misfits
from booking.reservations.world import DateState, World

ACCESS_ORDER = (RoomAccess.STEP_FREE, RoomAccess.STAIR_LIFT, RoomAccess.STAIRS)


@dataclass(frozen=True)
class RankedRoom:
    """A room for a wish: on how many of the open dates it is free, or why it does not suit."""

    room: Room
    free: int
    dates: int
    misfits: tuple[str, ...] = ()

    @property
    def always_free(self) -> bool:
        return self.free == self.dates


def ranked(world: World, wish: Wish) -> list[RankedRoom]:
    """Every room: those that suit and are free most often first, then those that do not suit.

    Dates on which the house is closed count for no room, nor those that fall out in school holidays.
    """
    intervals = [
        each
        for each in map(wish.when.interval, wish.when.starts())
        if wish.on_school_holiday == OnSchoolHoliday.KEEP or not world.school_holiday(each)
    ]
    found = []
    for room in by_preference(world.rooms, people=wish.people):
        states = [world.verdict(room, each, wish.around(each)).state for each in intervals]
        dates = [state for state in states if state in (DateState.FREE, DateState.CONFLICT)]
        found.append(
            RankedRoom(
                room=room,
                free=dates.count(DateState.FREE),
                dates=len(dates),
                misfits=tuple(misfits(room, people=wish.people, needs=wish.needs)),
            )
        )
    return sorted(found, key=lambda each: (bool(each.misfits), -each.free))


def by_preference(rooms: Sequence[Room], *, people: int | None) -> list[Room]:
    """The rooms in the order in which one would take them: no approval, no steps, no larger than needed.

    Nobody takes one that is out of service.
    """
    return sorted(
        (room for room in rooms if not room.is_retired),
        key=lambda room: (
            room.needs_approval,
            ACCESS_ORDER.index(RoomAccess(room.access)),
            max(0, room.capacity - people) if people else 0,
            room.position,
            room.id,
        ),
    )
