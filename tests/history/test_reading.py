"""A history: what happened to one thing and what hangs on it, with the mails that followed, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking import outbox
from booking.accounts.access import Actor
from booking.acting import RESIDENT, SERVICE, account, acting_as
from booking.appointments.changes import attend
from booking.appointments.finding import by_id
from booking.appointments.models import ConsultationHours, Status
from booking.errors import NotFound
from booking.events import ConsultationHoursOpened
from booking.history import keeping, seeing
from booking.history.reading import PER_PAGE, Page, history_of
from booking.notifications.models import Delivery, Fate
from booking.notifications.returning import take_in
from booking.outbox import EventRow
from booking.reservations.models import Occurrence
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.disrupting import accept, closed_house, enter, open_week
from tests.notifications.office import Office
from tests.notifications.returned import standard
from tests.todos import scene

TEN = at_wall(house.TUESDAY, 10)


def history(office: Office, subject: str, page: int = 1) -> Page:
    with office.runtime.database.reading() as session:
        return history_of(session, subject, page=page)


def told(office: Office, subject: str) -> list[tuple[str, str | None]]:
    """Each entry as the name of its event and who did it, the first one first."""
    entries = reversed(history(office, subject).entries)
    return [(type(each.event).__name__ if each.event else "mail", each.actor) for each in entries]


def test_who_did_what_to_an_appointment_and_which_mails_followed(office: Office) -> None:
    office.open_hours()
    with acting_as(RESIDENT):
        booked = office.book()
    office.set_clock(house.later(5))
    with acting_as(account(1)):
        office.move(booked, TEN, by="house")
    office.post()
    office.set_clock(TEN)
    with acting_as(account(1)), office.runtime.database.writing() as session:
        attend(session, by_id(session, booked.id, for_change=True), Status.ARRIVED, now=TEN)
    office.dispatch()
    assert told(office, f"appointment:{booked.id}") == [
        ("AppointmentBooked", RESIDENT),
        ("AppointmentMoved", "account:1"),
        ("AppointmentAttended", "account:1"),
    ]
    latest, moved, first = history(office, f"appointment:{booked.id}").entries
    assert (list(latest.mails), latest.at) == ([], TEN)
    assert [each.kind for each in moved.mails] == ["moved", "adviser_note"]
    assert {each.fate for each in first.mails} == {Fate.SENT}


def test_what_a_bounce_leads_to_is_part_of_it(office: Office) -> None:
    office.open_hours()
    with acting_as(RESIDENT):
        booked = office.book()
    office.post()
    (sent,) = office.deliveries(kind="confirmation")
    with office.runtime.database.writing() as session:
        take_in(session, standard(sent.message_id), now=office.now)
    office.dispatch()
    assert told(office, f"appointment:{booked.id}") == [
        ("AppointmentBooked", RESIDENT),
        ("TodoOpened", SERVICE),
    ]


def test_a_reminder_stands_there_by_itself(office: Office) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    office.set_clock(at_wall(house.TUESDAY, 7))
    assert office.remind() == 1
    latest, *_ = history(office, f"appointment:{booked.id}").entries
    assert (latest.event, latest.actor, latest.mails[0].kind) == (None, SERVICE, "reminder")


def test_a_reservation_tells_of_its_sprechstunden(office: Office) -> None:
    office.open_hours()
    with office.runtime.database.reading() as session:
        (subject,) = session.scalars(select(EventRow.subject).where(EventRow.type == "ReservationMade"))
    assert told(office, subject) == [("ReservationMade", SERVICE), ("ConsultationHoursOpened", SERVICE)]


def test_what_one_change_did_many_times_is_one_entry(office: Office) -> None:
    with office.runtime.database.writing() as session:
        for hour in (9, 14):
            house.hours_on(session, office.small, start=hour, end=hour + 2, room=office.small.rooms[0])
        rows = session.scalars(select(EventRow).where(EventRow.type == "ConsultationHoursOpened")).all()
        second = session.scalars(
            select(ConsultationHours.occurrence_id).order_by(ConsultationHours.id)
        ).all()[1]
        first = session.scalars(select(Occurrence).order_by(Occurrence.starts_at)).first()
        session.get_one(Occurrence, second).reservation_id = first.reservation_id
        subject = f"reservation:{first.reservation_id}"
    assert len(rows) == 2
    found = [
        each for each in history(office, subject).entries if isinstance(each.event, ConsultationHoursOpened)
    ]
    assert [each.times for each in found] == [2]


def test_nothing_of_another_booking_is_in_it(office: Office) -> None:
    office.open_hours()
    first, second = office.book(), office.book(TEN)
    office.cancel(second)
    office.post()
    assert told(office, f"appointment:{first.id}") == [("AppointmentBooked", SERVICE)]
    kinds = {mail.kind for each in history(office, f"appointment:{first.id}").entries for mail in each.mails}
    assert kinds == {"confirmation", "adviser_note"}


def test_a_long_history_has_pages(office: Office) -> None:
    office.open_hours()
    booked = office.book()
    for number in range(PER_PAGE):
        office.switch(booked, on=bool(number % 2))
    pages = [history(office, f"appointment:{booked.id}", number) for number in (1, 2, 3)]
    assert [len(each.entries) for each in pages] == [PER_PAGE, 1, 1]
    assert [each.number for each in pages] == [1, 2, 2]  # behind the last page comes the last again
    assert {(each.pages, each.total) for each in pages} == {(2, PER_PAGE + 1)}


@pytest.mark.parametrize(
    "who", ["own adviser", "own lead", "other adviser", "other lead", "staff", "admin", "caretaker"]
)
def test_each_role_at_an_appointment(office: Office, who: str) -> None:
    office.open_hours()
    booked = office.book()
    with office.runtime.database.writing() as session:
        town = scene.build(session)
        town.own.slug, actor = "verein", town.actors[who]
        if who.startswith("own"):
            actor = Actor(actor.account_id, actor.name, actor.role, booked.provider_id, "")
        if who.startswith("own"):
            assert seeing.appointment_for(session, actor, booked.id).id == booked.id
        else:
            with pytest.raises(NotFound):
                seeing.appointment_for(session, actor, booked.id)
        if who in ("staff", "admin"):
            assert seeing.appointment_at_the_desk(session, actor, booked.code.lower()).id == booked.id
        else:
            with pytest.raises(NotFound):
                seeing.appointment_at_the_desk(session, actor, booked.code)


def test_events_go_after_a_year_and_the_last_one_stays(office: Office) -> None:
    office.open_hours()
    booked = office.book()
    office.switch(booked, on=False)
    office.post()
    with office.runtime.database.writing() as session:
        keeping.tidy(session, now=house.NOW + keeping.KEEP - timedelta(seconds=1))
        before = session.scalars(select(EventRow.id).order_by(EventRow.id)).all()
    assert len(before) > 2
    with office.runtime.database.writing() as session:
        keeping.tidy(session, now=house.NOW + keeping.KEEP)
    with office.runtime.database.reading() as session:
        left = session.scalars(select(EventRow.id)).all()
        assert left == [before[-1]]
        assert session.scalars(select(Delivery.event_id).where(Delivery.event_id.is_not(None))).all() == []
    assert len(office.deliveries(kind="confirmation")) == 1


def test_what_waits_or_got_stuck_is_never_deleted(office: Office) -> None:
    office.open_hours()
    office.post()
    booked = office.book()
    office.switch(booked, on=False)
    with office.runtime.database.writing() as session:
        first = session.scalars(
            select(EventRow).where(EventRow.position.is_not(None)).order_by(EventRow.id)
        ).first()
        session.add(
            outbox.ParkedReaction(event_id=first.id, reaction="nobody", error="", parked_at=office.now)
        )
        waiting = session.scalar(select(func.count()).where(EventRow.position.is_(None)))
        session.flush()
        keeping.tidy(session, now=house.NOW + 2 * keeping.KEEP)
        left = session.scalars(select(EventRow.id)).all()
    assert first.id in left
    assert waiting == 2
    assert len(left) >= 3


def test_a_closure_and_what_it_did_to_an_appointment(office: Office) -> None:
    open_week(office)
    booked = office.book()
    office.post()
    with acting_as(account(1)):
        cause = enter(office, closed_house())
    office.set_clock(house.later(5))
    with acting_as(RESIDENT):
        accept(office, booked)
    office.post()
    assert told(office, cause) == [("ClosureDeclared", "account:1")]
    assert [each for each in told(office, f"appointment:{booked.id}") if each[0] != "mail"] == [
        ("AppointmentBooked", SERVICE),
        ("AppointmentUnsettled", "account:1"),
        ("ReplacementSettled", RESIDENT),
        ("AppointmentMoved", RESIDENT),
    ]
