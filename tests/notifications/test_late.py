"""Mails that cannot leave in time: somebody calls before it is too late, and hears when they need not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from booking.erasing import erase_person
from booking.notifications.late import call_in_time
from booking.notifications.models import Fate
from booking.notifications.tidying import tidy
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from tests.house import TUESDAY
from tests.notifications.office import RESIDENT, Office
from tests.servers.smtp import SmtpSink

HALF_AN_HOUR = timedelta(minutes=30)
ELEVEN = at_wall(TUESDAY, 11)


@pytest.fixture
def refused(office: Office, smtp_sink: SmtpSink) -> Office:
    """The mail server takes nothing for Erika, as long as the test does not stop that."""
    smtp_sink.answer("450 4.2.0 later", times=None, to="erika@example.org")
    office.open_hours()
    return office


def look(office: Office) -> list[Todo]:
    """The to-dos about mails, after the workers have looked."""
    with office.runtime.database.writing() as session:
        call_in_time(session, office.runtime.vault, now=office.now)
    with office.runtime.database.reading() as session:
        return list(session.query(Todo).filter_by(kind=Kind.MAIL))


def test_after_half_an_hour_somebody_calls(refused: Office) -> None:
    """Monday, nine in the morning: the appointment is tomorrow, and the mail server is down."""
    refused.set_clock(ELEVEN - timedelta(hours=20))
    booked = refused.book(ELEVEN)
    refused.post()
    refused.set_clock(refused.now + HALF_AN_HOUR - timedelta(minutes=1))
    assert look(refused) == []
    refused.set_clock(refused.now + timedelta(minutes=1))
    assert [todo.appointment_id for todo in look(refused)] == [booked.id]
    assert len(look(refused)) == 1


def test_there_is_time_before_an_appointment_far_away(office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("450 4.2.0 later", times=None, to="erika@example.org")
    office.open_hours(TUESDAY + timedelta(days=2))
    office.book(at_wall(TUESDAY + timedelta(days=2), 9))
    office.post()
    office.set_clock(office.now + timedelta(hours=2))
    assert look(office) == []


def test_a_mail_that_nobody_tried_yet_is_not_late(refused: Office) -> None:
    refused.set_clock(ELEVEN - timedelta(hours=20))
    refused.book(ELEVEN)
    refused.dispatch()
    refused.set_clock(refused.now + HALF_AN_HOUR)
    assert look(refused) == []


def test_once_the_mail_has_left_nobody_needs_to_call(refused: Office, smtp_sink: SmtpSink) -> None:
    refused.set_clock(ELEVEN - timedelta(hours=20))
    refused.book(ELEVEN)
    refused.post()
    refused.set_clock(refused.now + HALF_AN_HOUR)
    look(refused)
    smtp_sink.clear()
    refused.make_due()
    refused.post()
    assert [(todo.is_open, todo.outcome) for todo in look(refused)] == [(False, "not_needed")]


@pytest.mark.parametrize("tidied", [True, False])
def test_news_that_was_never_sent_is_told_on_the_phone(refused: Office, *, tidied: bool) -> None:
    """A confirmation outdated by its own age: the appointment was moved to a later day meanwhile."""
    booked = refused.book(ELEVEN)
    refused.post()
    refused.open_hours(TUESDAY + timedelta(days=7))
    refused.move(booked, at_wall(TUESDAY + timedelta(days=7), 9), by="house")
    refused.set_clock(ELEVEN + timedelta(hours=1))
    outdate(refused, tidied=tidied)
    assert refused.deliveries(kind="confirmation")[0].fate == Fate.OUTDATED
    assert [todo.appointment_id for todo in look(refused) if todo.is_open] == [booked.id]


def test_whom_somebody_called_early_is_not_called_again(refused: Office) -> None:
    booked = refused.book(ELEVEN)
    refused.post()
    refused.set_clock(ELEVEN - timedelta(hours=20))
    (early,) = look(refused)
    with refused.runtime.database.writing() as session:
        session.get_one(Todo, early.id).finish(refused.now, "reached")
    refused.open_hours(TUESDAY + timedelta(days=7))
    refused.move(booked, at_wall(TUESDAY + timedelta(days=7), 9), by="resident")
    refused.set_clock(ELEVEN + timedelta(hours=1))
    outdate(refused, tidied=True)
    assert [todo.id for todo in look(refused)] == [early.id]


def test_an_erased_person_is_not_called(refused: Office) -> None:
    booked = refused.book(ELEVEN, replace(RESIDENT))
    refused.post()
    with refused.runtime.database.writing() as session:
        assert booked.person_id is not None
        erase_person(session, booked.person_id, now=refused.now)
    refused.set_clock(ELEVEN + timedelta(hours=1))
    outdate(refused, tidied=True)
    assert look(refused) == []


def outdate(office: Office, *, tidied: bool) -> None:
    """Whoever comes first after its time, the sweeper or a sender, calls the mail outdated."""
    if tidied:
        with office.runtime.database.writing() as session:
            tidy(session, now=office.now)
    office.make_due()
    office.post()
    office.dispatch()
