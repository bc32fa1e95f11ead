"""Which free time suits somebody on the list, and until when they may answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from booking.accounts.people import Contact, contact_of
from booking.appointments.slots import Slot, Wish, find_slots, taken_per_day
from booking.appointments.terms import terms_of, widest_span
from booking.house.workdays import noon_of_working_day
from booking.runtime import Desk
from booking.scheduling.walltime import to_wall, wall_day
from booking.waiting import deadlines
from booking.waiting.models import WaitingEntry
from booking.waiting.wishes import MORNING

NOON = 12


@dataclass(frozen=True)
class Chance:
    """A free time for an entry, to be held until the answer."""

    entry_id: str
    slot: Slot
    answer_by: datetime


def suits_wish(entry: WaitingEntry, start: datetime) -> bool:
    """Whether a time that starts then is one they wish, and were not asked about before."""
    wall = to_wall(start)
    if wall.date() > entry.until or start.isoformat() in entry.passed:
        return False
    if entry.weekdays and wall.weekday() not in entry.weekdays:
        return False
    return not entry.half or (wall.hour < NOON) == (entry.half == MORNING)


def wish_of(entry: WaitingEntry, contact: Contact) -> Wish:
    """What is looked for: their needs and how many they are choose room and length; no calls without a number."""
    return Wish(
        entry.offer,
        adviser_id=entry.adviser_id,
        needs=contact.needs,
        party=entry.party_size,
        has_number=bool(contact.phone),
    )


class Matcher:
    """The free times of one offer at one moment, looked up once for each kind of wish."""

    def __init__(self, session: Session, desk: Desk) -> None:
        self._session = session
        self._desk = desk
        self._found: dict[tuple[object, ...], list[Slot]] = {}
        self._phone_ends: list[datetime] | None = None

    def chance(self, entry: WaitingEntry, *, but_for: Iterable[datetime] = ()) -> Chance | None:
        """The first time that suits them and leaves them time to answer, or None."""
        if entry.person is None:
            return None
        contact, without = contact_of(entry.person, self._desk.vault), set(but_for)
        for slot in self._slots(wish_of(entry, contact)):
            if slot.start in without or not suits_wish(entry, slot.start):
                continue
            answer_by = self._answer_by(contact, slot)
            if answer_by is not None:
                return Chance(entry.id, slot, answer_by)
        return None

    def _slots(self, wish: Wish) -> list[Slot]:
        """By start; where several advisers are free, the one with the fewest appointments that day first."""
        key = (wish.offer.id, wish.adviser_id, wish.needs, wish.party, wish.has_number)
        if key not in self._found:
            now, span = self._desk.now, widest_span(self._session, wish.offer, self._desk.now)
            slots = find_slots(self._session, wish, span, now=now)
            taken = taken_per_day(self._session, wish, span, now=now) if slots else {}
            self._found[key] = sorted(slots, key=lambda slot: _turn(slot, taken))
        return self._found[key]

    def _answer_by(self, contact: Contact, slot: Slot) -> datetime | None:
        notice = terms_of(slot.hours, slot.hours.offer).notice
        if contact.email:
            return deadlines.by_mail(self._desk.now, slot.start, notice)
        return deadlines.by_phone(self._desk.now, slot.start, notice, self._ends_of_phone_hours())

    def _ends_of_phone_hours(self) -> list[datetime]:
        """The end of the next working day's, then that of today's, where they are still to come."""
        if self._phone_ends is None:
            now = self._desk.now
            yesterday = now - deadlines.USUAL
            self._phone_ends = [
                noon_of_working_day(self._session, now),
                noon_of_working_day(self._session, yesterday),
            ]
        return self._phone_ends


def _turn(slot: Slot, taken: dict[tuple[int, date], int]) -> tuple[datetime, int, int]:
    adviser_id = slot.hours.adviser_id
    return slot.start, taken.get((adviser_id, wall_day(slot.start)), 0), adviser_id
