"""A booking costs a fixed number of statements, so that it stays as fast as docs/performance.md says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import event

from booking.appointments.booking import hold
from booking.appointments.wishes import Wish
from booking.house.calendar import close
from booking.offers.models import Offer
from booking.scheduling.intervals import Interval
from tests import house
from tests.api.conftest import BOOKING, TUESDAY_9, TUESDAY_10

READ_BEFORE = 3  # offer and adviser; whether the code is free; the Sprechstunde
LOCKED = 2  # the lock, and the Sprechstunde once more: only on PostgreSQL, SQLite lets in one writer
READ_BEHIND = 5  # closures; seats; absences; class and days of keeping; what is in the way of the claim
WRITTEN = 5  # person, appointment, busy time, link, event
ADVISER = {**BOOKING, "adviser": "ada-1", "email": "maria@example.org", "phone": "02175 1"}


@contextmanager
def statements(api) -> Iterator[list[str]]:
    """What the database is asked meanwhile, but for the beginning of a transaction."""
    told: list[str] = []
    engine = api.runtime.database.engine

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith("BEGIN"):
            told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)


def most(api) -> int:
    return READ_BEFORE + READ_BEHIND + WRITTEN + (LOCKED if api.runtime.database.is_postgresql else 0)


def booked(api, **wish) -> list[str]:
    with statements(api) as told:
        assert api.post("/appointments", {**ADVISER, **wish}).status_code == 201
    return told


def test_a_booking_takes_so_many_statements(api):
    told = booked(api)
    assert len(told) == most(api), told
    assert len([each for each in told if each.startswith("INSERT")]) == WRITTEN
    assert not [each for each in told if each.startswith(("UPDATE", "DELETE"))]


def test_what_else_happens_in_the_house_makes_it_no_longer(api):
    with api.runtime.database.writing() as session:
        for ahead in range(1, 15):
            day = house.TUESDAY + timedelta(days=ahead)
            if day.weekday() < 5:
                house.hours_on(session, api.house, day, room=api.house.rooms[0])
        close(session, Interval(house.later(60 * 24 * 30), house.later(60 * 24 * 31)), reason="Putz")
    booked(api, start=TUESDAY_10)
    assert len(booked(api)) == most(api)


def test_only_a_hold_that_ran_out_takes_one_more(api):
    with api.runtime.database.writing() as session:
        wish = Wish(session.get_one(Offer, api.house.advice.id))
        hold(session, api.runtime.desk(), wish, datetime.fromisoformat(TUESDAY_9))
    api.clock.moment = house.later(30)
    assert len(booked(api)) == most(api) + 1
