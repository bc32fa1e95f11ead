"""Moving, cancelling and attending: each harmless when done twice, each with its event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding
from booking.appointments.models import Appointment, Status
from booking.errors import NotAllowedNow, SlotTaken
from booking.occupancy import BusyTime
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests import house as small

NINE = at_wall(small.TUESDAY, 9)
TEN = at_wall(small.TUESDAY, 10)


@pytest.fixture
def booked(scene) -> str:
    with scene.database.writing() as session:
        return booking.book(session, scene.desk(), scene.wish(session), NINE, Contact(name="Frau M.")).id


def test_a_move_keeps_the_uid_and_counts_the_sequence(scene, booked) -> None:
    with scene.database.writing() as session:
        mine = finding.by_id(session, booked, for_change=True)
        uid = mine.uid
        changes.move(session, scene.desk(), mine, TEN)
        assert (mine.uid, mine.sequence, mine.starts_at) == (uid, 1, TEN)
    assert _events(scene) == ["AppointmentBooked", "AppointmentMoved"]
    assert _busy(scene, booked) == [TEN]


def test_moving_twice_to_the_same_time_is_once(scene, booked) -> None:
    for _ in range(2):
        with scene.database.writing() as session:
            changes.move(session, scene.desk(), finding.by_id(session, booked, for_change=True), TEN)
    assert _events(scene).count("AppointmentMoved") == 1


def test_a_lost_move_leaves_the_appointment_where_it_was(scene, booked) -> None:
    with scene.database.writing() as session:
        booking.book(session, scene.desk(), scene.wish(session), TEN, Contact(name="Herr S."))
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        changes.move(session, scene.desk(), finding.by_id(session, booked, for_change=True), TEN)
    assert _busy(scene, booked) == [NINE]
    with scene.database.reading() as session:
        assert finding.by_id(session, booked).sequence == 0


def test_moving_into_a_time_that_overlaps_the_own_one_works(scene) -> None:
    """The own claim does not stand in the way: release first, then take."""
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, start=13, end=15, adviser=scene.house.advisers[1], room=None)
        mine = booking.book(
            session, scene.desk(), scene.wish(session), at_wall(small.TUESDAY, 13), Contact(name="A")
        )
        changes.move(session, scene.desk(), mine, at_wall(small.TUESDAY, 13, 30))
        assert mine.starts_at == at_wall(small.TUESDAY, 13, 30)


def test_a_cancelled_slot_is_free_at_once_and_twice_is_once(scene, booked) -> None:
    for _ in range(2):
        with scene.database.writing() as session:
            mine = finding.by_id(session, booked, for_change=True)
            changes.cancel(session, mine, by="resident", now=small.NOW)
    assert _events(scene).count("AppointmentCancelled") == 1
    with scene.database.writing() as session:
        other = booking.book(session, scene.desk(), scene.wish(session), NINE, Contact(name="Herr S."))
        assert finding.by_id(session, booked).sequence == 1
        assert other.uid != finding.by_id(session, booked).uid


def test_a_cancelled_appointment_cannot_be_moved(scene, booked) -> None:
    with scene.database.writing() as session:
        changes.cancel(session, finding.by_id(session, booked, for_change=True), by="resident", now=small.NOW)
    with pytest.raises(NotAllowedNow), scene.database.writing() as session:
        changes.move(session, scene.desk(), finding.by_id(session, booked, for_change=True), TEN)


def test_what_has_begun_can_neither_be_moved_nor_cancelled(scene, booked) -> None:
    late = NINE + timedelta(minutes=1)
    with pytest.raises(NotAllowedNow), scene.database.writing() as session:
        changes.move(session, scene.desk(late), finding.by_id(session, booked, for_change=True), TEN)
    with pytest.raises(NotAllowedNow), scene.database.writing() as session:
        changes.cancel(session, finding.by_id(session, booked, for_change=True), by="resident", now=late)


def test_an_adviser_may_mend_a_wrong_click_but_not_undo_a_finished_talk(scene, booked) -> None:
    with scene.database.writing() as session:
        mine = finding.by_id(session, booked, for_change=True)
        for status in (Status.NO_SHOW, Status.ARRIVED, Status.DONE, Status.DONE):
            changes.attend(session, mine, status, now=NINE)
        with pytest.raises(NotAllowedNow):
            changes.attend(session, mine, Status.NO_SHOW, now=NINE)
    assert _events(scene).count("AppointmentAttended") == 3


def test_a_link_lives_as_long_as_the_moved_appointment(scene, booked) -> None:
    later_day = small.TUESDAY + timedelta(days=14)
    with scene.database.writing() as session:
        small.hours_on(session, scene.house, later_day, room=scene.house.rooms[0])
        mine = finding.by_id(session, booked, for_change=True)
        token = booking.open_link(session, mine, now=small.NOW)
        changes.move(session, scene.desk(), mine, at_wall(later_day, 9))
    with scene.database.reading() as session:
        found = finding.by_token(session, token, now=at_wall(later_day, 8))
        assert found.id == booked


def _events(scene) -> list[str]:
    with scene.database.reading() as session:
        names = session.scalars(select(EventRow.type).order_by(EventRow.id)).all()
    return [name for name in names if name.startswith("Appointment")]


def _busy(scene, appointment_id: str) -> list:
    with scene.database.reading() as session:
        owner = session.get_one(Appointment, appointment_id).owner
        return list(session.scalars(select(BusyTime.starts_at).where(BusyTime.owner == owner)))
