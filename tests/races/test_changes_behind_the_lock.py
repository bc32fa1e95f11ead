"""What somebody gets who saw a Sprechstunde, waited for its adviser, and finds it changed behind the lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from booking.appointments import booking
from booking.appointments.models import ConsultationHours
from booking.appointments.slots import Wish
from booking.db import Database
from booking.errors import Busy, SlotTaken
from booking.house.models import Room
from booking.occupancy.claims import lock_resources
from booking.offers.models import Offer
from tests import house as small
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


def _told(database: Database, start: datetime) -> str:
    """What somebody gets who books at that time: the room and how long, or the kind of refusal."""
    try:
        with database.writing() as session:
            made = booking.book(session, DESK, Wish(session.get_one(Offer, 1)), start, RESIDENT)
            room = session.get_one(Room, made.room_id).name
            return f"{room}, {(made.ends_at - made.starts_at) // timedelta(minutes=1)} minutes"
    except (Busy, SlotTaken) as refused:
        return type(refused).__name__
