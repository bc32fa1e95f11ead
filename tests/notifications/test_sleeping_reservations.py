"""A closure in a series: one mail, the date stays in the calendar as tentative, and wakes with the next sequence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import house
from tests.ical.reader import Component, read
from tests.notifications.disrupting import absence, closed_house, enter, open_week, withdraw
from tests.notifications.office import Office
from tests.notifications.reading import part
from tests.notifications.test_reservation_calendars import checked, content, expanded, reserved
from tests.reservations.scene import weekly
from tests.servers import icaljs
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

WEEK = timedelta(weeks=1)
NEXT = house.TUESDAY + WEEK


@pytest.fixture
def series(office: Office) -> str:
    """Four Tuesdays from two to four that Ada reserved; she was told."""
    made = office.reserve(rule=weekly(4))
    office.post()
    return made


def news(office: Office, sink: SmtpSink) -> Received:
    """The one mail about the reservation since the last look."""
    before = len(sink.messages())
    office.post()
    (mail,) = sink.messages()[before:]
    assert mail["Subject"] == "Änderung Ihrer Reservierung"
    return mail


def said(mail: Received) -> str:
    return part(mail, "text/plain").get_content()


def overrides(mail: Received) -> list[Component]:
    _, *found = [each for each in read(content(mail)).components if each.name == "VEVENT"]
    return found


def test_what_sleeps_is_told_once_with_the_public_reason(
    office: Office, smtp_sink: SmtpSink, series: str
) -> None:
    enter(office, closed_house(NEXT))
    text = said(news(office, smtp_sink))
    assert "Ihre Reservierung hat sich geändert. 1 Termin ruht und findet nicht statt." in text
    assert "- Dienstag, 1. Dezember 2026, 14–16 Uhr: ruht, Wasserschaden" in text
    assert "Das Quartiersbüro hat" not in text


def test_it_stays_in_the_calendar_as_tentative(office: Office, smtp_sink: SmtpSink, series: str) -> None:
    enter(office, closed_house(NEXT))
    mail = news(office, smtp_sink)
    master = checked(mail)
    (asleep,) = overrides(mail)
    assert (master.only("STATUS").value, asleep.only("STATUS").value) == ("CONFIRMED", "TENTATIVE")
    assert asleep.only("RECURRENCE-ID").value == "20261201T140000"
    assert {each.only("SEQUENCE").value for each in (master, asleep)} == {"1"}
    assert "EXDATE" not in master.names()
    assert expanded({"": content(mail)}) == reserved(office, series)
    second = [each for each in icaljs.parse(content(mail)).inside("vevent") if each.all("recurrence-id")]
    assert [each.one("status").value for each in second] == ["TENTATIVE"]


def test_it_wakes_with_the_next_sequence(office: Office, smtp_sink: SmtpSink, series: str) -> None:
    cause = enter(office, closed_house(NEXT))
    news(office, smtp_sink)
    withdraw(office, cause)
    mail = news(office, smtp_sink)
    assert "Ihre Reservierung hat sich geändert. 1 Termin findet doch statt." in said(mail)
    assert "Diese Termine finden nicht statt:" not in said(mail)
    assert checked(mail).only("SEQUENCE").value == "2"
    assert overrides(mail) == []


def test_a_whole_series_that_sleeps_is_told_too(office: Office, smtp_sink: SmtpSink) -> None:
    office.reserve(rule=weekly(1))
    office.post()
    enter(office, closed_house())
    mail = news(office, smtp_sink)
    assert "1 Termin ruht und findet nicht statt." in said(mail)
    assert checked(mail).only("STATUS").value == "TENTATIVE"


def test_of_an_absence_no_reason_is_told(office: Office, smtp_sink: SmtpSink) -> None:
    office.hire("lia@example.org")
    open_week(office)
    office.post()
    before = len(smtp_sink.messages())
    enter(office, absence())
    office.post()
    (mail,) = [each for each in smtp_sink.messages()[before:] if each.envelope_to == ("lia@example.org",)]
    assert "14–16" not in said(mail)
    assert "9–12 Uhr: ruht\n" in said(mail)
