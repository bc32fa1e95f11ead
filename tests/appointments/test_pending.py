"""A booking that counts once its mail is answered: its time is kept for two hours, then it goes like a hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.accounts import capabilities
from booking.accounts.models import Capability, Person
from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding, pending
from booking.appointments.booking import KEEP_DRAFT
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish, find_slots
from booking.appointments.terms import widest_span
from booking.db import Database
from booking.erasing import erase_due, erase_person
from booking.errors import NotAllowedNow, NotFound, SlotTaken
from booking.events import ConfirmationAsked
from booking.occupancy.models import BusyTime
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.runtime import Desk
from booking.scheduling.walltime import at_wall
from booking.vault import Vault
from tests import house

NINE = at_wall(house.TUESDAY, 9)
DESK = Desk(Vault("k" * 32), "test.example", house.NOW)
MARIA = Contact(name="Maria", email="maria@example.org")
MINUTE = timedelta(minutes=1)


def at(minutes: int) -> Desk:
    return replace(DESK, now=house.later(minutes))


@dataclass
class Desks:
    """The house with an offer whose bookings are confirmed by mail first."""

    database: Database
    offer_id: int

    def ask(self, desk: Desk = DESK, contact: Contact = MARIA) -> tuple[str, str]:
        """Book as a stranger; the appointment's id and the token of its mail."""
        with self.database.writing() as session:
            offer = session.get_one(Offer, self.offer_id)
            asked = pending.book_or_ask(session, desk, Wish(offer), NINE, contact)
            assert asked.hold_expires_at is not None
            return asked.id, pending.open_question(session, asked, asked.hold_expires_at, now=desk.now)

    def answer(self, token: str, desk: Desk) -> str:
        with self.database.writing() as session:
            return pending.answer(session, desk, token).status

    def free(self, desk: Desk) -> bool:
        """Whether nine o'clock can be booked."""
        with self.database.reading() as session:
            wish = Wish(session.get_one(Offer, self.offer_id))
            within = widest_span(session, wish.offer, desk.now)
            return NINE in {slot.start for slot in find_slots(session, wish, within, now=desk.now)}

    def take(self, desk: Desk) -> None:
        with self.database.writing() as session:
            wish = Wish(session.get_one(Offer, self.offer_id))
            booking.book(session, desk, wish, NINE, Contact(name="Jemand anders"))

    def events(self) -> list[str]:
        with self.database.reading() as session:
            rows = session.scalars(select(EventRow.type).order_by(EventRow.id))
            return [name for name in rows if name.startswith(("Appointment", "Confirmation"))]


@pytest.fixture
def desks(database: Database) -> Desks:
    with database.writing() as session:
        small = house.build(session)
        small.advice.confirm_by_mail = True
        house.hours_on(session, small, room=small.rooms[0])
        offer_id = small.advice.id
    return Desks(database, offer_id)


def test_its_time_is_kept_for_two_hours(desks: Desks) -> None:
    appointment_id, _ = desks.ask()
    with desks.database.reading() as session:
        asked = session.get_one(Appointment, appointment_id)
        assert (asked.status, asked.hold_expires_at) == (Status.PENDING, house.later(120))
        assert not asked.is_coming
        expiries = session.scalars(select(BusyTime.expires_at).where(BusyTime.owner == asked.owner)).all()
        assert expiries == [house.later(120)]
    assert desks.events() == [ConfirmationAsked.__name__]
    assert not desks.free(at(119))
    assert desks.free(at(120))


def test_the_answer_books_it(desks: Desks) -> None:
    appointment_id, token = desks.ask()
    assert [desks.answer(token, at(30)), desks.answer(token, at(31))] == [Status.CONFIRMED] * 2
    assert desks.events() == ["ConfirmationAsked", "AppointmentBooked"]
    with desks.database.reading() as session:
        booked = session.get_one(Appointment, appointment_id)
        assert (booked.booked_at, booked.hold_expires_at) == (house.later(30), None)
        assert booked.person is not None
        assert booked.person.erase_on > house.TUESDAY
    assert not desks.free(at(240))


def test_too_late_is_no_obstacle_while_the_time_is_free(desks: Desks) -> None:
    _, token = desks.ask()
    assert desks.answer(token, at(180)) == Status.CONFIRMED


def test_too_late_and_somebody_else_has_it(desks: Desks) -> None:
    appointment_id, token = desks.ask()
    with pytest.raises(SlotTaken):
        desks.take(at(119))
    desks.take(at(120))
    with pytest.raises(SlotTaken):
        desks.answer(token, at(121))
    with desks.database.reading() as session:
        assert session.get_one(Appointment, appointment_id).status == Status.PENDING


