"""Holding, keeping and confirming a slot, and what happens when the hold runs out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.accounts.models import Person
from booking.accounts.people import Contact, contact_of, forget_needs
from booking.appointments import booking, finding
from booking.appointments.models import Appointment, Status
from booking.errors import NotAllowedNow, NotFound, SlotTaken, SlotUnknown
from booking.house.models import Room, RoomAccess
from booking.occupancy import BusyTime
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall, from_wall
from tests import house as small

NINE = at_wall(small.TUESDAY, 9)
FRAU_M = Contact(name="Frau M.", email="m@example.org")


def test_a_hold_keeps_the_slot_from_others_until_it_expires(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        assert held.status == Status.HELD
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        booking.hold(session, scene.desk(small.later(19)), scene.wish(session), NINE)
    with scene.database.writing() as session:
        other = booking.hold(session, scene.desk(small.later(20)), scene.wish(session), NINE)
        assert other.starts_at == NINE


def test_confirming_makes_one_event_and_twice_is_once(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=FRAU_M)
        booking.confirm(session, scene.desk(), held)
    with scene.database.writing() as session:
        again = finding.by_id(session, held.id, for_change=True)
        booking.confirm(session, scene.desk(), again)
    with scene.database.reading() as session:
        assert session.scalar(select(func.count()).where(EventRow.type == "AppointmentBooked")) == 1
        booked = finding.by_id(session, held.id)
        assert booked.status == Status.CONFIRMED
        assert contact_of(booked.person, scene.vault) == FRAU_M
        assert booked.person.erase_on == small.TUESDAY + timedelta(days=30)


def test_a_sensitive_appointments_person_goes_after_seven_days(scene) -> None:
    with scene.database.writing() as session:
        small.hours_on(
            session, scene.house, start=13, end=15, offer=scene.house.sensitive, room=scene.house.rooms[1]
        )
    with scene.database.writing() as session:
        wish = scene.wish(session)
        wish = type(wish)(session.get_one(type(wish.offer), scene.house.sensitive.id))
        made = booking.book(session, scene.desk(), wish, at_wall(small.TUESDAY, 13), FRAU_M)
        assert made.person.erase_on == small.TUESDAY + timedelta(days=7)


def test_an_expired_hold_is_no_obstacle_while_the_slot_is_free(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=FRAU_M)
    with scene.database.writing() as session:
        mine = finding.by_id(session, held.id, for_change=True)
        booking.confirm(session, scene.desk(small.later(60)), mine)
        assert mine.status == Status.CONFIRMED
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        booking.hold(session, scene.desk(small.later(61)), scene.wish(session), NINE)


def test_a_hold_taken_over_after_expiry_keeps_what_was_typed(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=FRAU_M)
    with scene.database.writing() as session:
        booking.book(session, scene.desk(small.later(25)), scene.wish(session), NINE, Contact(name="Herr S."))
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        booking.confirm(
            session, scene.desk(small.later(26)), finding.by_id(session, held.id, for_change=True)
        )
    with scene.database.reading() as session:
        mine = finding.by_id(session, held.id)
        assert mine.status == Status.HELD
        assert contact_of(mine.person, scene.vault) == FRAU_M


def test_letting_go_leaves_nothing_behind(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=FRAU_M)
    with scene.database.writing() as session:
        booking.let_go(session, finding.by_id(session, held.id, for_change=True))
    with scene.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Appointment)) == 0
        assert session.scalar(select(func.count()).select_from(Person)) == 0
        assert session.scalar(select(func.count()).where(BusyTime.owner == held.owner)) == 0


def test_a_booked_appointment_cannot_be_let_go(scene) -> None:
    with scene.database.writing() as session:
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, FRAU_M)
    with pytest.raises(NotAllowedNow), scene.database.writing() as session:
        booking.let_go(session, finding.by_id(session, made.id))


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (small.NOW - timedelta(days=1), "past"),
        (small.NOW + timedelta(minutes=30), "too_soon"),
        (NINE + timedelta(days=70), "beyond_horizon"),
        (NINE + timedelta(minutes=7), "no_such_slot"),
        (at_wall(small.TUESDAY, 12), "no_such_slot"),
        (from_wall(small.TUESDAY, small.time(18)), "no_such_slot"),
    ],
)
def test_a_slot_that_does_not_exist_is_refused_with_its_reason(scene, start, reason) -> None:
    with pytest.raises(SlotUnknown) as refused, scene.database.writing() as session:
        booking.hold(session, scene.desk(), scene.wish(session), start)
    assert refused.value.reason == reason


def test_code_and_name_find_the_appointment_with_case_and_spaces_forgiven(scene) -> None:
    with scene.database.writing() as session:
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, FRAU_M)
    typed = f" {made.code[:3].lower()} {made.code[3:].lower()} "
    with scene.database.reading() as session:
        found = finding.by_code_and_name(session, scene.vault, typed, "frau m", now=small.NOW)
        assert found.id == made.id
        for code, name in [(typed, "Frau N."), ("ZZZZZZ", "Frau M."), (typed, "")]:
            with pytest.raises(NotFound):
                finding.by_code_and_name(session, scene.vault, code, name, now=small.NOW)


def test_a_link_opens_one_appointment_until_a_day_after_it(scene) -> None:
    with scene.database.writing() as session:
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, FRAU_M)
        token = booking.open_link(session, made, now=small.NOW)
    with scene.database.reading() as session:
        assert finding.by_token(session, token, now=small.NOW).id == made.id
        for changed in [token + "x", token[:-1], token.swapcase(), ""]:
            with pytest.raises(NotFound):
                finding.by_token(session, changed, now=small.NOW)
        with pytest.raises(NotFound):
            finding.by_token(session, token, now=made.ends_at + timedelta(days=1))


def test_an_expired_hold_whose_room_was_taken_sits_somewhere_else(scene) -> None:
    """A hold has two claims, seat and room; others may have taken just one of them."""
    one = at_wall(small.TUESDAY, 14)
    with scene.database.writing() as session:
        for adviser in scene.house.advisers:
            small.hours_on(session, scene.house, start=14, end=15, adviser=adviser, room=None)
    with scene.database.writing() as session:
        mine = booking.hold(session, scene.desk(), scene.wish(session, adviser_id=1), one)
        booking.keep(session, scene.desk(), mine, contact=FRAU_M)
        assert mine.room.name == "Büro 1"
    with scene.database.writing() as session:
        wish = scene.wish(session, adviser_id=2)
        other = booking.book(session, scene.desk(small.later(25)), wish, one, Contact(name="Herr S."))
        assert other.room.name == "Büro 1"
    with scene.database.writing() as session:
        mine = finding.by_id(session, mine.id, for_change=True)
        booking.confirm(session, scene.desk(small.later(26)), mine)
        assert mine.room.name == "Büro 2"
        assert session.scalar(select(func.count()).where(BusyTime.owner == mine.owner)) == 2


def test_an_expired_hold_whose_seat_was_taken_is_lost(scene) -> None:
    one = at_wall(small.TUESDAY, 14)
    with scene.database.writing() as session:
        session.get_one(Room, scene.house.rooms[1].id).equipment = ["hearing_loop"]
        small.hours_on(session, scene.house, start=14, end=15, room=None)
    with scene.database.writing() as session:
        mine = booking.hold(session, scene.desk(), scene.wish(session), one)
        booking.keep(session, scene.desk(), mine, contact=FRAU_M)
    with scene.database.writing() as session:
        wish = scene.wish(session, needs=("hearing_loop",))
        other = booking.book(session, scene.desk(small.later(25)), wish, one, Contact(name="Herr S."))
        assert other.room.name == "Büro 2"
    for step in (booking.confirm, booking.keep):
        with pytest.raises(SlotTaken), scene.database.writing() as session:
            step(session, scene.desk(small.later(26)), finding.by_id(session, mine.id, for_change=True))


def test_a_hold_is_never_confirmed_in_a_room_that_does_not_suit(scene) -> None:
    with scene.database.writing() as session:
        for room in scene.house.rooms:
            session.get_one(Room, room.id).access = RoomAccess.STAIRS
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.write_down(session, scene.desk(), held, Contact(name="Frau R.", needs=("wheelchair",)))
    for step in (booking.keep, booking.confirm):
        with pytest.raises(SlotTaken), scene.database.writing() as session:
            step(session, scene.desk(), finding.by_id(session, held.id, for_change=True))


def test_a_hold_is_not_confirmed_after_its_start(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=FRAU_M)
    with pytest.raises(SlotUnknown), scene.database.writing() as session:
        booking.confirm(session, scene.desk(NINE), finding.by_id(session, held.id, for_change=True))


def test_the_notice_counts_from_the_first_choice(scene) -> None:
    """Who chose in time and typed slowly is not told that it is too late now."""
    with scene.database.writing() as session:
        chosen = NINE - timedelta(hours=2)
        held = booking.hold(session, scene.desk(chosen), scene.wish(session), NINE)
        booking.keep(session, scene.desk(chosen), held, contact=FRAU_M)
    with scene.database.writing() as session:
        mine = finding.by_id(session, held.id, for_change=True)
        booking.confirm(session, scene.desk(chosen + timedelta(minutes=45)), mine)


def test_support_needs_go_the_day_after(scene) -> None:
    with scene.database.writing() as session:
        contact = Contact(name="Frau R.", phone="02175 000-111", needs=("hearing_loop",))
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, contact)
    for today, expected in [(small.TUESDAY, ("hearing_loop",)), (small.TUESDAY + timedelta(days=1), ())]:
        with scene.database.writing() as session:
            forget_needs(session, scene.vault, today=today)
            kept = contact_of(finding.by_id(session, made.id).person, scene.vault)
            assert kept.needs == expected
            assert kept.phone == "02175 000-111"
