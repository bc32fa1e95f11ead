"""Other times for whose appointment cannot take place: up to two, the soonest, the second on another day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeGuard

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.models import Appointment, Channel, Status
from booking.appointments.slots import Slot, Wish, find_slots
from booking.appointments.terms import terms_of, widest_span
from booking.appointments.wishes import wish_behind
from booking.disruptions.effects import Reach, contact_behind, reach_of
from booking.disruptions.wanted import Wanted
from booking.errors import SlotTaken, SlotUnknown
from booking.house.workdays import noon_of_working_day
from booking.occupancy import renew
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import wall_day
from booking.waiting import deadlines

MOST = 2
ATTEMPTS = 12
Take = Callable[[Wish, Slot, datetime], bool]


class Deadlines:
    """Until when somebody has to answer, by how we reach them; the ends of the phone's hours are read once."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._phone = [noon_of_working_day(session, each) for each in (now, now - deadlines.USUAL)]

    def for_time(
        self, appointment: Appointment, contact: Contact, slot: Slot | Appointment
    ) -> datetime | None:
        """How long this time can be kept for them; None: too short to ask."""
        start = slot.start if isinstance(slot, Slot) else slot.starts_at
        notice = terms_of(slot.hours, appointment.offer).notice
        reach = reach_of(contact)
        if reach == Reach.MAIL:
            until = deadlines.after_a_loss(self._now, start, notice)
            return min(until, appointment.manageable_until()) if until else None
        ends = self._phone
        if reach == Reach.NEITHER:  # they hear of it when they come
            ends = [noon_of_working_day(self._session, appointment.ends_at), *ends]
        return deadlines.by_phone(self._now, start, notice, ends)


def wish_for(appointment: Appointment, contact: Contact, wanted: Wanted) -> Wish:
    """What they wished, on the channel they have: who was to come is not called, and nobody is visited unasked."""
    own = None if wanted.colleagues else appointment.adviser_id
    wish = wish_behind(appointment, contact.needs)
    there = replace(wish.only, channel=Channel(appointment.channel))
    return replace(wish, adviser_id=own, only=there)


class Finder:
    """Finds times for one guest after the other, so that each gets others; `take` says whether one can be had."""

    def __init__(self, session: Session, desk: Desk, wanted: Wanted, take: Take | None = None) -> None:
        self._session, self._desk, self._wanted, self._take = session, desk, wanted, take
        self._deadlines = Deadlines(session, desk.now)
        self._slots: dict[tuple[object, ...], list[Slot]] = {}
        self._ordered: dict[tuple[object, int], list[Slot]] = {}
        self._given: dict[int, list[Interval]] = defaultdict(list)

    def find_for(self, appointment: Appointment) -> tuple[list[Slot], datetime | None]:
        """The times by start, and until when to answer."""
        contact = contact_behind(appointment, self._desk.vault)
        wish = wish_for(appointment, contact, self._wanted)
        found: dict[datetime, tuple[Slot, datetime]] = {}
        for slot in self._in_turn(appointment, wish, found):
            until = self._deadlines.for_time(appointment, contact, slot)
            if until is not None and (self._take is None or self._take(wish, slot, until)):
                found[slot.start] = slot, until
                self._given[slot.hours.id].append(slot.interval)
            if len(found) == MOST:
                break
        slots = [found[start][0] for start in sorted(found)]
        return slots, max((until for _slot, until in found.values()), default=None)

    def _in_turn(self, appointment: Appointment, wish: Wish, found: Collection[datetime]) -> Iterator[Slot]:
        """The soonest with a place left; once one is found, first those on other days."""
        candidates = self._candidates(wish, appointment.adviser_id)
        tried: set[tuple[int, datetime]] = set()
        for same_day in (False, True):
            for slot in candidates:
                key = (slot.hours.id, slot.start)
                if key in tried or slot.start in found or not self._has_place(slot):
                    continue
                if not same_day and wall_day(slot.start) in map(wall_day, found):
                    continue
                if len(tried) == ATTEMPTS:
                    return
                tried.add(key)
                yield slot

    def _candidates(self, wish: Wish, own: int) -> list[Slot]:
        """By start, those with their own adviser first; put in order once for all who had the same."""
        key = (_kind_of(wish), own)
        if key not in self._ordered:
            self._ordered[key] = sorted(
                self._found(wish), key=lambda slot: (slot.start, slot.hours.adviser_id != own, slot.hours.id)
            )
        return self._ordered[key]

    def _has_place(self, slot: Slot) -> bool:
        """Whether those before have left one."""
        return sum(each.overlaps(slot.interval) for each in self._given[slot.hours.id]) < slot.places

    def _found(self, wish: Wish) -> list[Slot]:
        """The free times after it begins, looked up once for each kind of wish."""
        key = _kind_of(wish)
        if key not in self._slots:
            now = self._desk.now
            span = widest_span(self._session, wish.offer, now)
            start = max(span.start, self._wanted.interval.start)
            later = Interval(start, span.end) if start < span.end else None
            self._slots[key] = find_slots(self._session, wish, later, now=now) if later else []
        return self._slots[key]


