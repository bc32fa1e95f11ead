"""Reminders: when they are due, over both changes of the clocks, after a pause, moved, dropped, switched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from booking.appointments.finding import by_id
from booking.notifications import reminders
from booking.notifications.reminders import due_times
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import Office
from tests.notifications.reading import by_subject, part, shape
from tests.servers.smtp import SmtpSink

FRIDAY = date(2026, 11, 27)
NINE = at_wall(FRIDAY, 9)
TWO_DAYS_BEFORE = at_wall(date(2026, 11, 25), 9)
THAT_MORNING = at_wall(FRIDAY, 7)
SECOND = timedelta(seconds=1)


def states(office: Office, appointment: object) -> list[tuple[str, int, str]]:
    return [(row.kind, row.sequence, row.state) for row in office.reminders(appointment)]


@pytest.mark.parametrize(
    ("start", "two_days", "same_day"),
    [
        (at_wall(FRIDAY, 9), at_wall(date(2026, 11, 25), 9), at_wall(FRIDAY, 7)),
        (at_wall(date(2027, 3, 29), 10), at_wall(date(2027, 3, 27), 10), at_wall(date(2027, 3, 29), 7)),
        (at_wall(date(2027, 11, 1), 10), at_wall(date(2027, 10, 30), 10), at_wall(date(2027, 11, 1), 7)),
        (at_wall(date(2027, 3, 30), 2, 30), at_wall(date(2027, 3, 28), 3), at_wall(date(2027, 3, 30), 7)),
    ],
)
def test_due_at_the_same_wall_time_and_at_seven(
    start: datetime, two_days: datetime, same_day: datetime
) -> None:
    assert due_times(start) == {"two_days": two_days, "same_day": same_day}


def test_the_hours_between_are_not_always_48() -> None:
    spring = at_wall(date(2027, 3, 29), 10)
    assert spring - due_times(spring)["two_days"] == timedelta(hours=47)
    autumn = at_wall(date(2027, 11, 1), 10)
    assert autumn - due_times(autumn)["two_days"] == timedelta(hours=49)


def test_both_arrive_at_their_time_and_not_before(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours(FRIDAY)
    office.book(NINE)
    office.post()
    smtp_sink.clear()
    for moment in (TWO_DAYS_BEFORE, THAT_MORNING):
        office.set_clock(moment - SECOND)
        assert office.remind() == 0
        office.set_clock(moment)
        assert (office.remind(), office.remind()) == (1, 0)
        office.post()
        (mail,) = smtp_sink.messages()
        assert mail["Subject"] == "Erinnerung: Termin am 27. November"
        assert mail["Date"].datetime == moment
        assert shape(mail) == ["multipart/alternative", "text/plain", "text/html"]
        assert "Freitag, 27. November 2026, 9:00 Uhr" in part(mail, "text/plain").get_content()
        smtp_sink.clear()


def test_what_was_due_before_the_booking_is_left_out(office: Office) -> None:
    office.open_hours(FRIDAY)
    office.set_clock(TWO_DAYS_BEFORE)
    appointment = office.book(NINE)
    office.dispatch()
    assert states(office, appointment) == [("same_day", 0, "waiting")]


def test_an_appointment_before_seven_has_no_reminder_at_seven(office: Office) -> None:
    assert due_times(at_wall(FRIDAY, 6, 30))["same_day"] > at_wall(FRIDAY, 6, 30)
    office.open_hours(FRIDAY)
    appointment = office.book(NINE)
    office.dispatch()
    with office.runtime.database.writing() as session:
        reminders._plan(session, appointment.id, 7, at_wall(FRIDAY, 6, 30), office.now)
    assert [row.kind for row in office.reminders(appointment) if row.sequence == 7] == ["two_days"]


def test_a_move_plans_anew(office: Office) -> None:
    office.open_hours(FRIDAY)
    office.open_hours(date(2026, 11, 30))
    appointment = office.book(NINE)
    office.dispatch()
    office.move(appointment, at_wall(date(2026, 11, 30), 9))
    office.dispatch()
    assert states(office, appointment) == [
        ("two_days", 0, "dropped"),
        ("same_day", 0, "dropped"),
        ("two_days", 1, "waiting"),
        ("same_day", 1, "waiting"),
    ]
    office.set_clock(THAT_MORNING)
    assert office.remind() == 0


def test_a_cancellation_drops_them(office: Office) -> None:
    office.open_hours(FRIDAY)
    appointment = office.book(NINE)
    office.dispatch()
    office.cancel(appointment)
    office.dispatch()
    office.set_clock(THAT_MORNING)
    assert office.remind() == 0
    assert {state for *_, state in states(office, appointment)} == {"dropped"}


def test_a_cancellation_not_yet_dispatched_is_seen(office: Office) -> None:
    office.open_hours(FRIDAY)
    appointment = office.book(NINE)
    office.dispatch()
    office.cancel(appointment)
    office.set_clock(TWO_DAYS_BEFORE)
    assert office.remind() == 0


def test_off_and_on_again(office: Office) -> None:
    office.open_hours(FRIDAY)
    appointment = office.book(NINE)
    office.switch(appointment, on=False)
    office.dispatch()
    assert {state for *_, state in states(office, appointment)} <= {"dropped"}
    office.set_clock(TWO_DAYS_BEFORE)
    assert office.remind() == 0
    office.switch(appointment, on=True)
    office.dispatch()
    assert ("same_day", 0, "waiting") in states(office, appointment)
    assert ("two_days", 0, "waiting") not in states(office, appointment), "its time is over"
    with office.runtime.database.reading() as session:
        assert list(reminders.waiting(session, by_id(session, appointment.id).id)) == [THAT_MORNING]


def test_after_a_pause_only_the_latest(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours(FRIDAY)
    appointment = office.book(NINE)
    office.post()
    smtp_sink.clear()
    office.set_clock(THAT_MORNING + timedelta(hours=1))
    assert office.remind() == 1
    office.post()
    assert len(smtp_sink.messages()) == 1
    assert [state for *_, state in states(office, appointment)] == ["outdated", "done"]


def test_after_the_start_none(office: Office) -> None:
    office.open_hours(FRIDAY)
    appointment = office.book(NINE)
    office.dispatch()
    office.set_clock(NINE)
    assert office.remind() == 0
    assert {state for *_, state in states(office, appointment)} == {"outdated"}


def test_fired_by_eight_at_once_it_is_one_mail(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours(FRIDAY)
    office.book(NINE)
    office.post()
    smtp_sink.clear()
    office.set_clock(TWO_DAYS_BEFORE)
    with ThreadPoolExecutor(8) as pool:
        fired = list(pool.map(lambda _: office.remind(), range(8)))
    office.post()
    assert sum(fired) == 1
    assert len(by_subject(smtp_sink.messages(), "Erinnerung")["Subject"]) > 0


def test_the_clock_of_the_demonstration_brings_one(keeping_office: Office) -> None:
    keeping_office.open_hours(FRIDAY)
    keeping_office.book(NINE)
    keeping_office.post()
    keeping_office.set_clock(TWO_DAYS_BEFORE + SECOND)
    keeping_office.engine.remind()
    keeping_office.post()
    newest = keeping_office.folder.kept_mails()[0]
    assert newest.subject == "Erinnerung: Termin am 27. November"
    assert house.NOW < newest.date < NINE
