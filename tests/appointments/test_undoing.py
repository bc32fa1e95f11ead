"""Taking a cancellation back: a new appointment for the same person, once, while a time is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts.models import Person
from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding, undoing
from booking.appointments.models import Appointment, CameBy, Status
from booking.erasing import erase_person
from booking.errors import NotAllowedNow, SlotTaken
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests import house as small

NINE = at_wall(small.TUESDAY, 9)
TEN = at_wall(small.TUESDAY, 10)
ERIKA = Contact(name="Erika Beispiel", email="erika@example.org", needs=("wheelchair",))


@pytest.fixture
def cancelled(scene) -> str:
    """Erika had nine o'clock, without reminders, and cancelled it."""
    with scene.database.writing() as session:
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, ERIKA)
        changes.switch_reminders(session, made, on=False, now=small.NOW)
        changes.cancel(session, made, by="resident", now=small.NOW)
        return made.id


def undo(scene, cancelled: str, start=None, now=small.NOW) -> str:
    with scene.database.writing() as session:
        return undoing.undo(session, scene.desk(now), cancelled, start).id


def test_the_time_is_taken_again_with_a_new_uid_and_number_for_the_same_person(scene, cancelled) -> None:
    again_id = undo(scene, cancelled)
    with scene.database.reading() as session:
        old, again = finding.by_id(session, cancelled), finding.by_id(session, again_id)
        assert (again.starts_at, again.status, again.sequence) == (NINE, Status.CONFIRMED, 0)
        assert (old.status, old.sequence) == (Status.CANCELLED, 1)
        assert again.uid != old.uid
        assert again.code != old.code
        assert again.reminders_on is False
        assert session.scalars(select(Person.id)).all() == [old.person_id] == [again.person_id]
        assert again.person.erase_on == small.TUESDAY + timedelta(days=30)
    assert _events(scene)[-2:] == ["AppointmentCancelled", "AppointmentBooked"]


def test_whoever_wrote_it_down_goes_on_calling_about_it(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        held.take_down(CameBy.PHONE, account_id=1)
        booking.keep(session, scene.desk(), held, contact=ERIKA)
        booking.confirm(session, scene.desk(), held)
        changes.cancel(session, held, by="resident", now=small.NOW)
    with scene.database.reading() as session:
        again = finding.by_id(session, undo(scene, held.id))
        assert (again.came_by, again.taken_by) == (CameBy.PHONE, 1)


def test_twice_is_like_once_also_for_another_time(scene, cancelled) -> None:
    first = undo(scene, cancelled)
    assert undo(scene, cancelled) == undo(scene, cancelled, TEN) == first
    assert _events(scene).count("AppointmentBooked") == 2


def test_cancelled_again_it_can_be_taken_back_again_from_either_link(scene, cancelled) -> None:
    first = undo(scene, cancelled)
    with scene.database.writing() as session:
        mine = finding.by_id(session, first, for_change=True)
        changes.cancel(session, mine, by="resident", now=small.NOW)
    second = undo(scene, cancelled)
    assert second not in (first, cancelled)
    assert undo(scene, first) == second


def test_somebody_else_was_quicker(scene, cancelled) -> None:
    with scene.database.writing() as session:
        booking.book(session, scene.desk(), scene.wish(session), NINE, Contact(name="Herr S."))
    with pytest.raises(SlotTaken):
        undo(scene, cancelled)
    with scene.database.reading() as session:
        assert finding.by_id(session, undo(scene, cancelled, TEN)).starts_at == TEN


def test_the_notice_does_not_stand_in_the_way_of_the_time_one_had(scene, cancelled) -> None:
    a_minute_before = NINE - timedelta(minutes=1)
    assert undo(scene, cancelled, now=a_minute_before)


def test_what_has_begun_or_was_erased_does_not_come_back(scene, cancelled) -> None:
    with pytest.raises(NotAllowedNow):
        undo(scene, cancelled, now=NINE)
    with scene.database.writing() as session:
        erase_person(session, finding.by_id(session, cancelled).person_id, now=small.NOW)
    with pytest.raises(NotAllowedNow):
        undo(scene, cancelled)


def test_what_the_house_cancelled_can_only_become_another_time(scene) -> None:
    with scene.database.writing() as session:
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, replace(ERIKA, needs=()))
        changes.cancel(session, made, by="house", now=small.NOW)
    with pytest.raises(NotAllowedNow):
        undo(scene, made.id)
    with scene.database.reading() as session:
        assert finding.by_id(session, undo(scene, made.id, TEN)).starts_at == TEN


def test_what_still_takes_place_has_nothing_to_take_back(scene) -> None:
    with scene.database.writing() as session:
        made = booking.book(session, scene.desk(), scene.wish(session), NINE, ERIKA)
    with pytest.raises(NotAllowedNow):
        undo(scene, made.id)
    with scene.database.reading() as session:
        assert len(session.scalars(select(Appointment)).all()) == 1


def _events(scene) -> list[str]:
    with scene.database.reading() as session:
        return list(session.scalars(select(EventRow.type).order_by(EventRow.id)).all())
