"""Other times, held before a closure or an absence is entered: each in a short transaction of its own.

While it is entered nobody books anywhere (locking.py), and finding and holding two times for each of many guests is
most of the work. So that is done first, with ordinary holds that end by themselves; entering takes over those that
are still good, and finds others only for whom one was lost meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments import booking
from booking.appointments.models import UNFINISHED, Appointment
from booking.appointments.slots import Slot
from booking.db import Database
from booking.disruptions.deciding import Decided
from booking.disruptions.effects import MOST_HIT, EffectTooLarge, contact_behind
from booking.disruptions.looking import look
from booking.disruptions.offering import Ahead, Finder, wish_for
from booking.disruptions.wanted import write_down
from booking.errors import Busy, Overlap, SlotTaken, SlotUnknown
from booking.runtime import Desk

FEW = 8  # for so many guests entering is quick by itself
Time = tuple[int, datetime]  # with which adviser, and when


class Ledger:
    """Where it is written down for whom times are held, in the transaction that holds the last of them.

    This one writes nothing; `lock` comes before anything else is locked.
    """

    def lock(self, session: Session) -> None:
        """Nobody else may work on the same meanwhile."""

    def note(self, session: Session, holds: Mapping[str, list[str]]) -> None:
        """These are held now, by appointment; an empty list says that nothing could be."""


class HeldAhead:
    """Times for all to whom another one is to be offered; `ahead` says which are held by now.

    `held` are those that somebody held before, who did not come to an end. What entering does not use must be given
    back.
    """

    def __init__(
        self,
        database: Database,
        desk: Desk,
        decided: Decided,
        *,
        ledger: Ledger | None = None,
        held: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._database, self._desk = database, desk
        self._wanted, self._asked = decided.wanted, frozenset(decided.offers)
        self._ledger = ledger or Ledger()
        self.ahead = Ahead({name: list(holds) for name, holds in (held or {}).items()})

    def hold(self) -> None:
        """Hold for each what is missing. Raises EffectTooLarge, and Busy."""
        for appointment_id, times in self._planned().items():
            self.ahead.holds[appointment_id] = self._hold(appointment_id, times)

    def give_back(self) -> None:
        """Whatever no offer has now."""
        give_back(self._database, [each for each in self.ahead.all if each not in self.ahead.used])

    def _planned(self) -> dict[str, list[Time]]:
        """What would be free for each, as the preview finds it."""
        with self._database.writing() as session:
            self._ledger.lock(session)
            hit = look(session, self._desk, self._wanted).hit
            if len(hit) > MOST_HIT:
                raise EffectTooLarge(str(len(hit)))
            self._forget_what_was_lost(session)
            missing = self._asked - self.ahead.holds.keys()
            planned = self._found(session, [each for each in hit if each.id in missing])
            self._ledger.note(session, {name: [] for name, times in planned.items() if not times})
        return {name: times for name, times in planned.items() if times}

    def _found(self, session: Session, guests: Sequence[Appointment]) -> dict[str, list[Time]]:
        """The row is there inside a savepoint only."""
        savepoint = session.begin_nested()
        try:
            write_down(session, self._wanted, self._desk.now)
            finder = Finder(session, self._desk, self._wanted)
            return {each.id: [_time(slot) for slot in finder.find_for(each)[0]] for each in guests}
        finally:
            savepoint.rollback()

    def _forget_what_was_lost(self, session: Session) -> None:
        """Holds that have ended since they were made are not ahead any more."""
        held = session.scalars(select(Appointment).where(Appointment.id.in_(self.ahead.all)))
        good = {each.id for each in held if each.status in UNFINISHED and not each.ran_out(self._desk.now)}
        for name, holds in list(self.ahead.holds.items()):
            if not good.issuperset(holds):
                del self.ahead.holds[name]

    def _hold(self, appointment_id: str, times: Sequence[Time]) -> list[str]:
        """All of them, or none; one transaction each, so that who locks two places never waits in a circle."""
        held: list[str] = []
        with suppress(SlotTaken, SlotUnknown, Overlap, Busy):
            for time in times:
                with self._database.writing() as session:
                    self._ledger.lock(session)
                    made = [*held, self._held(session, appointment_id, time)]
                    if len(made) == len(times):
                        self._ledger.note(session, {appointment_id: made})
                held = made
            return held
        give_back(self._database, held)
        with self._database.writing() as session:
            self._ledger.lock(session)
            self._ledger.note(session, {appointment_id: []})
        return []

    def _held(self, session: Session, appointment_id: str, time: Time) -> str:
        adviser_id, start = time
        appointment = session.get_one(Appointment, appointment_id)
        wish = wish_for(appointment, contact_behind(appointment, self._desk.vault), self._wanted)
        return booking.hold(session, self._desk, replace(wish, adviser_id=adviser_id), start).id


def give_back(database: Database, holds: Iterable[str]) -> None:
    """Free these again, each by itself. Who stands in the way is left alone: the hold ends by itself."""
    for hold_id in holds:
        with suppress(Busy), database.writing() as session:
            hold = session.get(Appointment, hold_id)
            if hold is not None and hold.status in UNFINISHED:
                booking.give_back(session, hold)


def _time(slot: Slot) -> Time:
    return slot.hours.adviser_id, slot.start
