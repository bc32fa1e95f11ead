"""Which slots of an offer are free: one range query for what is taken, the rest is subtraction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from booking.appointments.models import (
    TAKES_PLACE,
    UNFINISHED,
    Appointment,
    Channel,
    ConsultationHours,
)
from booking.appointments.windows import windows_of
from booking.appointments.wishes import Wish, open_hours_for
from booking.house.calendar import Closed, closed_times
from booking.house.closing import closed_by_room
from booking.house.models import Room
from booking.house.outages import outages
from booking.house.rooms import rooms_and_parts, suitable_offices
from booking.occupancy import busy_seats, busy_times
from booking.offers.absences import absent_times
from booking.offers.models import Adviser, Offer
from booking.scheduling.intervals import BusyTimes, Interval
from booking.scheduling.slots import FreeSlot, RoomOption, Window, free_slots
from booking.scheduling.walltime import day_bounds, wall_day

__all__ = ["Slot", "Wish", "bookable_span", "find_slots", "find_slots_in", "open_hours_for", "taken_per_day"]


@dataclass(frozen=True)
class Slot:
    """A time that can be booked now, with everything a page or a claim needs to know of it."""

    hours: ConsultationHours
    free: FreeSlot
    room: Room | None

    @property
    def interval(self) -> Interval:
        return self.free.interval

    @property
    def start(self) -> datetime:
        return self.free.interval.start

    @property
    def adviser(self) -> Adviser:
        return self.hours.adviser

    @property
    def channel(self) -> Channel:
        return Channel(self.hours.channel)

    @property
    def own_room(self) -> bool:
        """Whether the appointment claims its room itself, instead of sitting in the session's."""
        return self.room is not None and self.room.id != self.hours.room_id

    @property
    def places(self) -> int:
        return len(self.free.free_seats)


def bookable_span(offer: Offer, now: datetime) -> Interval:
    """When a slot may start on the offer's own terms: after the notice, before the horizon."""
    return Interval(now + timedelta(minutes=offer.notice_minutes), now + timedelta(days=offer.horizon_days))


def find_slots(session: Session, wish: Wish, within: Interval, *, now: datetime) -> list[Slot]:
    """The free slots that start in `within` and can be booked now, by start and adviser."""
    if within.end <= now:
        return []
    to_come = Interval(max(now, within.start), within.end)
    return find_slots_in(session, wish, to_come, open_hours_for(session, wish, to_come), now=now)


def find_slots_in(
    session: Session,
    wish: Wish,
    within: Interval,
    hours: Sequence[ConsultationHours],
    *,
    now: datetime,
    rooms: Sequence[Room] | None = None,
) -> list[Slot]:
    """`find_slots` for somebody who knows the Sprechstunden already, perhaps with the `rooms` they sit in."""
    return _SlotFinder(session, wish, within, now, rooms).find(hours) if hours else []


def taken_per_day(
    session: Session, wish: Wish, within: Interval, *, now: datetime
) -> Counter[tuple[int, date]]:
    """How many appointments of this offer each adviser has on each (Berlin) day that `within` touches."""
    first, last = wall_day(within.start), wall_day(within.end)
    mine = wish.moving.id if wish.moving else None
    rows = session.execute(
        select(Appointment.adviser_id, Appointment.starts_at, Appointment.status, Appointment.hold_expires_at)
        .where(Appointment.id != mine if mine else true())
        .where(Appointment.offer_id == wish.offer.id)
        .where(Appointment.starts_at >= day_bounds(first).start, Appointment.starts_at < day_bounds(last).end)
        .where(Appointment.status.in_([*TAKES_PLACE, *UNFINISHED]))
    )
    counted: Counter[tuple[int, date]] = Counter()
    for adviser_id, starts_at, status, expires_at in rows:
        if status not in UNFINISHED or (expires_at is not None and expires_at > now):
            counted[adviser_id, wall_day(starts_at)] += 1
    return counted


