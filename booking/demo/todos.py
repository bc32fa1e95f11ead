"""What waits for a human in the demonstration: a call, an overdue report of a barrier, a question about data."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.demo.town import Town
from booking.house.workdays import noon_of_working_day
from booking.runtime import Desk
from booking.todos.asking import Wish, ask
from booking.todos.deadlines import barrier_due, barrier_final, data_due
from booking.todos.models import Kind

REPORTED = timedelta(days=16)
ASKED = timedelta(days=3)
LETS_THE_HOUSE_CALL = "stadt-sozialamt"


def leave_something_to_do(session: Session, desk: Desk, town: Town) -> None:
    """Three to-dos of three kinds; and one provider that lets the house call its residents."""
    town.providers[LETS_THE_HOUSE_CALL].house_calls = True
    call = Wish(
        kind=Kind.CALL_BACK,
        key="demo",
        due_at=noon_of_working_day(session, desk.now),
        contact=Contact(name="Frau P.", phone="02175 000-104", phone_hours="morning"),
        text="aelter-werden",
    )
    reported = desk.now - REPORTED
    barrier = Wish(
        kind=Kind.BARRIER,
        key="demo",
        due_at=barrier_due(reported),
        final_at=barrier_final(reported),
        contact=Contact(name="Herr V.", phone="02175 000-105", leave_message=True),
        page="/programm",
        text="Das Programm kann mein Vorleseprogramm nicht vorlesen. Gibt es das auch als Text?",
    )
    asked = desk.now - ASKED
    request = Wish(
        kind=Kind.DATA,
        key="demo",
        due_at=data_due(asked),
        provider_id=town.providers["diakonie"].id,
        contact=Contact(name="Frau O.", phone="02175 000-106"),
        subject="access",
    )
    for wish, when in ((call, desk.now), (barrier, reported), (request, asked)):
        ask(session, desk.vault, wish, now=when)
