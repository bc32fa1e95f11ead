"""Somebody moves their appointment while the time of keeping is shortened: nobody is forgotten before they come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Event, Thread
from time import sleep
from unittest import mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments import changes, retention
from booking.appointments.booking import book
from booking.appointments.finding import by_id
from booking.appointments.slots import Wish
from booking.db import Database
from booking.house.settings import Keeping
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import TUESDAY
from tests.settings.test_retention import DESK, MARIA

pytestmark = [pytest.mark.race]

LATER = TUESDAY + timedelta(days=7)
ONE_DAY = Keeping(sensitive=1, other=1)
WHILE_THE_OTHER_LOOKS = 0.5


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        small = house.build(session)
        for day in (TUESDAY, LATER):
            house.hours_on(session, small, day)
    yield made
    made.dispose()


def moved_while_shortening(database: Database) -> date:
    """The day on which the person goes, after both."""
    with database.writing() as session:
        offer = session.scalars(select(Offer).order_by(Offer.id)).first()
        assert offer is not None
        made = book(session, DESK, Wish(offer), at_wall(TUESDAY, 9), MARIA).id
    begun = Event()

    def move() -> None:
        with database.writing() as session:
            changes.move(session, DESK, by_id(session, made), at_wall(LATER, 9), by="resident")
            session.flush()
            begun.set()
            sleep(WHILE_THE_OTHER_LOOKS)

    mover = Thread(target=move)
    mover.start()
    assert begun.wait(10)
    with database.writing() as session:
        retention.shorten(session, ONE_DAY)
    mover.join()
    with database.reading() as session:
        person = by_id(session, made).person
        assert person is not None
        return person.erase_on


def test_the_day_follows_the_new_date(database: Database) -> None:
    assert moved_while_shortening(database) == LATER + timedelta(days=1)


def test_without_looking_again_they_would_be_forgotten_before_they_come(database: Database) -> None:
    """The red control: PostgreSQL lets both begin. SQLite lets one write at a time, so it looks late enough anyway."""
    with database.reading() as session:
        assert retention.kept_longer(session, ONE_DAY) == {}
    look, first = retention.kept_longer, {}

    def only_once(session: Session, keeping: Keeping) -> object:
        if "seen" not in first:
            first["seen"] = look(session, keeping)
        return first["seen"]

    with mock.patch.object(retention, "kept_longer", only_once):
        gone = moved_while_shortening(database)
    assert (gone < LATER) == database.is_postgresql
