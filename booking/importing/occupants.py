"""Who has which room when: by the house's plan, and by the earlier lines of the file."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.importing.findings import Remark
from booking.reservations.deciding import Choice
from booking.reservations.finding import LONGEST
from booking.reservations.models import TAKES_PLACE, Occurrence, Reservation
from booking.reservations.planning import DatePlan
from booking.reservations.wishes import Wish
from booking.reservations.world import DateState
from booking.scheduling.intervals import Interval

Place = tuple[Room, Interval]


class Occupants:
    """The dates of a span by what they take, and what the lines of the file took so far."""

    def __init__(self, session: Session, intervals: Sequence[Interval]) -> None:
        self._by_resource: dict[int, list[tuple[datetime, datetime, int, str]]] = defaultdict(list)
        self._exactly: set[tuple[int, int, datetime, datetime]] = set()
        self._of_file: dict[int, list[tuple[datetime, datetime, int]]] = defaultdict(list)
        resources = {room.id: room.resource_ids for room in rooms_and_parts(session)}
        for row in session.execute(_dates(intervals)):
            room_id, provider_id, starts_at, ends_at, provider = row
            self._exactly.add((room_id, provider_id, starts_at, ends_at))
            for resource in resources.get(room_id, ()):
                self._by_resource[resource].append((starts_at, ends_at, room_id, provider))

    def has_all(self, wish: Wish, plans: Sequence[DatePlan], choices: Mapping[datetime, Choice]) -> bool:
        """Whether the provider has all of this already, just as it is wished."""
        wanted = [
            (plan.room, plan.interval) if choice is None else (choice.room, choice.interval)
            for plan in plans
            for choice in [choices.get(plan.recurrence_id)]
            if plan.state in (DateState.CONFLICT, DateState.FREE)
        ]
        places = [(room, interval) for room, interval in wanted if room is not None and interval is not None]
        return bool(places) and all(
            (room.id, wish.provider_id, interval.start, interval.end) in self._exactly
            for room, interval in places
        )

    def clash(self, plan: DatePlan, choice: Choice | None, wish: Wish) -> Remark:
        """Why a date cannot be: who has the room then, as far as the plan says."""
        room = choice.room if choice is not None and choice.room is not None else plan.room
        interval = choice.interval if choice is not None and choice.interval is not None else plan.interval
        taken = wish.around(interval)
        found = (
            who
            for resource in room.resource_ids
            for starts_at, ends_at, _room, who in self._by_resource[resource]
            if starts_at < taken.end and ends_at > taken.start
        )
        facts = {
            "start": interval.start.isoformat(),
            "end": interval.end.isoformat(),
            "room": room.name,
            "who": next(found, ""),
        }
        return Remark("taken", facts=facts)

    def line_with(self, places: Iterable[Place]) -> int | None:
        """The earlier line of the file that takes one of these, if there is one."""
        for room, interval in places:
            for resource in room.resource_ids:
                taken = self._of_file[resource]
                at = bisect_left(taken, (interval.end,))
                if at and taken[at - 1][1] > interval.start:
                    return taken[at - 1][2]
        return None

    def take(self, places: Iterable[Place], line: int) -> None:
        """From now on this line has them; they overlap with nothing that was taken before."""
        for room, interval in places:
            for resource in room.resource_ids:
                insort(self._of_file[resource], (interval.start, interval.end, line))


def _dates(intervals: Sequence[Interval]) -> Select[int, int, datetime, datetime, str]:
    first, last = min(each.start for each in intervals), max(each.end for each in intervals)
    return (
        select(
            Occurrence.room_id,
            Reservation.provider_id,
            Occurrence.starts_at,
            Occurrence.ends_at,
            Provider.name,
        )
        .join(Reservation, Occurrence.reservation_id == Reservation.id)
        .join(Provider, Reservation.provider_id == Provider.id)
        .where(
            Occurrence.starts_at < last, Occurrence.ends_at > first, Occurrence.starts_at > first - LONGEST
        )
        .where(Occurrence.status.in_(TAKES_PLACE))
    )