class _SlotFinder:
    """One question, answered with a fixed number of queries."""

    def __init__(
        self, session: Session, wish: Wish, within: Interval, now: datetime, rooms: Sequence[Room] | None
    ) -> None:
        self.session = session
        self.wish = wish
        self.within = within
        self.now = now
        self.known = rooms
        ahead = Interval(within.start, within.end + timedelta(days=1))
        self.closed = closed_times(session, ahead)
        self.outages = outages(session, ahead) if wish.room_needs else []

    @cached_property
    def every_room(self) -> Sequence[Room]:
        """Whatever there is: read only where the rooms that are known are not enough."""
        return rooms_and_parts(self.session)

    @cached_property
    def rooms(self) -> Mapping[int, Room]:
        known = self.every_room if self.known is None else self.known
        return {room.id: room for room in known}

    @cached_property
    def closed_by_room(self) -> Mapping[int | None, Sequence[Closed]]:
        in_one_room = any(each.room_id is not None for each in self.closed)
        return closed_by_room(self.every_room if in_one_room else list(self.rooms.values()), self.closed)

    def find(self, all_hours: Sequence[ConsultationHours]) -> list[Slot]:
        hours = {each.id: each for each in all_hours}
        seats = self._seats(all_hours)
        windows = windows_of(
            self.wish.offer,
            all_hours,
            self.rooms,
            seats,
            needs=self.wish.room_needs,
            party=self.wish.party,
            within=self.within,
            asked=self.wish.since or self.now,
            outages=self.outages,
        )
        if not windows:
            return []
        options = self._room_options() if any(window.needs_room for window in windows) else {}
        busy = {seat: times for own in seats.values() for seat, times in own.items()}
        busy.update(self._busy(all_hours, options))
        capped = any(window.daily_cap is not None for window in windows)
        taken = taken_per_day(self.session, self.wish, self.within, now=self.now) if capped else {}
        away = self._away(windows)
        found: list[FreeSlot] = []
        for room_id, adviser_id in {(window.room, window.adviser) for window in windows}:
            found += free_slots(
                [window for window in windows if (window.room, window.adviser) == (room_id, adviser_id)],
                busy,
                [RoomOption(room.id, room.resource_ids) for room in options.values()],
                closed=[*self._closed(room_id), *away.get(adviser_id, ())],
                taken_per_day=taken,
            )
        return [
            Slot(
                hours=hours[free.window],
                free=free,
                room=options.get(free.room) or self.rooms[free.room] if free.room is not None else None,
            )
            for free in sorted(found, key=lambda free: (free.interval.start, free.adviser))
        ]

    def _closed(self, room_id: int | None) -> list[Interval]:
        of_the_house = self.closed_by_room[None]
        return [each.interval for each in self.closed_by_room.get(room_id, of_the_house)]

    def _away(self, windows: list[Window]) -> Mapping[int, Sequence[Interval]]:
        span = Interval(
            min(window.interval.start for window in windows), max(window.interval.end for window in windows)
        )
        return absent_times(self.session, {window.adviser for window in windows}, span)

    def _shut(self, room: Room) -> list[Interval]:
        """When a room of the house cannot be used for this wish."""
        barred = [each.interval for each in self.outages if each.bars(room, self.wish.room_needs)]
        return self._closed(room.id) + barred

    def _room_options(self) -> Mapping[int, Room]:
        """The rooms that an appointment without a room may get, the best first."""
        fitting = suitable_offices(
            [room for room in self.every_room if room.part_of_id is None],
            confidential=self.wish.offer.confidential,
            needs=self.wish.room_needs,
            party=self.wish.party,
        )
        return {room.id: room for room in fitting}

    def _seats(self, hours: Sequence[ConsultationHours]) -> Mapping[int | None, Mapping[int, BusyTimes]]:
        advisers = {each.adviser.resource_id for each in hours}
        return busy_seats(self.session, advisers, self._until(hours), now=self.now, but_for=self._mine)

    def _busy(
        self, hours: Sequence[ConsultationHours], options: Mapping[int, Room]
    ) -> Mapping[int, BusyTimes]:
        shut = {resource: self._shut(room) for room in options.values() for resource in room.resource_ids}
        if not shut:
            return {}
        span = self._until(hours)
        return busy_times(self.session, shut, span, now=self.now, but_for=self._mine, also=shut)

    def _until(self, hours: Sequence[ConsultationHours]) -> Interval:
        """From the first slot that is asked for to the end of the last Sprechstunde."""
        return Interval(self.within.start, max(each.ends_at for each in hours))

    @property
    def _mine(self) -> str | None:
        return self.wish.moving.owner if self.wish.moving else None
