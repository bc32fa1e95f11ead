"""Other times, held before a closure or an absence is entered: each in a short transaction of its own.

While it is entered nobody books anywhere (locking.py), and finding and holding two times for each of many guests is
most of the work. So that is done first, with ordinary holds that end by themselves; entering takes over those that
are still good, and finds others only for whom one was lost meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from booking.appointments import booking
from booking.appointments.models import UNFINISHED, Appointment
from booking.appointments.slots import Slot
from booking.db import Database
from booking.disruptions.effects import MOST_HIT, Answer, EffectTooLarge, Way, contact_behind
from booking.disruptions.looking import look
from booking.disruptions.offering import Ahead, Finder, wish_for
from booking.disruptions.wanted import Wanted, write_down
from booking.errors import Busy, Overlap, SlotTaken, SlotUnknown
from booking.runtime import Desk

FEW = 8  # for so many guests entering is quick by itself
Time = tuple[int, datetime]  # with which adviser, and when


@contextmanager
def held_ahead(
    database: Database, desk: Desk, wanted: Wanted, answers: Mapping[str, Answer], *, few: int = FEW
) -> Iterator[Ahead]:
    """Times for whom another one is to be offered, while it is entered; what is not used then is given back.

    Nothing for so few guests. Raises EffectTooLarge.
    """
    ahead = Ahead()
    asked = {name for name, answer in answers.items() if answer.way == Way.OFFER}
    try:
        if len(asked) > few:
            for appointment_id, times in _planned(database, desk, wanted, asked).items():
                ahead.holds[appointment_id] = _hold(database, desk, wanted, appointment_id, times)
        yield ahead
    except BaseException:
        ahead.used.clear()  # what used them was taken back
        raise
    finally:
        for each in ahead.all:
            if each not in ahead.used:
                _give_back(database, each)


def _planned(database: Database, desk: Desk, wanted: Wanted, asked: set[str]) -> dict[str, list[Time]]:
    """What would be free for each, as the preview finds it; the row is there inside a savepoint only."""
    planned: dict[str, list[Time]] = {}
    with database.writing() as session:
        hit = look(session, desk, wanted).hit
        if len(hit) > MOST_HIT:
            raise EffectTooLarge(str(len(hit)))
        savepoint = session.begin_nested()
        try:
            write_down(session, wanted, desk.now)
            finder = Finder(session, desk, wanted)
            for each in hit:
                if each.id in asked:
                    planned[each.id] = [_time(slot) for slot in finder.find_for(each)[0]]
        finally:
            savepoint.rollback()
    return planned


def _time(slot: Slot) -> Time:
    return slot.hours.adviser_id, slot.start


def _hold(
    database: Database, desk: Desk, wanted: Wanted, appointment_id: str, times: Sequence[Time]
) -> list[str]:
    """All of them, or none; one transaction each, so that who locks two places never waits in a circle."""
    held: list[str] = []
    with suppress(SlotTaken, SlotUnknown, Overlap, Busy):
        held.extend(_held(database, desk, wanted, appointment_id, each) for each in times)
        return held
    for each in held:
        _give_back(database, each)
    return []


def _held(database: Database, desk: Desk, wanted: Wanted, appointment_id: str, time: Time) -> str:
    adviser_id, start = time
    with database.writing() as session:
        appointment = session.get_one(Appointment, appointment_id)
        wish = wish_for(appointment, contact_behind(appointment, desk.vault), wanted)
        return booking.hold(session, desk, replace(wish, adviser_id=adviser_id), start).id


def _give_back(database: Database, hold_id: str) -> None:
    """Who stands in the way is left alone: the hold ends by itself."""
    with suppress(Busy), database.writing() as session:
        hold = session.get(Appointment, hold_id)
        if hold is not None and hold.status in UNFINISHED:
            booking.give_back(session, hold)
