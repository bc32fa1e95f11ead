"""What a resident is told when a closure or an absence comes between: one UID, a link, and no reason but a public one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from booking.appointments.correcting import correct
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.disruptions.effects import Answer, Way
from booking.notifications.returning import take_in
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from tests import house
from tests.notifications.disrupting import (
    WEDNESDAY,
    absence,
    accept,
    closed_house,
    decline,
    enter,
    lapse,
    offer_of,
    open_week,
    withdraw,
)
from tests.notifications.office import NINE, RESIDENT, Office
from tests.notifications.reading import event, part, words
from tests.notifications.returned import standard
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

TOLD = "erika@example.org"


@pytest.fixture
def booked(office: Office) -> Appointment:
    """Nine o'clock on Tuesday with Ada, and the confirmation is sent."""
    open_week(office)
    made = office.book()
    office.post()
    return made


def told(office: Office, sink: SmtpSink) -> Received:
    """The last mail to the resident."""
    office.post()
    return [mail for mail in sink.messages() if mail.envelope_to == (TOLD,)][-1]


def said(mail: Received) -> str:
    return part(mail, "text/plain").get_content()


def test_other_times_are_offered_with_one_link(
    office: Office, smtp_sink: SmtpSink, booked: Appointment
) -> None:
    enter(office, closed_house())
    mail = told(office, smtp_sink)
    assert mail["Subject"] == "Ihr Termin am 24. November kann nicht stattfinden"
    text = said(mail)
    assert "Ihr Termin am Dienstag, 24. November 2026 um 9:00 Uhr kann so leider nicht stattfinden." in text
    assert "Der Grund: Wasserschaden" in text
    assert "Wir halten bis Dienstag, 24. November, 8:00 Uhr, diese anderen Zeiten für Sie frei:" in text
    assert "- Mittwoch, 25. November 2026, 9:00 Uhr, Büro 2, ohne Stufen" in text
    assert "- Donnerstag, 26. November 2026, 9:00 Uhr, Büro 1, ohne Stufen" in text
    assert "Ohne Ihre Antwort müssen wir den Termin absagen." in text
    assert "02175" in text
    assert len(re.findall(r"https://", text)) == 1


def test_the_calendar_keeps_it_as_tentative(office: Office, smtp_sink: SmtpSink, booked: Appointment) -> None:
    enter(office, absence())
    mail = told(office, smtp_sink)
    entry = event(mail)
    assert (str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["STATUS"])) == (booked.uid, 1, "TENTATIVE")
    assert part(mail, "text/calendar").get_param("method") == "REQUEST"
    assert entry.start == NINE


def test_of_an_absence_nobody_says_why(office: Office, smtp_sink: SmtpSink, booked: Appointment) -> None:
    enter(office, absence())
    assert not re.search(r"Grund|krank|abwesend|Urlaub|\bAda\b", words(told(office, smtp_sink)))


def test_who_accepts_is_thanked_and_has_the_new_time(
    office: Office, smtp_sink: SmtpSink, booked: Appointment
) -> None:
    enter(office, absence())
    office.post()
    accept(office, booked)
    mail = told(office, smtp_sink)
    assert mail["Subject"] == "Ihr Termin ist verschoben: 25. November"
    assert "Danke für Ihre Antwort. Das ist jetzt Ihr Termin." in said(mail)
    assert "Wann: Mittwoch, 25. November 2026, 9:00 Uhr" in said(mail)
    entry = event(mail)
    assert (str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["STATUS"])) == (booked.uid, 2, "CONFIRMED")
    assert entry.start == at_wall(WEDNESDAY, 9)


def test_an_ordinary_move_thanks_nobody(office: Office, smtp_sink: SmtpSink, booked: Appointment) -> None:
    office.move(booked, at_wall(house.TUESDAY, 10))
    assert "Danke" not in said(told(office, smtp_sink))


def test_who_does_not_answer_is_told_that_and_how_to_go_on(
    office: Office, smtp_sink: SmtpSink, booked: Appointment
) -> None:
    enter(office, closed_house())
    office.post()
    lapse(office, booked)
    mail = told(office, smtp_sink)
    assert mail["Subject"] == "Ihr Termin am 24. November fällt aus"
    assert "Wir haben keine Antwort von Ihnen bekommen." in said(mail)
    assert "Hier finden Sie freie Zeiten:" in said(mail)
    entry = event(mail)
    assert (str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["STATUS"])) == (booked.uid, 2, "CANCELLED")


