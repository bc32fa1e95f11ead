"""The desk's part of the story: bookings that were made on the phone, and people who wait at an open door."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments.booking import write_down
from booking.appointments.models import CameBy, ConsultationHours
from booking.appointments.slots import Wish, find_slots
from booking.demo.town import Town
from booking.desk.calls import book_for_caller, hold_for_caller
from booking.desk.door_times import why_shut
from booking.desk.waiting_times import open_doors
from booking.desk.walk_ins import arrive, call_next
from booking.ids import random_id
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day

TAKES_CALLS = "Toni Tresen"
EARLIER = timedelta(days=1)
AHEAD = timedelta(days=14)
CAME = (timedelta(minutes=25), timedelta(minutes=15), timedelta(minutes=5))
CALLERS = (
    ("energieberatung", CameBy.PHONE, Contact("Frau L.", phone="02175 000-110")),
    ("beratung-4", CameBy.PHONE, Contact("Herr B.", phone="02175 000-111", helper="Frau B., die Tochter")),
    ("beratung-1", CameBy.DESK, Contact("Frau R.")),
)


def stand_at_the_desk(session: Session, desk: Desk, town: Town) -> None:
    """Three took an appointment on the phone or at the desk yesterday; at today's first open door two wait."""
    earlier = replace(desk, now=desk.now - EARLIER)
    for call in CALLERS:
        _call(session, earlier, town, call)
    _walk_in(session, desk.now)


def _call(session: Session, desk: Desk, town: Town, call: tuple[str, CameBy, Contact]) -> None:
    """The last free time of the first day that has some."""
    slug, came_by, contact = call
    wish, account_id = Wish(town.offers[slug]), town.accounts[TAKES_CALLS]
    slots = find_slots(session, wish, Interval(day_bounds(town.first).start, desk.now + AHEAD), now=desk.now)
    start = max(slot.start for slot in slots if wall_day(slot.start) == wall_day(slots[0].start))
    held = hold_for_caller(session, desk, wish, start, account_id=account_id, before=None, contact=contact)
    write_down(session, desk, held, contact)
    book_for_caller(session, desk, held, came_by=came_by, account_id=account_id)


def _walk_in(session: Session, now: datetime) -> None:
    """One is in a talk and two wait, where a door is open now; nobody waits at a house that is closed."""
    door = next((each for each in open_doors(session, now) if _was_open(session, each, now)), None)
    if door is None:
        return
    for before in CAME:
        arrive(session, door, key=random_id(), now=now - before)
    call_next(session, door, expected=None, now=now - CAME[1])


def _was_open(session: Session, door: ConsultationHours, now: datetime) -> bool:
    """Whether it has been open since before the first one came."""
    began = door.starts_at <= now - max(CAME)
    return began and not any(why_shut(session, door, now - before) for before in CAME)
