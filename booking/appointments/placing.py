"""Placing an appointment: lock, look at what is free now, take one seat and, if needed, one room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.lengths import slots_in_a_row
from booking.appointments.models import Appointment, Channel, ConsultationHours
from booking.appointments.slots import Slot, Wish, find_slots_in, open_hours_for, taken_per_day
from booking.appointments.terms import terms_of, terms_of_offer
from booking.db import alone_from_the_start
from booking.errors import Busy, NumberNeeded, Overlap, SlotTaken, SlotUnknown
from booking.house.outages import outages
from booking.house.rooms import all_rooms, suitable_offices
from booking.occupancy import Claim, claim, held_by, release
from booking.occupancy.claims import lock_resources
from booking.scheduling.intervals import Interval
from booking.scheduling.slots import has_slot_at
from booking.scheduling.walltime import wall_day

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """What was found for a wish behind the lock: a seat, and perhaps a room, to claim."""

    wish: Wish
    claims: Sequence[Claim]


def place(
    session: Session,
    appointment: Appointment,
    wish: Wish,
    start: datetime,
    *,
    now: datetime,
    expires_at: datetime | None,
) -> None:
    """Give the appointment a slot at `start` and claim it; if it is `wish.moving`, what it held is released.

    Raises SlotUnknown when no Sprechstunde has a slot then, NumberNeeded when only a call is free then for somebody
    without a number, SlotTaken when others were faster, Busy when a Sprechstunde lost its room meanwhile. With
    several advisers free, the one with the fewest appointments that day gets it.
    """
    found = find_place(session, appointment, wish, start, now=now)
    take(session, appointment, found, now=now, expires_at=expires_at)


def find_place(
    session: Session, appointment: Appointment, wish: Wish, start: datetime, *, now: datetime
) -> Place:
    """The first half of `place`: lock, look, sit down. Nothing is written until you `take` it. Raises as `place` does."""
    held = held_by(session, appointment.owner) if wish.moving else ()
    locked = lock_place(session, wish, start, now=now, also=held)
    if held:
        release(session, appointment.owner)
    hours = _still_there(session, wish, start, locked)
    rooms = [each.room for each in hours if each.room is not None]
    free = find_slots_in(session, wish, _at(start), hours, now=now, rooms=rooms)
    if not free:
        _ask_for_number(session, wish, start, now)
        raise SlotTaken(wish.offer.id, start, wish.adviser_id)
    slot = _fairest(session, wish, free, now)
    _sit_down(appointment, slot)
    return Place(wish, _claims(slot))


def take(
    session: Session,
    appointment: Appointment,
    found: Place,
    *,
    now: datetime,
    expires_at: datetime | None,
) -> None:
    """The other half: claim the place, and hand the appointment to the session. Raises SlotTaken."""
    session.add(appointment)
    try:
        claim(session, found.claims, owner=appointment.owner, now=now, expires_at=expires_at)
    except Overlap as overlap:
        raise SlotTaken(found.wish.offer.id, appointment.starts_at, found.wish.adviser_id) from overlap


def lock_place(
    session: Session, wish: Wish, start: datetime, *, now: datetime, also: Sequence[int] = ()
) -> list[ConsultationHours]:
    """Lock every adviser and room that a slot at `start` may take, with the resources in `also`, in one order.

    Gives the Sprechstunden that had a slot then. Raises SlotUnknown when none had.
    """
    hours = _hours_with_slot(session, wish, start, now)
    rooms = _suitable_rooms(session, wish) if _may_need_room(wish, hours) else []
    lock_resources(session, [*(each.adviser.resource_id for each in hours), *rooms, *also])
    return hours


def is_barred(session: Session, appointment: Appointment, needs: Sequence[str]) -> bool:
    """Whether what is out of order keeps somebody with these needs from the room it is in."""
    room = appointment.room
    if room is None or not needs:
        return False
    time = Interval(appointment.starts_at, appointment.ends_at)
    return any(each.bars(room, needs) for each in outages(session, time))


def _hours_with_slot(session: Session, wish: Wish, start: datetime, now: datetime) -> list[ConsultationHours]:
    """The Sprechstunden that have a slot at `start`, free or not, and may be booked now."""
    asked = wish.since or now
    there = _hours_at(session, wish, start)
    hours = [each for each in there if not terms_of(each, wish.offer).violations(start, asked)]
    if not hours:
        _ask_for_number(session, wish, start, now)
        terms = terms_of(there[0], wish.offer) if there else terms_of_offer(wish.offer)
        reasons = [violation.code for violation in terms.violations(start, asked)]
        raise SlotUnknown(wish.offer.id, start, reasons[0] if reasons else "no_such_slot")
    return hours


def _still_there(
    session: Session, wish: Wish, start: datetime, locked: Sequence[ConsultationHours]
) -> Sequence[ConsultationHours]:
    """What is there of them behind the lock: until then a provider may have called one off, moved it or given it away.

    Raises Busy when one lost its room meanwhile.
    """
    if alone_from_the_start(session):
        return locked
    advisers = {each.adviser_id for each in locked}
    may_need_room = _may_need_room(wish, locked)
    hours = [each for each in _hours_at(session, wish, start) if each.adviser_id in advisers]
    if _may_need_room(wish, hours) and not may_need_room:
        raise Busy
    return hours


def _ask_for_number(session: Session, wish: Wish, start: datetime, now: datetime) -> None:
    """Raise NumberNeeded when there would be a time if we could call."""
    called = replace(wish, has_number=True)
    if not wish.has_number and find_slots_in(
        session, called, _at(start), _hours_at(session, called, start), now=now
    ):
        raise NumberNeeded(wish.offer.id, start)


def _hours_at(session: Session, wish: Wish, start: datetime) -> list[ConsultationHours]:
    """The Sprechstunden whose grid has a slot at `start`, as the database has them now."""
    slots = slots_in_a_row(wish.needs)
    return [
        each
        for each in open_hours_for(session, wish, _at(start), with_rooms=True)
        if has_slot_at(start, Interval(each.starts_at, each.ends_at), terms_of(each, wish.offer).grid, slots)
    ]


def _at(start: datetime) -> Interval:
    return Interval(start, start + INSTANT)


def _may_need_room(wish: Wish, hours: Sequence[ConsultationHours]) -> bool:
    """Whether an appointment may need a room of its own, which only a locked one can be."""
    return any(each.channel == Channel.ON_SITE and (each.room_id is None or wish.is_choosy) for each in hours)


def _suitable_rooms(session: Session, wish: Wish) -> list[int]:
    """Every resource of every room it may get."""
    rooms = suitable_offices(
        list(all_rooms(session)),
        confidential=wish.offer.confidential,
        needs=wish.room_needs,
        party=wish.party,
    )
    return [resource for room in rooms for resource in room.resource_ids]


def _fairest(session: Session, wish: Wish, free: list[Slot], now: datetime) -> Slot:
    """The slot in the Sprechstunde that it has been in, else of the adviser who has the fewest appointments that day."""
    free = [slot for slot in free if _has_been_in(wish.moving, slot)] or free
    if len(free) == 1:
        return free[0]
    day = wall_day(free[0].start)
    taken = taken_per_day(session, wish, free[0].interval, now=now)
    return min(free, key=lambda slot: (taken[slot.hours.adviser_id, day], slot.hours.adviser_id))


def _has_been_in(moving: Appointment | None, slot: Slot) -> bool:
    return moving is not None and (moving.hours_id, moving.starts_at) == (slot.hours.id, slot.start)


def _sit_down(appointment: Appointment, slot: Slot) -> None:
    """With ids for those who look now, and objects, so that nobody has to read them again."""
    appointment.hours_id, appointment.hours = slot.hours.id, slot.hours
    appointment.adviser_id, appointment.adviser = slot.adviser.id, slot.adviser
    appointment.room_id, appointment.room = (slot.room.id, slot.room) if slot.room else (None, None)
    appointment.own_room = slot.own_room
    appointment.channel = slot.channel
    appointment.starts_at = slot.interval.start
    appointment.ends_at = slot.interval.end


def _claims(slot: Slot) -> list[Claim]:
    wanted = [Claim(slot.free.free_seats[0], slot.free.claim)]
    if slot.own_room and slot.room is not None:
        wanted += [Claim(resource, slot.free.claim) for resource in slot.room.resource_ids]
    return wanted
