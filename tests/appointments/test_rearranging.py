"""A reservation changes with a Sprechstunde in it: everybody who has an appointment there is thought of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from time import sleep
from unittest import mock

import pytest
from sqlalchemy import text

from booking.accounts.people import Contact
from booking.appointments import booking, carrying_out, changes, finding, rearranging
from booking.appointments.carrying_out import AdviserBusy
from booking.appointments.guests import Answer, Fate, Guest, GuestsChanged
from booking.appointments.hours import Plan, open_hours
from booking.appointments.models import Appointment, Channel, ConsultationHours, Status
from booking.appointments.slots import Wish, find_slots
from booking.appointments.wishes import Only
from booking.db import Database
from booking.errors import RulesBroken, SlotTaken, SlotUnknown
from booking.house.models import Room
from booking.offers.models import Adviser, Offer
from booking.outbox import EventRow
from booking.reservations.courses import Change
from booking.reservations.drafting import Move
from booking.reservations.models import Occurrence
from booking.reservations.scope import Scope, date_of, for_change
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from booking.vault import Vault
from tests import house as small
from tests.races.test_one_slot import OVERLAPS

DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
NINE, TEN = at_wall(small.TUESDAY, 9), at_wall(small.TUESDAY, 10)
WEDNESDAY = small.TUESDAY + timedelta(days=1)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


class Office:
    """Tuesday 9-12 in Büro 1 with one adviser, Wednesday 9-12 in Büro 2 with the same."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            house = small.build(session, advisers=2)
            tuesday = small.hours_on(session, house, room=house.rooms[0])
            small.hours_on(session, house, WEDNESDAY, room=house.rooms[1])
            occurrence = session.get_one(Occurrence, tuesday.occurrence_id)
            self.hours_id, self.date_id, self.reservation_id = (
                tuesday.id,
                occurrence.id,
                occurrence.reservation_id,
            )

    def book(self, start: datetime, name: str = "Frau M.", **more: object) -> str:
        with self.database.writing() as session:
            wish = Wish(session.get_one(Offer, 1))
            return booking.book(session, DESK, wish, start, Contact(name=name, **more)).id  # type: ignore[arg-type]

    def preview_cancel(self, *earlier: str) -> list[tuple[bool, str | None, datetime | None]]:
        with self.database.writing() as session:
            reservation = for_change(session, self.reservation_id)
            guests = rearranging.preview_cancel(session, DESK, reservation, Scope.ALL, earlier=earlier)
            return [_guest(each) for each in guests]

    def cancel(self, answers: dict[str, Answer]) -> None:
        with self.database.writing() as session:
            reservation = for_change(session, self.reservation_id)
            rearranging.cancel(session, DESK, reservation, Scope.ALL, answers=answers)

    def move(
        self, answers: dict[str, Answer] | None = None, *, room: int | None = None, **change: object
    ) -> None:
        with self.database.writing() as session:
            reservation = for_change(session, self.reservation_id)
            target = Change(room=session.get_one(Room, room) if room else None, **change)  # type: ignore[arg-type]
            wanted = Move(change=target, scope=Scope.ONE, picked=date_of(reservation, self.date_id))
            rearranging.move(session, DESK, reservation, wanted, {}, answers=answers or {})

    def appointment(self, appointment_id: str) -> Appointment:
        with self.database.reading() as session:
            return session.get_one(Appointment, appointment_id)

    def hours(self) -> ConsultationHours:
        with self.database.reading() as session:
            return session.get_one(ConsultationHours, self.hours_id)

    def starts(self) -> list[datetime]:
        with self.database.reading() as session:
            week = Interval(small.NOW, small.NOW + timedelta(days=7))
            return [
                each.start
                for each in find_slots(session, Wish(session.get_one(Offer, 1)), week, now=small.NOW)
            ]

    def events(self) -> list[str]:
        with self.database.reading() as session:
            return [row.type for row in session.query(EventRow).order_by(EventRow.id)]

    def overlaps(self) -> int:
        with self.database.reading() as session:
            return session.scalar(text(OVERLAPS)) or 0


def _guest(guest: Guest) -> tuple[bool, str | None, datetime | None]:
    held = guest.replacement
    return guest.may_stay, held.id if held else None, held.starts_at if held else None


