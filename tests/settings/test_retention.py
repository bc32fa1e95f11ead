"""How long people are kept after their appointment: new bookings by the new number, older ones only by choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments import changes
from booking.appointments.booking import book
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.appointments.retention import days_kept, kept_longer, shorten
from booking.appointments.slots import Wish
from booking.db import Database
from booking.disruptions.models import Replacement, State
from booking.erasing import erase_due
from booking.house.settings import Keeping, change_settings, settings_for_change
from booking.offers.models import Offer, OfferClass
from booking.runtime import Desk
from booking.scheduling.walltime import at_wall
from booking.vault import Vault
from tests import house
from tests.house import NOW, TUESDAY

DESK = Desk(Vault("a secret for sealing in tests only"), "example.org", NOW)
SHORT = Keeping(sensitive=2, other=10)
MARIA = Contact(name="Maria Muster")
HOURS = timedelta(hours=9)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        house.hours_on(session, house.build(session))
    yield made
    made.dispose()


def booked(database: Database, hour: int, *, sensitive: bool = False) -> str:
    with database.writing() as session:
        offer = session.scalars(select(Offer).order_by(Offer.id)).first()
        assert offer is not None
        offer.offer_class = OfferClass.SENSITIVE if sensitive else OfferClass.ADVICE
        return book(session, DESK, Wish(offer), at_wall(TUESDAY, hour), MARIA).id


def keep(database: Database, keeping: Keeping) -> None:
    with database.writing() as session:
        settings = settings_for_change(session)
        change_settings(session, replace(settings, keeping=keeping), now=NOW)


def erased_on(database: Database, appointment_id: str) -> date:
    with database.reading() as session:
        person = by_id(session, appointment_id).person
        assert person is not None
        return person.erase_on


def days_after(number: int) -> date:
    return TUESDAY + timedelta(days=number)


def test_new_bookings_are_kept_as_it_is_set_now(database: Database) -> None:
    before = booked(database, 9)
    keep(database, SHORT)
    after = booked(database, 10)
    assert erased_on(database, before) == days_after(30)
    assert erased_on(database, after) == days_after(10)


def test_a_booking_that_is_moved_follows_the_new_number(database: Database) -> None:
    made = booked(database, 9)
    keep(database, SHORT)
    with database.writing() as session:
        appointment = by_id(session, made)
        changes.move(session, DESK, appointment, at_wall(TUESDAY, 11), by="resident")
    assert erased_on(database, made) == days_after(10)


def test_what_was_promised_is_what_a_later_mail_tells(database: Database) -> None:
    made = booked(database, 9)
    keep(database, SHORT)
    with database.reading() as session:
        assert days_kept(session, by_id(session, made)) == 30


def test_shorter_for_those_who_booked_before_and_only_for_them(database: Database) -> None:
    first, second = booked(database, 9), booked(database, 10)
    with database.writing() as session:
        changes.cancel(session, by_id(session, second), by="resident", now=NOW)
    cancelled = erased_on(database, second)
    with database.writing() as session:
        assert len(kept_longer(session, SHORT)) == 1
        assert shorten(session, SHORT) == 1
    assert erased_on(database, first) == days_after(10)
    assert erased_on(database, second) == cancelled
    with database.writing() as session:
        assert shorten(session, SHORT) == 0
        assert shorten(session, Keeping(sensitive=7, other=30)) == 0, "nobody is ever kept longer by it"


def test_each_class_by_its_own_number(database: Database) -> None:
    made = booked(database, 9, sensitive=True)
    assert erased_on(database, made) == days_after(7)
    with database.writing() as session:
        assert shorten(session, Keeping(sensitive=7, other=1)) == 0
        assert shorten(session, Keeping(sensitive=2, other=30)) == 1
    assert erased_on(database, made) == days_after(2)
    with database.reading() as session:
        assert session.scalars(select(Appointment)).one().person is not None


def test_who_may_still_choose_another_time_is_not_forgotten_before(database: Database) -> None:
    keep(database, Keeping(sensitive=1, other=1))
    made, other = booked(database, 9), booked(database, 10)
    day_after = at_wall(TUESDAY + timedelta(days=1), 8)
    with database.writing() as session:
        by_id(session, made).sleep("closure:1")
        session.add(
            Replacement(
                id="r", appointment_id=made, cause="closure:1", created_at=NOW, answer_by=day_after + HOURS
            )
        )
    assert erase_due(database, now=day_after) == 1
    with database.reading() as session:
        assert by_id(session, made).person is not None
        assert by_id(session, other).person is None
    with database.writing() as session:
        session.get_one(Replacement, "r").settle(State.LAPSED, day_after + HOURS)
    assert erase_due(database, now=day_after + HOURS) == 1
