"""What happens to an appointment reaches the list of to-dos by itself: booked, moved, cancelled."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from booking.accounts.people import Contact
from booking.todos.models import Todo
from tests.notifications.office import NINE, Office

KURDISH = Contact(name="A", needs=("interpreter",), interpreting="ku")


def todos(office: Office) -> list[tuple[str, str | None]]:
    office.dispatch()
    with office.runtime.database.reading() as session:
        return [(todo.subject, todo.outcome) for todo in session.scalars(select(Todo))]


def test_an_interpreter_is_looked_for_until_nobody_needs_one(keeping_office: Office) -> None:
    office = keeping_office
    office.open_hours()
    made = office.book(contact=KURDISH)
    assert todos(office) == [("ku 2026-11-24 09:00", None)]
    office.move(made, NINE + timedelta(hours=1))
    assert todos(office) == [("ku 2026-11-24 10:00", None)]
    office.cancel(made)
    assert todos(office) == [("", "not_needed")]
