"""Whoever wishes an interpreter gets a to-do with a deadline, which follows the appointment to its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.people import Contact, correct
from booking.appointments import booking, changes
from booking.appointments.models import Appointment
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved, PersonCorrected
from booking.outbox import Subscriptions
from booking.scheduling.walltime import at_wall
from booking.todos.interpreting import InterpreterRequests, forget_wishes
from booking.todos.models import Kind, Todo
from tests import house as small

NEXT_WEEK = date(2026, 12, 1)
ARABIC = Contact(name="A", language="ar", needs=("interpreter",), interpreting="ar")


def reactions(scene: Any) -> Subscriptions:
    follow = InterpreterRequests(scene.vault).follow
    return dict.fromkeys(
        (AppointmentBooked, AppointmentMoved, AppointmentCancelled, PersonCorrected), (follow,)
    )


def book(scene: Any, session: Session, start: datetime, contact: Contact = ARABIC) -> Appointment:
    wish = scene.wish(session, needs=contact.needs)
    return booking.book(session, scene.desk(), wish, start, contact)


def todos(scene: Any, session: Session) -> list[Todo]:
    session.flush()
    outbox.dispatch(session, reactions(scene), now=small.NOW)
    assert session.scalars(select(outbox.ParkedReaction)).all() == []
    return list(session.scalars(select(Todo).order_by(Todo.created_at)))


def next_week(scene: Any, session: Session) -> None:
    small.hours_on(session, scene.house, NEXT_WEEK, room=scene.house.rooms[0])


def test_a_wish_is_to_do_within_two_working_days(scene) -> None:
    with scene.database.writing() as session:
        next_week(scene, session)
        made = book(scene, session, at_wall(NEXT_WEEK, 9))
        (todo,) = todos(scene, session)
        assert (todo.kind, todo.subject, todo.appointment_id) == (
            Kind.INTERPRETER,
            "ar 2026-12-01 09:00",
            made.id,
        )
        assert todo.due_at == at_wall(date(2026, 11, 25), 12)
        assert todo.provider_id == made.provider_id


def test_an_appointment_tomorrow_leaves_less_time(scene) -> None:
    signing = Contact(name="A", needs=("sign_language", "interpreter"), interpreting="uk")
    with scene.database.writing() as session:
        book(scene, session, at_wall(small.TUESDAY, 9), signing)
        (todo,) = todos(scene, session)
        assert todo.due_at == at_wall(small.TUESDAY, 7)
        assert todo.subject == "uk+gsg 2026-11-24 09:00"


def test_nobody_else_makes_work(scene) -> None:
    with scene.database.writing() as session:
        book(
            scene, session, at_wall(small.TUESDAY, 9), Contact(name="A", language="ar", needs=("more_time",))
        )
        assert todos(scene, session) == []


def test_a_move_gives_a_new_date_to_whoever_has_it_already(scene) -> None:
    with scene.database.writing() as session:
        next_week(scene, session)
        made = book(scene, session, at_wall(small.TUESDAY, 9))
        (todo,) = todos(scene, session)
        changes.move(session, scene.desk(), made, at_wall(NEXT_WEEK, 10))
        (moved,) = todos(scene, session)
        assert moved.id == todo.id
        assert moved.subject == "ar 2026-12-01 10:00"
        assert moved.due_at == at_wall(date(2026, 11, 25), 12)


def test_a_move_after_somebody_was_found_is_a_new_task(scene) -> None:
    with scene.database.writing() as session:
        next_week(scene, session)
        made = book(scene, session, at_wall(small.TUESDAY, 9))
        (todo,) = todos(scene, session)
        todo.finish(small.NOW, "reached")
        changes.move(session, scene.desk(), made, at_wall(NEXT_WEEK, 10))
        assert [each.is_open for each in todos(scene, session)].count(True) == 1
        assert len(todos(scene, session)) == 2


def test_a_cancelled_appointment_needs_nobody(scene) -> None:
    with scene.database.writing() as session:
        made = book(scene, session, at_wall(small.TUESDAY, 9))
        todos(scene, session)
        changes.cancel(session, made, by="resident", now=small.NOW)
        (todo,) = todos(scene, session)
        assert (todo.is_open, todo.outcome, todo.subject) == (False, "not_needed", "")


def test_a_wish_taken_back_ends_the_task_and_another_one_begins_anew(scene) -> None:
    with scene.database.writing() as session:
        made = book(scene, session, at_wall(small.TUESDAY, 9))
        todos(scene, session)
        for contact, is_open in ((Contact(name="A"), False), (ARABIC, True)):
            correct(made.person, scene.vault, contact)
            outbox.record(session, PersonCorrected(appointment_id=made.id), now=small.NOW)
            assert any(each.is_open for each in todos(scene, session)) == is_open


def test_the_day_after_the_to_do_tells_no_need(scene) -> None:
    with scene.database.writing() as session:
        book(scene, session, at_wall(small.TUESDAY, 9))
        todos(scene, session)
        assert forget_wishes(session, today=small.TUESDAY) == 0
        assert forget_wishes(session, today=small.TUESDAY + timedelta(days=1)) == 1
        (todo,) = session.scalars(select(Todo)).all()
        assert (todo.subject, todo.is_open) == ("", False)
