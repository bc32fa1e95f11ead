"""Who gave no e-mail address is called about other times, before the last moment to answer; the desk tells the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from booking.todos.reaching import OTHER_TIMES
from tests import house
from tests.notifications.disrupting import absence, accept, enter, lapse, offer_of, open_week, withdraw
from tests.notifications.office import NINE, RESIDENT, Office

BY_PHONE = Contact(name="Oma Beispiel", phone="02175 12345")
MONDAY = house.TUESDAY - timedelta(days=1)
UNREACHED = replace(BY_PHONE, phone=None)


@pytest.fixture
def open_office(office: Office) -> Office:
    open_week(office)
    return office


def calls(office: Office) -> list[Todo]:
    office.dispatch()
    with office.runtime.database.reading() as session:
        return list(session.query(Todo).filter_by(kind=Kind.CALL).order_by(Todo.created_at, Todo.id))


def called(office: Office, contact: Contact = BY_PHONE) -> tuple[Appointment, str]:
    """Somebody's appointment that Ada's absence hits; and the absence."""
    booked = office.book(NINE, contact)
    return booked, enter(office, absence())


def finish(office: Office, outcome: str = "reached") -> None:
    with office.runtime.database.writing() as session:
        session.query(Todo).filter_by(kind=Kind.CALL).one().finish(office.now, outcome)


@pytest.mark.parametrize(("notice", "due"), [(0, at_wall(house.TUESDAY, 8)), (24 * 60, at_wall(MONDAY, 11))])
def test_a_call_is_due_before_the_old_time_and_while_all_times_are_held(
    open_office: Office, notice: int, due: datetime
) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    with open_office.runtime.database.writing() as session:
        session.merge(open_office.small.advice, load=False).notice_minutes = notice
    enter(open_office, absence())
    (call,) = calls(open_office)
    assert (call.subject, call.person_id, call.appointment_id) == (OTHER_TIMES, booked.person_id, booked.id)
    assert call.due_at == due < offer_of(open_office, booked).answer_by
    assert open_office.deliveries(person_id=booked.person_id) == []


def test_who_has_a_mailbox_is_not_called(open_office: Office) -> None:
    called(open_office, RESIDENT)
    assert calls(open_office) == []


def test_whoever_answers_meanwhile_needs_no_call(open_office: Office) -> None:
    booked, _ = called(open_office)
    assert len(calls(open_office)) == 1
    accept(open_office, booked)
    assert [call.outcome for call in calls(open_office)] == ["not_needed"]


def test_nobody_was_reached_in_time_so_somebody_has_to_say_that_it_is_cancelled(open_office: Office) -> None:
    booked, _ = called(open_office)
    calls(open_office)
    lapse(open_office, booked)
    first, second = calls(open_office)
    assert (first.outcome, second.outcome, second.subject) == ("not_needed", None, "")


@pytest.mark.parametrize(("outcome", "again"), [("reached", 1), ("not_needed", 0)])
def test_who_was_called_is_called_again_when_it_takes_place_after_all(
    open_office: Office, outcome: str, again: int
) -> None:
    _, cause = called(open_office)
    calls(open_office)
    finish(open_office, outcome)
    withdraw(open_office, cause)
    assert sum(call.is_open for call in calls(open_office)) == again


def test_who_was_not_called_yet_need_not_be(open_office: Office) -> None:
    _, cause = called(open_office)
    calls(open_office)
    withdraw(open_office, cause)
    assert [call.outcome for call in calls(open_office)] == ["not_needed"]


def test_whom_nobody_can_reach_the_desk_tells_when_they_come(open_office: Office) -> None:
    booked, _ = called(open_office, UNREACHED)
    (note,) = calls(open_office)
    assert (note.subject, note.due_at) == (f"unreachable {booked.code} 2026-11-24 09:00", NINE)


def test_they_still_come_when_the_offer_has_lapsed(open_office: Office) -> None:
    booked, _ = called(open_office, UNREACHED)
    calls(open_office)
    lapse(open_office, booked)
    waiting = [note for note in calls(open_office) if note.is_open]
    assert [note.subject for note in waiting] == [f"unreachable {booked.code} 2026-11-24 09:00"]