def _kind_of(wish: Wish) -> tuple[object, ...]:
    """What the free times depend on."""
    return wish.offer.id, wish.adviser_id, wish.needs, wish.party, wish.only


@dataclass(frozen=True)
class Ahead:
    """Ids of holds that are there already, by the id of the appointment whose guest may get them (holding.py).

    `used` are those that an offer has now.
    """

    holds: dict[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def all(self) -> list[str]:
        return [each for holds in self.holds.values() for each in holds]


class Holder:
    """Finds and holds them, each until its guest has to answer. All rooms and advisers must be locked.

    What is held `ahead` is taken over, unless some of it was lost.
    """

    def __init__(self, session: Session, desk: Desk, wanted: Wanted, ahead: Ahead | None = None) -> None:
        self._session, self._desk, self._ahead = session, desk, ahead or Ahead()
        self._finder = Finder(session, desk, wanted, self._take)
        self._deadlines = Deadlines(session, desk.now)
        self._there = _read_holds(session, self._ahead.all)
        self._held: list[Appointment] = []

    def hold_for(self, appointment: Appointment) -> tuple[list[Appointment], datetime | None]:
        """The held times by start, and until when to answer."""
        taken_over = self._take_over(appointment)
        if taken_over:
            return [hold for hold, _until in taken_over], max(until for _hold, until in taken_over)
        self._held = []
        _slots, answer_by = self._finder.find_for(appointment)
        return sorted(self._held, key=lambda each: each.starts_at), answer_by

    def _take_over(self, appointment: Appointment) -> list[tuple[Appointment, datetime]]:
        """What was held ahead, by start, each until its guest has to answer; nothing if any of it was lost."""
        contact = contact_behind(appointment, self._desk.vault)
        found: list[tuple[Appointment, datetime]] = []
        ids = self._ahead.holds.get(appointment.id, ())
        for hold in (self._there.get(each) for each in ids):
            until = self._deadlines.for_time(appointment, contact, hold) if self._is_good(hold) else None
            if hold is None or until is None:
                return []
            found.append((hold, until))
        for hold, until in found:
            if renew(self._session, hold.owner, expires_at=until) != hold.claims:
                return []
            hold.hold_until(until)
        self._ahead.used.update(ids)
        return found

    def _is_good(self, hold: Appointment | None) -> TypeGuard[Appointment]:
        return (
            hold is not None
            and hold.status == Status.HELD
            and hold.hours.is_open
            and not hold.ran_out(self._desk.now)
        )

    def _take(self, wish: Wish, slot: Slot, until: datetime) -> bool:
        just_there = replace(wish, adviser_id=slot.hours.adviser_id)
        try:
            with self._session.begin_nested():
                hold = booking.hold(self._session, self._desk, just_there, slot.start)
        except (SlotTaken, SlotUnknown):
            return False
        renew(self._session, hold.owner, expires_at=until)
        hold.hold_until(until)
        self._held.append(hold)
        return True


def _read_holds(session: Session, ids: Sequence[str]) -> dict[str, Appointment]:
    statement = (
        select(Appointment)
        .where(Appointment.id.in_(ids))
        .options(joinedload(Appointment.hours), joinedload(Appointment.room), joinedload(Appointment.offer))
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in session.scalars(statement).unique()} if ids else {}
