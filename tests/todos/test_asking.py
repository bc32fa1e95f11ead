"""Asking once: a form sent twice, sent corrected, or sent by two clicks at once is one to-do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Person
from booking.accounts.people import Contact, contact_of
from booking.db import Database
from booking.erasing import erase_due, erase_person
from booking.house.calendar import close, open_daily
from booking.house.workdays import noon_of_working_day
from booking.outbox import EventRow
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from booking.todos import deadlines, working
from booking.todos.asking import Wish, ask
from booking.todos.models import Kind, Todo
from booking.todos.texts import answer_of, page_of, text_of, write_answer
from tests import house
from tests.races.rivals import race_threads
from tests.todos import scene
from tests.todos.scene import VAULT

MARIA = Contact(name="Maria", phone="02175 1")
WISH = Wish(kind=Kind.CALL_BACK, key="schluessel", due_at=scene.DUE, contact=MARIA, text="haus-und-energie")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


def test_twice_is_like_once_and_what_was_written_last_counts(session: Session) -> None:
    first = ask(session, VAULT, WISH, now=house.NOW)
    corrected = replace(
        WISH, contact=replace(MARIA, phone="02175 2"), text="", due_at=scene.DUE + timedelta(days=1)
    )
    again = ask(session, VAULT, corrected, now=house.NOW)
    assert first is again
    assert again.due_at == scene.DUE
    assert text_of(again, VAULT) == ""
    assert [contact_of(each, VAULT).phone for each in session.scalars(select(Person))] == ["02175 2"]


def test_after_it_was_done_the_same_form_asks_anew(session: Session) -> None:
    first = ask(session, VAULT, WISH, now=house.NOW)
    working.finish(first, "reached", now=house.NOW)
    second = ask(session, VAULT, WISH, now=house.NOW)
    assert second.id != first.id
    assert second.is_open


def test_two_clicks_at_once_ask_once(database: Database) -> None:
    def click(base: Database, _round: int, _number: int) -> None:
        with base.writing() as session:
            ask(session, VAULT, WISH, now=house.NOW)

    assert race_threads(database, click, rounds=1, rivals=4).errors == []
    with database.reading() as session:
        assert len(session.scalars(select(Todo)).all()) == len(session.scalars(select(Person)).all()) == 1


def test_a_report_may_become_one_without_an_answer(session: Session) -> None:
    wish = replace(WISH, kind=Kind.BARRIER, final_at=scene.DUE)
    ask(session, VAULT, wish, now=house.NOW)
    todo = ask(session, VAULT, replace(wish, contact=None), now=house.NOW)
    assert todo.person is not None
    assert contact_of(todo.person, VAULT) == Contact()


def test_no_event_says_who_it_was(session: Session) -> None:
    todo = ask(session, VAULT, WISH, now=house.NOW)
    session.flush()
    payloads = [row.payload for row in session.scalars(select(EventRow))]
    assert payloads
    assert all(payload == {"todo_id": todo.id} for payload in payloads)


def test_erasing_the_person_takes_what_they_wrote(session: Session) -> None:
    wish = replace(WISH, kind=Kind.BARRIER, final_at=scene.DUE, page="bei Frau Geheim")
    todo = ask(session, VAULT, wish, now=house.NOW)
    write_answer(todo, VAULT, "Unsere Antwort")
    assert (text_of(todo, VAULT), answer_of(todo, VAULT)) == ("haus-und-energie", "Unsere Antwort")
    assert (page_of(todo, VAULT), todo.subject) == ("bei Frau Geheim", "")
    todo.subject = "/von-frueher"  # rows of an older service say the page in the clear
    session.flush()
    assert todo.person_id is not None
    erase_person(session, todo.person_id, now=house.NOW)
    session.expire_all()
    assert (text_of(todo, VAULT), answer_of(todo, VAULT), page_of(todo, VAULT)) == ("", "", "")
    assert (todo.subject, todo.outcome) == ("", "not_needed")


def test_nobody_is_kept_for_ever_because_nobody_called(database: Database) -> None:
    with database.writing() as session:
        ask(session, VAULT, WISH, now=house.NOW)
    assert erase_due(database, now=house.NOW + timedelta(days=14)) == 0
    assert erase_due(database, now=house.NOW + timedelta(days=16)) == 1


def test_a_question_about_data_waits_longer_than_its_deadline_though_not_for_ever(database: Database) -> None:
    wish = replace(WISH, kind=Kind.DATA, due_at=deadlines.data_due(house.NOW), subject="access")
    with database.writing() as session:
        todo_id = ask(session, VAULT, wish, now=house.NOW).id
    longest = timedelta(days=30 + 61 + 30)
    assert erase_due(database, now=house.NOW + longest - timedelta(days=1)) == 0
    with database.reading() as session:
        assert session.get_one(Todo, todo_id).is_open
    assert erase_due(database, now=house.NOW + longest) == 1
    with database.reading() as session:
        todo = session.get_one(Todo, todo_id)
        assert (todo.outcome, todo.subject) == ("missed", "access")


@pytest.mark.parametrize(
    ("kind", "due_at", "outcome"),
    [
        (Kind.CALL_BACK, house.NOW, "missed"),
        (Kind.DATA, house.NOW - timedelta(days=1), "missed"),
        (Kind.CALL_BACK, house.NOW + timedelta(minutes=1), "not_needed"),
        (Kind.CALL, house.NOW - timedelta(days=1), "not_needed"),
    ],
)
def test_whose_request_was_late_was_let_down(
    session: Session, kind: Kind, due_at: datetime, outcome: str
) -> None:
    todo = scene.put(session, kind, due_at=due_at)
    erase_person(session, str(todo.person_id), now=house.NOW)
    session.expire_all()
    assert todo.outcome == outcome


@pytest.mark.parametrize(
    ("today", "days", "noon"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend, open on Saturday as it is
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # the 24th is closed, then holidays and a weekend
        (date(2026, 12, 23), 2, date(2026, 12, 29)),
        (date(2027, 2, 3), 1, date(2027, 2, 4)),  # closed from the afternoon on
    ],
)
def test_the_promise_is_noon_of_a_day_on_which_somebody_is_there(
    session: Session, today: date, days: int, noon: date
) -> None:
    open_daily(session, range(6), time(9), time(17))
    christmas, carnival = date(2026, 12, 24), date(2027, 2, 4)
    close(session, Interval(at_wall(christmas, 0), at_wall(christmas, 23)), reason="Heiligabend")
    close(session, Interval(at_wall(carnival, 13), at_wall(carnival, 23)), reason="Weiberfastnacht")
    session.flush()
    assert noon_of_working_day(session, at_wall(today, 15), days=days) == at_wall(noon, 12)


def test_the_deadlines_of_the_law_are_counted_in_days_of_the_calendar() -> None:
    asked = at_wall(date(2027, 3, 20), 23, 30)  # the clocks change on the 28th
    assert deadlines.barrier_due(asked) == at_wall(date(2027, 4, 3), 12)
    assert deadlines.barrier_final(asked) == at_wall(date(2027, 5, 1), 12)
    assert deadlines.data_due(asked) == at_wall(date(2027, 4, 19), 12)