def test_who_says_no_is_told_that_it_is_cancelled(
    office: Office, smtp_sink: SmtpSink, booked: Appointment
) -> None:
    enter(office, absence())
    office.post()
    decline(office, booked)
    text = said(told(office, smtp_sink))
    assert "ist abgesagt." in text
    assert "Sie haben gesagt, dass keine der anderen Zeiten passt." in text
    assert "doch kommen" not in text, "the time they had is no time any more"
    assert "Hier finden Sie freie Zeiten:" in text


def test_a_cancellation_for_a_closure_says_why(
    office: Office, smtp_sink: SmtpSink, booked: Appointment
) -> None:
    enter(office, closed_house(), {booked.id: Answer(Way.CANCEL)})
    text = said(told(office, smtp_sink))
    assert "fällt leider aus. Bitte entschuldigen Sie.\nDer Grund: Wasserschaden" in text
    assert "keine Antwort" not in text


def test_what_was_withdrawn_takes_place_after_all(
    office: Office, smtp_sink: SmtpSink, booked: Appointment
) -> None:
    cause = enter(office, closed_house())
    office.post()
    withdraw(office, cause)
    mail = told(office, smtp_sink)
    assert mail["Subject"] == "Ihr Termin am 24. November findet doch statt"
    assert "Wann: Dienstag, 24. November 2026, 9:00 Uhr" in said(mail)
    entry = event(mail)
    assert (str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["STATUS"])) == (booked.uid, 2, "CONFIRMED")


def test_what_nobody_was_told_of_is_not_taken_back(office: Office, booked: Appointment) -> None:
    """Withdrawn before anything was dispatched: the resident never hears of it."""
    before = len(office.deliveries(person_id=booked.person_id))
    withdraw(office, enter(office, closed_house()))
    office.post()
    assert len(office.deliveries(person_id=booked.person_id)) == before


def test_it_goes_no_further_than_the_last_moment_to_answer(office: Office, booked: Appointment) -> None:
    enter(office, absence())
    office.dispatch()
    (mail,) = office.deliveries(kind="unsettled")
    assert mail.valid_until == offer_of(office, booked).answer_by


def test_nobody_is_reminded_of_what_does_not_take_place(office: Office, booked: Appointment) -> None:
    cause = enter(office, absence())
    office.post()
    assert [each.state for each in office.reminders(booked)] == ["dropped"]
    withdraw(office, cause)
    office.post()
    assert [(each.sequence, each.state) for each in office.reminders(booked)] == [
        (0, "dropped"),
        (2, "waiting"),
    ]


def test_after_the_answer_reminders_are_of_the_new_time(office: Office, booked: Appointment) -> None:
    enter(office, absence())
    accept(office, booked, 1)
    office.post()
    waiting = [each for each in office.reminders(booked) if each.state == "waiting"]
    assert {each.sequence for each in waiting} == {2}
    assert max(each.due_at for each in waiting) == at_wall(house.TUESDAY + timedelta(days=2), 7)


def test_switching_reminders_on_meanwhile_plans_none(office: Office, booked: Appointment) -> None:
    enter(office, absence())
    office.post()
    office.switch(booked, on=True)
    office.post()
    assert "waiting" not in {each.state for each in office.reminders(booked)}


def test_a_corrected_address_gets_the_offer(office: Office, smtp_sink: SmtpSink, booked: Appointment) -> None:
    enter(office, absence())
    office.post()
    with office.runtime.database.writing() as session:
        found = by_id(session, booked.id, for_change=True)
        correct(session, office.desk(), found, replace(RESIDENT, email="neu@example.org"))
    office.post()
    (mail,) = [mail for mail in smtp_sink.messages() if mail.envelope_to == ("neu@example.org",)]
    assert "kann nicht stattfinden" in mail["Subject"]
    assert str(event(mail)["STATUS"]) == "TENTATIVE"


def test_an_offer_that_comes_back_is_told_on_the_phone_before_it_lapses(
    office: Office, booked: Appointment
) -> None:
    enter(office, absence())
    office.post()
    for delivery in office.deliveries(kind="unsettled"):
        with office.runtime.database.writing() as session:
            take_in(session, standard(delivery.message_id), now=office.now)
    office.dispatch()
    with office.runtime.database.reading() as session:
        (todo,) = session.query(Todo).filter_by(kind=Kind.MAIL)
        assert todo.due_at <= offer_of(office, booked).answer_by