def test_calling_the_date_off_holds_another_time_for_each(office: Office) -> None:
    office.book(NINE)
    office.book(TEN, "Herr K.")
    first, second = office.preview_cancel()
    assert [each[0] for each in (first, second)] == [False, False]
    assert [each[2] for each in (first, second)] == [at_wall(WEDNESDAY, 9), at_wall(WEDNESDAY, 9, 30)]
    with pytest.raises(SlotTaken):
        office.book(at_wall(WEDNESDAY, 9), "Rivale")


def test_who_wanted_to_come_is_not_sent_to_the_phone(office: Office) -> None:
    """The afternoon on the phone is nearer, but it is not what the resident chose."""
    with office.database.writing() as session:
        phone = Plan(
            offer=session.get_one(Offer, 1),
            adviser=session.get_one(Adviser, 2),
            interval=Interval(at_wall(small.TUESDAY, 13), at_wall(small.TUESDAY, 15)),
            channel=Channel.PHONE,
        )
        open_hours(session, phone, now=small.NOW)
        here = Wish(session.get_one(Offer, 1), only=Only(channel=Channel.ON_SITE))
        booking.book(session, DESK, here, NINE, Contact(name="Frau M."))
        booking.book(
            session, DESK, Wish(session.get_one(Offer, 1)), TEN, Contact(name="Herr K.", phone="02175 12345")
        )
    chosen, whatever = office.preview_cancel()
    assert chosen[2] == at_wall(WEDNESDAY, 9)
    assert whatever[2] == at_wall(small.TUESDAY, 13)


def test_a_second_preview_gives_the_first_holds_back(office: Office) -> None:
    office.book(NINE)
    ((_, held, start),) = office.preview_cancel()
    ((_, again, same),) = office.preview_cancel(held or "")
    assert start == same
    assert again != held


def test_each_is_moved_or_cancelled_as_decided(office: Office) -> None:
    frau_m, herr_k = office.book(NINE), office.book(TEN, "Herr K.")
    (_, held, start), _ = office.preview_cancel()
    office.cancel({frau_m: Answer(Fate.MOVE, held), herr_k: Answer(Fate.CANCEL)})
    moved, cancelled = office.appointment(frau_m), office.appointment(herr_k)
    assert (moved.status, moved.starts_at, moved.sequence) == (Status.CONFIRMED, start, 1)
    assert (cancelled.status, cancelled.cancelled_by) == (Status.CANCELLED, "house")
    assert office.hours().closed_at is not None
    assert [each for each in office.events() if each.startswith(("Appointment", "ConsultationHoursC"))] == [
        "AppointmentBooked",
        "AppointmentBooked",
        "ConsultationHoursClosed",
        "AppointmentMoved",
        "AppointmentCancelled",
    ]
    assert min(office.starts()) > at_wall(WEDNESDAY, 0)
    assert office.overlaps() == 0


def test_nobody_is_forgotten(office: Office) -> None:
    office.book(NINE)
    with pytest.raises(GuestsChanged):
        office.cancel({})
    assert office.hours().closed_at is None
    frau_m = office.book(TEN)
    with pytest.raises(GuestsChanged) as refused:
        office.cancel({frau_m: Answer(Fate.CANCEL)})
    assert len(refused.value.guests) == 2


def test_a_lost_replacement_is_no_replacement(office: Office) -> None:
    frau_m = office.book(NINE)
    ((_, held, start),) = office.preview_cancel()
    assert start is not None
    late = replace(DESK, now=DESK.now + timedelta(minutes=21))
    with office.database.writing() as session:
        booking.book(session, late, Wish(session.get_one(Offer, 1)), start, Contact(name="Rivale"))
    with pytest.raises(GuestsChanged):
        office.cancel({frau_m: Answer(Fate.MOVE, held)})
    assert office.appointment(frau_m).starts_at == NINE


def test_another_room_takes_everybody_along(office: Office) -> None:
    frau_m = office.book(NINE)
    office.move(room=3)
    appointment = office.appointment(frau_m)
    assert (appointment.room_id, appointment.starts_at, appointment.sequence) == (3, NINE, 1)
    assert office.hours().room_id == 3
    assert office.events()[-1] == "AppointmentMoved"


