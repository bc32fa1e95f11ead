"""Placing an appointment: lock, look at what is free now, take one seat and, if needed, one room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment, Channel, ConsultationHours
from booking.appointments.slots import (
    Slot,
    Wish,
    find_slots_in,
    grid_of,
    open_hours_for,
    seat_resources,
    taken_per_day,
)
from booking.errors import Overlap, SlotTaken, SlotUnknown
from booking.house.rooms import all_rooms, suitable_offices
from booking.occupancy import Claim, claim, held_by, release
from booking.occupancy.claims import lock_resources
from booking.scheduling.intervals import Interval
from booking.scheduling.policy import start_violations
from booking.scheduling.slots import Window, slot_intervals
from booking.scheduling.walltime import wall_day

INSTANT = timedelta(microseconds=1)


def place(
    session: Session,
    appointment: Appointment,
    wish: Wish,
    start: datetime,
    *,
    now: datetime,
    expires_at: datetime | None,
) -> None:
    """Give the appointment a slot at `start` and claim it; what it held before is released.

    Raises SlotUnknown when no Sprechstunde has a slot then, SlotTaken when others were faster. With
    several advisers free, the one with the fewest appointments that day gets it.
    """
    hours = _hours_with_slot(session, wish, start, now)
    seats = seat_resources(session, hours)
    lock_resources(
        session, [*_everything_it_may_take(session, wish, hours, seats), *held_by(session, appointment.owner)]
    )
    release(session, appointment.owner)
    free = find_slots_in(session, wish, Interval(start, start + INSTANT), hours, seats, now=now)
    if not free:
        raise SlotTaken(wish.offer.id, start, wish.adviser_id)
    slot = _fairest(session, wish, free, now)
    _sit_down(appointment, slot)
    session.add(appointment)
    session.flush()
    try:
        claim(session, _claims(slot), owner=appointment.owner, now=now, expires_at=expires_at)
    except Overlap as overlap:
        raise SlotTaken(wish.offer.id, start, wish.adviser_id) from overlap


def _hours_with_slot(session: Session, wish: Wish, start: datetime, now: datetime) -> list[ConsultationHours]:
    """The Sprechstunden whose grid has a slot at `start`, free or not."""
    offer = wish.offer
    violations = start_violations(
        start,
        now=wish.since or now,
        notice=timedelta(minutes=offer.notice_minutes),
        horizon=timedelta(days=offer.horizon_days),
    )
    if violations:
        raise SlotUnknown(offer.id, start, violations[0].code)
    hours = [
        each
        for each in open_hours_for(session, wish, Interval(start, start + INSTANT))
        if _on_grid(each, wish, start)
    ]
    if not hours:
        raise SlotUnknown(offer.id, start, "no_such_slot")
    return hours


def _on_grid(hours: ConsultationHours, wish: Wish, start: datetime) -> bool:
    window = Window(
        hours.id, hours.adviser_id, Interval(hours.starts_at, hours.ends_at), (), None, needs_room=False
    )
    return any(interval.start == start for interval, _ in slot_intervals(window, grid_of(wish.offer)))


def _everything_it_may_take(
    session: Session, wish: Wish, hours: list[ConsultationHours], seats: Mapping[int, tuple[int, ...]]
) -> list[int]:
    """The seats (their adviser's lock covers them) and, where a room may be needed, every suitable room."""
    resources = [resource for each in hours for resource in seats[each.id]]
    if any(each.channel == Channel.ON_SITE and (each.room_id is None or wish.needs) for each in hours):
        rooms = suitable_offices(
            list(all_rooms(session)), confidential=wish.offer.confidential, needs=wish.needs
        )
        resources += [resource for room in rooms for resource in room.resource_ids]
    return resources


def _fairest(session: Session, wish: Wish, free: list[Slot], now: datetime) -> Slot:
    """The slot of the adviser who has the fewest appointments that day."""
    if len(free) == 1:
        return free[0]
    day = wall_day(free[0].start)
    taken = taken_per_day(session, wish, free[0].interval, now=now)
    return min(free, key=lambda slot: (taken[slot.hours.adviser_id, day], slot.hours.adviser_id))


def _sit_down(appointment: Appointment, slot: Slot) -> None:
    appointment.hours_id = slot.hours.id
    appointment.adviser_id = slot.hours.adviser_id
    appointment.starts_at = slot.interval.start
    appointment.ends_at = slot.interval.end
    appointment.channel = slot.channel
    appointment.room_id = slot.room.id if slot.room else None
    appointment.own_room = slot.own_room


def _claims(slot: Slot) -> list[Claim]:
    wanted = [Claim(slot.free.free_seats[0], slot.free.claim)]
    if slot.own_room and slot.room is not None:
        wanted += [Claim(resource, slot.free.claim) for resource in slot.room.resource_ids]
    return wanted
