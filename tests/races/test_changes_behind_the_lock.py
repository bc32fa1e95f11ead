"""What somebody gets who saw a Sprechstunde, waited for its adviser, and finds it changed behind the lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from unittest import mock

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.appointments import booking
from booking.appointments import hours as hours_module
from booking.appointments.hours import Plan, open_hours
from booking.appointments.models import Channel, ConsultationHours
from booking.appointments.slots import Wish
from booking.db import Database
from booking.disruptions.wanted import write_down
from booking.errors import Busy, RulesBroken, SlotTaken
from booking.house.models import Room
from booking.occupancy.claims import lock_resources
from booking.offers.models import Adviser, Offer
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.disruptions.scene import absence
from tests.races.test_one_slot import DESK
from tests.races.test_sprechstunde_changes import HALF_HOUR, RESIDENT, sprechstunden
from tests.servers.waiting import wait_until

pytestmark = [pytest.mark.race, pytest.mark.postgres]

WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
)
CHANGES: dict[str, tuple[Callable[[ConsultationHours], object], str]] = {
    "another room": (lambda hours: setattr(hours, "room_id", 3), "Büro 3, 30 minutes"),
    "no room of its own any more": (lambda hours: setattr(hours, "room_id", None), "Busy"),
    "shorter slots": (lambda hours: setattr(hours, "slot_minutes", 20), "Büro 1, 20 minutes"),
    "a later start": (lambda hours: setattr(hours, "starts_at", hours.starts_at + HALF_HOUR), "SlotTaken"),
    "another adviser": (lambda hours: setattr(hours, "adviser_id", 2), "SlotTaken"),
    "called off": (lambda hours: hours.close(small.NOW), "SlotTaken"),
}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("change", "answer"), CHANGES.values(), ids=CHANGES)
def test_who_waited_for_the_lock_gets_what_is_there_now(database: Database, change, answer) -> None:
    """The provider has the lock. On SQLite nobody sees anything before it is their turn to write."""
    ((hours_id, start),) = sprechstunden(database, 1)
    with ThreadPoolExecutor(1) as pool, database.writing() as session:
        hours = session.get_one(ConsultationHours, hours_id)
        lock_resources(session, [hours.adviser.resource_id])
        resident = pool.submit(_told, database, start)
        wait_until(lambda: session.scalar(WAITING) == 1, 10, "the resident to wait for the lock")
        change(hours)
        session.commit()
        assert resident.result(30) == answer


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_sprechstunde_is_opened_into_an_absence_entered_just_now(database: Database) -> None:
    assert _opened_while_an_absence_is_entered(database, _opens) == "RulesBroken"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_who_looks_before_the_lock_opens_into_it(database: Database) -> None:
    assert _opened_while_an_absence_is_entered(database, _looks_first_and_opens) == "opened"


def _opened_while_an_absence_is_entered(database: Database, opens: Callable[[Session, Plan], object]) -> str:
    with database.writing() as session:
        house = small.build(session)
    with ThreadPoolExecutor(1) as pool, database.writing() as session:
        lock_resources(session, [house.advisers[0].resource_id])
        told = pool.submit(_told_who_opens, database, opens)
        wait_until(lambda: session.scalar(WAITING) == 1, 10, "the other to wait for the lock")
        write_down(session, absence(adviser=1), small.NOW)
        session.commit()
        return told.result(30)


def _told_who_opens(database: Database, opens: Callable[[Session, Plan], object]) -> str:
    try:
        with database.writing() as session:
            adviser, offer = session.get_one(Adviser, 1), session.get_one(Offer, 1)
            span = Interval(at_wall(small.TUESDAY, 9), at_wall(small.TUESDAY, 12))
            opens(session, Plan(offer=offer, adviser=adviser, interval=span, channel=Channel.PHONE))
    except RulesBroken as refused:
        return type(refused).__name__
    return "opened"


def _opens(session: Session, plan: Plan) -> object:
    return open_hours(session, plan, now=small.NOW)


def _looks_first_and_opens(session: Session, plan: Plan) -> object:
    """As if the rules were looked at before the adviser is locked."""
    seen = hours_module.rules_broken(session, plan)
    with mock.patch.object(hours_module, "rules_broken", return_value=seen):
        return _opens(session, plan)


def _told(database: Database, start: datetime) -> str:
    """What somebody gets who books at that time: the room and how long, or the kind of refusal."""
    try:
        with database.writing() as session:
            made = booking.book(session, DESK, Wish(session.get_one(Offer, 1)), start, RESIDENT)
            room = session.get_one(Room, made.room_id).name
            return f"{room}, {(made.ends_at - made.starts_at) // timedelta(minutes=1)} minutes"
    except (Busy, SlotTaken) as refused:
        return type(refused).__name__