def test_an_hour_later_who_still_fits_stays_and_the_others_need_an_answer(office: Office) -> None:
    frau_m, herr_k = office.book(NINE), office.book(TEN, "Herr K.")
    with pytest.raises(GuestsChanged):
        office.move(at=time(10))
    office.move({frau_m: Answer(Fate.CANCEL)}, at=time(10))
    assert office.appointment(herr_k).starts_at == TEN
    assert office.appointment(herr_k).sequence == 0
    assert office.hours().starts_at == TEN
    tuesday = [each for each in office.starts() if each < at_wall(WEDNESDAY, 0)]
    assert tuesday[0] == at_wall(small.TUESDAY, 10, 30)
    assert tuesday[-1] == at_wall(small.TUESDAY, 12, 30)


def test_the_adviser_cannot_be_in_two_places(office: Office) -> None:
    with pytest.raises(AdviserBusy):
        office.move(day=WEDNESDAY)
    assert office.hours().starts_at == NINE


def test_who_is_filling_in_the_form_loses_a_time_that_is_gone(office: Office) -> None:
    with office.database.writing() as session:
        held = booking.hold(session, DESK, Wish(session.get_one(Offer, 1)), NINE)
        booking.keep(session, DESK, held, contact=Contact(name="Frau M."))
    office.cancel({})
    with pytest.raises((SlotTaken, SlotUnknown)), office.database.writing() as session:
        booking.confirm(session, DESK, session.get_one(Appointment, held.id))


def test_who_is_filling_in_the_form_is_told_the_new_room(office: Office) -> None:
    with office.database.writing() as session:
        held = booking.hold(session, DESK, Wish(session.get_one(Offer, 1)), NINE)
        booking.keep(session, DESK, held, contact=Contact(name="Frau M."))
    office.move(room=3)
    with office.database.writing() as session:
        booking.confirm(session, DESK, session.get_one(Appointment, held.id))
    assert office.appointment(held.id).room_id == 3


def test_a_sprechstunde_stays_within_the_opening_hours(office: Office) -> None:
    for elsewhere in ({"day": date(2026, 11, 29)}, {"at": time(19)}):
        with pytest.raises(RulesBroken):
            office.move(**elsewhere)
    assert office.hours().starts_at == NINE


def test_a_resident_who_cancels_meanwhile_is_not_moved(office: Office) -> None:
    """The resident's transaction is open while the provider decides: one comes after the other."""
    frau_m = office.book(NINE)
    ((_, held, _),) = office.preview_cancel()
    _cancelling_slowly(office, frau_m, held)
    assert office.appointment(frau_m).status == Status.CANCELLED
    assert [each for each in office.events() if each.startswith("AppointmentC")] == ["AppointmentCancelled"]
    assert "AppointmentMoved" not in office.events()
    assert _claims_of(office, frau_m) == 0


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_without_the_lock_on_the_appointment_it_is(office: Office) -> None:
    """On SQLite nobody can look too early: whoever wants to write waits before looking."""
    frau_m = office.book(NINE)
    ((_, held, _),) = office.preview_cancel()
    with (
        mock.patch.object(rearranging, "lock_appointments"),
        mock.patch.object(carrying_out, "lock_appointments"),
    ):
        _cancelling_slowly(office, frau_m, held)
    assert _claims_of(office, frau_m) == 1, "the race is too tame"


def _cancelling_slowly(office: Office, appointment_id: str, held: str | None) -> None:
    """The resident cancels, the provider calls off before that is committed."""
    answers = {appointment_id: Answer(Fate.MOVE, held)}
    with ThreadPoolExecutor(1) as provider:
        with office.database.writing() as session:
            mine = finding.by_id(session, appointment_id, for_change=True)
            changes.cancel(session, mine, by="resident", now=small.NOW)
            session.flush()
            calling_off = provider.submit(office.cancel, answers)
            sleep(0.5)
        calling_off.result(30)


def _claims_of(office: Office, appointment_id: str) -> int:
    with office.database.reading() as session:
        owned = {"owner": f"appointment:{appointment_id}"}
        return session.scalar(text("SELECT count(*) FROM busy_time WHERE owner = :owner"), owned) or 0
