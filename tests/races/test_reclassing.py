"""An offer becomes sensitive while somebody books it: they are forgotten by the shorter time, whoever was first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Event, Thread
from time import sleep
from unittest import mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import reclassing
from booking.appointments.booking import confirm, hold, write_down
from booking.appointments.finding import by_id
from booking.appointments.slots import Wish
from booking.db import Database
from booking.offers import editing
from booking.offers.events import OfferChanged
from booking.offers.facts import Facts
from booking.offers.models import Offer, OfferClass, OfferMode
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import NOW, TUESDAY
from tests.settings.test_retention import DESK, MARIA

pytestmark = [pytest.mark.race]

SENSITIVE = Facts(offer_class=OfferClass.SENSITIVE, mode=OfferMode.APPOINTMENT)
WHILE_THE_OTHER_TRIES = 0.7


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        house.hours_on(session, house.build(session))
    yield made
    made.dispose()


def reclassed(database: Database) -> None:
    """What the page and then the worker do, each in its transaction."""
    with database.writing() as session:
        offer_id = the(session).id
        editing.change_facts(session, the(session), SENSITIVE, now=NOW)
    with database.writing() as session:
        event = OfferChanged(offer_id=offer_id, what="class")
        reclassing.follow(session, outbox.Happened(1, event, NOW))


def the(session: Session) -> Offer:
    return session.scalars(select(Offer).order_by(Offer.id)).all()[0]


def booked_while_reclassing(database: Database, *, waits_before: bool) -> date:
    """The day on which the person goes. Their form is filled in; the last step waits before its lock, or behind it."""
    with database.writing() as session:
        held = hold(session, DESK, Wish(the(session)), at_wall(TUESDAY, 9))
        write_down(session, DESK, held, MARIA)
    looked = Event()

    def books() -> None:
        with database.writing() as session:
            appointment = by_id(session, held.id)
            assert not appointment.offer.sensitive
            if waits_before:
                looked.set()
                sleep(WHILE_THE_OTHER_TRIES)
            confirm(session, DESK, appointment)
            session.flush()
            if not waits_before:
                looked.set()
                sleep(WHILE_THE_OTHER_TRIES)

    booker = Thread(target=books)
    booker.start()
    assert looked.wait(10)
    reclassed(database)
    booker.join()
    with database.reading() as session:
        person = by_id(session, held.id).person
        assert person is not None
        return person.erase_on


@pytest.mark.parametrize("waits_before", [True, False])
def test_the_shorter_time_counts(database: Database, *, waits_before: bool) -> None:
    assert booked_while_reclassing(database, waits_before=waits_before) == TUESDAY + timedelta(days=7)


def test_without_the_lock_they_would_be_kept_too_long(database: Database) -> None:
    """The red control: PostgreSQL lets both begin. SQLite lets one write at a time."""
    with mock.patch.object(reclassing, "lock_resources", return_value=None):
        kept_until = booked_while_reclassing(database, waits_before=False)
    assert (kept_until > TUESDAY + timedelta(days=7)) == database.is_postgresql
