"""What the house changes is told to who has only a phone: one call at a time, before anybody comes in vain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from booking.accounts.people import Contact
from booking.erasing import erase_person
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from tests import house
from tests.notifications.office import RESIDENT, Office

FRIDAY = date(2026, 11, 27)
NINE, TEN = at_wall(FRIDAY, 9), at_wall(FRIDAY, 10)
BY_PHONE = Contact(name="Oma Beispiel", phone="02175 12345")


@pytest.fixture
def open_office(office: Office) -> Office:
    office.open_hours(FRIDAY)
    return office


def calls(office: Office) -> list[Todo]:
    office.dispatch()
    with office.runtime.database.reading() as session:
        return list(session.query(Todo).filter_by(kind=Kind.CALL).order_by(Todo.created_at))


def test_what_the_house_cancels_is_told_on_the_phone(open_office: Office) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    open_office.cancel(booked, by="house")
    (call,) = calls(open_office)
    assert (call.appointment_id, call.person_id) == (booked.id, booked.person_id)
    assert (call.provider_id, call.due_at) == (booked.provider_id, at_wall(house.TUESDAY, 12))
    assert (call.subject, call.sealed) == ("", None)
    assert open_office.deliveries(person_id=booked.person_id) == []


def test_what_it_moves_too_and_the_last_change_counts(open_office: Office) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    open_office.move(booked, TEN, by="house")
    assert [call.is_open for call in calls(open_office)] == [True]
    open_office.set_clock(house.later(5))
    open_office.cancel(booked, by="house")
    assert [(call.is_open, call.outcome) for call in calls(open_office)] == [
        (False, "not_needed"),
        (True, None),
    ]


def test_another_room_is_told_too(open_office: Office) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    open_office.change_room(booked, open_office.small.rooms[1])
    assert len(calls(open_office)) == 1


def test_the_call_comes_before_they_set_out_to_the_time_they_knew(open_office: Office) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    open_office.set_clock(at_wall(date(2026, 11, 26), 17))
    open_office.move(booked, at_wall(FRIDAY, 11), by="house")
    (call,) = calls(open_office)
    assert call.due_at == at_wall(FRIDAY, 8)


def test_who_changed_it_themselves_afterwards_needs_no_call(open_office: Office) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    open_office.move(booked, TEN, by="house")
    assert len(calls(open_office)) == 1
    open_office.cancel(booked)
    assert [call.outcome for call in calls(open_office)] == ["not_needed"]


def test_a_mail_tells_it(open_office: Office) -> None:
    booked = open_office.book(NINE, RESIDENT)
    open_office.cancel(booked, by="house")
    assert calls(open_office) == []


def test_whom_nobody_can_reach_is_told_when_they_come(open_office: Office) -> None:
    booked = open_office.book(NINE, replace(BY_PHONE, phone=None))
    open_office.move(booked, TEN, by="house")
    (note,) = calls(open_office)
    assert (note.subject, note.due_at) == (f"unreachable {booked.code} 2026-11-27 09:00", NINE)
    open_office.cancel(booked)
    assert [note.outcome for note in calls(open_office)] == ["not_needed"]


def test_who_cancels_on_their_own_is_not_called(open_office: Office) -> None:
    open_office.cancel(open_office.book(NINE, BY_PHONE))
    assert calls(open_office) == []


def test_an_erased_person_is_not_called(open_office: Office) -> None:
    booked = open_office.book(NINE, BY_PHONE)
    open_office.cancel(booked, by="house")
    with open_office.runtime.database.writing() as session:
        assert booked.person_id is not None
        erase_person(session, booked.person_id, now=open_office.now)
    assert calls(open_office) == []
