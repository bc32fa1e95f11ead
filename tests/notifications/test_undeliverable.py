"""A mail that will not arrive becomes a to-do, while the news matters and only once (product rule 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from booking.erasing import erase_person
from booking.notifications.models import Fate
from booking.notifications.returning import take_in
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from booking.todos.reaching import NO_PHONE
from tests import house
from tests.notifications.office import ONLY_BY_MAIL, RESIDENT, Office
from tests.notifications.returned import standard
from tests.servers.smtp import SmtpSink

FRIDAY = date(2026, 11, 27)
NINE = at_wall(FRIDAY, 9)
TOMORROW_NOON = at_wall(house.TUESDAY, 12)


def todos(office: Office) -> list[Todo]:
    with office.runtime.database.reading() as session:
        return list(session.query(Todo).filter_by(kind=Kind.MAIL))


def come_back(office: Office, kind: str) -> None:
    """The mails of this kind come back, and the reactions run."""
    for delivery in office.deliveries(kind=kind):
        with office.runtime.database.writing() as session:
            take_in(session, standard(delivery.message_id), now=office.now)
    office.dispatch()


@pytest.fixture
def open_office(office: Office) -> Office:
    office.open_hours(FRIDAY)
    return office


def test_a_confirmation_that_came_back(open_office: Office) -> None:
    booked = open_office.book(NINE)
    open_office.post()
    come_back(open_office, "confirmation")
    (todo,) = todos(open_office)
    assert (todo.appointment_id, todo.provider_id) == (booked.id, booked.provider_id)
    assert todo.person_id == booked.person_id
    assert (todo.due_at, todo.subject, todo.sealed) == (TOMORROW_NOON, "", None)


def test_without_a_phone_number_the_to_do_says_so(open_office: Office) -> None:
    open_office.book(NINE, ONLY_BY_MAIL)
    open_office.post()
    come_back(open_office, "confirmation")
    (todo,) = todos(open_office)
    assert (todo.subject, todo.due_at) == (NO_PHONE, TOMORROW_NOON)


def test_one_to_do_however_many_mails_come_back(open_office: Office) -> None:
    booked = open_office.book(NINE)
    open_office.move(booked, at_wall(FRIDAY, 10), by="house")
    open_office.post()
    come_back(open_office, "confirmation")
    come_back(open_office, "moved")
    assert len(todos(open_office)) == 1


def test_after_that_one_is_done_the_next_news_is_a_new_one(open_office: Office) -> None:
    booked = open_office.book(NINE)
    open_office.post()
    come_back(open_office, "confirmation")
    with open_office.runtime.database.writing() as session:
        session.query(Todo).one().finish(open_office.now, "reached")
    open_office.cancel(booked, by="house")
    open_office.post()
    come_back(open_office, "cancelled")
    assert [todo.is_open for todo in todos(open_office)].count(True) == 1


@pytest.mark.parametrize(("by", "opened"), [("house", 1), ("resident", 0)])
def test_who_called_it_off_knows_it(open_office: Office, by: str, opened: int) -> None:
    booked = open_office.book(NINE)
    open_office.cancel(booked, by=by)
    open_office.post()
    come_back(open_office, "cancelled")
    assert len(todos(open_office)) == opened


def test_a_reminder_alone_is_no_reason_to_call(open_office: Office) -> None:
    open_office.book(NINE)
    open_office.post()
    open_office.set_clock(at_wall(date(2026, 11, 25), 9))
    assert open_office.remind() == 1
    open_office.post()
    come_back(open_office, "reminder")
    assert open_office.deliveries(kind="reminder")[0].fate == Fate.BOUNCED
    assert todos(open_office) == []


def test_an_unanswered_question_is_none_either(open_office: Office) -> None:
    open_office.ask(NINE)
    open_office.post()
    come_back(open_office, "confirm_address")
    assert todos(open_office) == []


def test_news_of_the_past_matters_no_more(open_office: Office) -> None:
    open_office.book(NINE)
    open_office.post()
    open_office.set_clock(NINE)
    come_back(open_office, "confirmation")
    assert todos(open_office) == []


def test_a_note_to_an_adviser_is_no_to_do(open_office: Office) -> None:
    open_office.book(NINE)
    open_office.post()
    come_back(open_office, "adviser_note")
    assert todos(open_office) == []


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at_wall(date(2026, 11, 26), 17), at_wall(FRIDAY, 8)),
        (NINE - timedelta(minutes=20), NINE - timedelta(minutes=20)),
    ],
)
def test_it_is_due_before_the_appointment(open_office: Office, now: datetime, due: datetime) -> None:
    open_office.book(NINE)
    open_office.post()
    open_office.set_clock(now)
    come_back(open_office, "confirmation")
    (todo,) = todos(open_office)
    assert todo.due_at == due


def test_an_erased_person_is_not_called(open_office: Office) -> None:
    booked = open_office.book(NINE)
    open_office.post()
    with open_office.runtime.database.writing() as session:
        assert booked.person_id is not None
        erase_person(session, booked.person_id, now=open_office.now)
    come_back(open_office, "confirmation")
    assert todos(open_office) == []


def test_a_mailbox_that_our_own_server_refuses(open_office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("550 5.1.1 no such user", to="erika@example.org")
    booked = open_office.book(NINE)
    open_office.post()
    open_office.dispatch()
    failed = open_office.deliveries(kind="confirmation")
    assert [each.fate for each in failed] == [Fate.FAILED]
    assert [todo.appointment_id for todo in todos(open_office)] == [booked.id]


def test_an_address_that_is_none(open_office: Office) -> None:
    booked = open_office.book(NINE, replace(RESIDENT, email="erika"))
    open_office.dispatch()
    open_office.dispatch()
    assert [todo.appointment_id for todo in todos(open_office)] == [booked.id]