def test_never_answered_it_goes_with_everything_typed(desks: Desks) -> None:
    appointment_id, token = desks.ask()
    late = house.later(120) + KEEP_DRAFT
    for now, left in ((late - MINUTE, 1), (late, 0)):
        erase_due(desks.database, now=now)
        with desks.database.reading() as session:
            for table in (Appointment, Person, Capability):
                assert session.scalar(select(func.count()).select_from(table)) == left
    with desks.database.reading() as session:
        assert session.get(Appointment, appointment_id) is None
    with pytest.raises(NotFound):
        desks.answer(token, at(1440))


def test_its_own_link_shows_it_only_while_it_can_be_answered(desks: Desks) -> None:
    appointment_id, _ = desks.ask()
    with desks.database.writing() as session:
        link = booking.open_link(session, session.get_one(Appointment, appointment_id), now=house.NOW)
    with desks.database.reading() as session:
        assert finding.by_token(session, link, now=house.later(119)).id == appointment_id
        with pytest.raises(NotFound):
            finding.by_token(session, link, now=house.later(120))


def test_the_manage_link_is_no_answer(desks: Desks) -> None:
    """Whoever booked has that one at once; only the mailbox has the other."""
    appointment_id, _ = desks.ask()
    with desks.database.writing() as session:
        link = booking.open_link(session, session.get_one(Appointment, appointment_id), now=house.NOW)
    with pytest.raises(NotFound):
        desks.answer(link, at(5))


def test_it_cannot_be_moved_or_cancelled_before(desks: Desks) -> None:
    appointment_id, _ = desks.ask()
    for step in (
        lambda session, found: changes.cancel(session, found, by="resident", now=house.NOW),
        lambda session, found: changes.move(session, DESK, found, NINE + timedelta(hours=1)),
    ):
        with pytest.raises(NotAllowedNow), desks.database.writing() as session:
            step(session, finding.by_id(session, appointment_id, for_change=True))


def test_without_an_address_or_at_the_desk_it_counts_at_once(desks: Desks) -> None:
    with desks.database.writing() as session:
        wish = Wish(session.get_one(Offer, desks.offer_id))
        without = pending.book_or_ask(session, DESK, wish, NINE, Contact(name="Maria", phone="02175 555"))
        desk = booking.book(session, DESK, wish, NINE + timedelta(minutes=30), MARIA)
        assert (without.status, desk.status) == (Status.CONFIRMED, Status.CONFIRMED)


def test_a_hold_becomes_one_as_well_and_twice_is_like_once(desks: Desks) -> None:
    with desks.database.writing() as session:
        held = booking.hold(session, DESK, Wish(session.get_one(Offer, desks.offer_id)), NINE)
        booking.keep(session, DESK, held, contact=MARIA)
        pending.confirm_or_ask(session, at(5), held)
        pending.confirm_or_ask(session, at(6), held)
        assert (held.status, held.hold_expires_at) == (Status.PENDING, house.later(125))
    assert desks.events() == ["ConfirmationAsked"]


def test_shortly_before_the_time_it_is_kept_until_then(desks: Desks) -> None:
    with desks.database.writing() as session:
        session.get_one(Offer, desks.offer_id).notice_minutes = 0
    soon = replace(DESK, now=NINE - timedelta(minutes=45))
    appointment_id, _ = desks.ask(soon)
    with desks.database.reading() as session:
        assert session.get_one(Appointment, appointment_id).hold_expires_at == NINE


def test_the_cap_of_a_day_counts_it_until_it_lapses(desks: Desks) -> None:
    with desks.database.writing() as session:
        session.get_one(Offer, desks.offer_id).daily_cap = 1
    desks.ask()
    with pytest.raises(SlotTaken), desks.database.writing() as session:
        wish = Wish(session.get_one(Offer, desks.offer_id))
        booking.book(session, at(119), wish, NINE + timedelta(hours=1), Contact(name="Jemand anders"))
    with desks.database.writing() as session:
        wish = Wish(session.get_one(Offer, desks.offer_id))
        booking.book(session, at(120), wish, NINE + timedelta(hours=1), Contact(name="Jemand anders"))


def test_an_erased_person_cannot_confirm(desks: Desks) -> None:
    appointment_id, token = desks.ask()
    with desks.database.writing() as session:
        person_id = session.get_one(Appointment, appointment_id).person_id
        assert person_id is not None
        erase_person(session, person_id, now=house.NOW)
    with pytest.raises(NotFound):
        desks.answer(token, at(5))


def test_the_question_outlives_its_deadline_by_a_day(desks: Desks) -> None:
    _, token = desks.ask()
    with desks.database.reading() as session:
        for minutes, there in ((120 + 24 * 60 - 1, True), (120 + 24 * 60, False)):
            found = capabilities.subject_of(
                session, token, purpose=capabilities.CONFIRM, now=house.later(minutes)
            )
            assert (found is not None) == there
