"""A closure or an absence is withdrawn: whoever does not get their place back reads so, with the way to it."""

from __future__ import annotations

from dataclasses import replace

from booking.house.models import ClosureKind, Room
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house
from tests.notifications.disrupting import absence, closed_house, enter, open_week, withdraw
from tests.notifications.office import NINE, Office
from tests.notifications.reading import part, words
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

STAYS_OFF, TAKES_PLACE = "Bleibt ausgefallen: 24. November", "Findet doch statt: 24. November"
ADA, LIA = "ada@example.org", "lia@example.org"


def read_by(office: Office, sink: SmtpSink, address: str, subject: str) -> list[str]:
    """The texts of the mails with this subject."""
    office.post()
    mails = [mail for mail in sink.messages() if mail.envelope_to == (address,)]
    return [said(mail) for mail in mails if mail["Subject"] == subject]


def said(mail: Received) -> str:
    return part(mail, "text/plain").get_content()


def give_away_the_room(office: Office) -> None:
    with office.runtime.database.writing() as session:
        span = Interval(at_wall(house.TUESDAY, 11), at_wall(house.TUESDAY, 12))
        house.reserve(session, session.get_one(Room, 1), span, provider_id=1, title="Team")


def test_a_room_that_was_given_away(office: Office, smtp_sink: SmtpSink) -> None:
    """The lead, whose reservation it is, reads of the date; the adviser of the Sprechstunde in it."""
    office.hire(LIA)
    open_week(office)
    office.book(NINE)
    cause = enter(office, absence())
    office.post()
    give_away_the_room(office)
    withdraw(office, cause)
    (to_lead,) = read_by(office, smtp_sink, LIA, STAYS_OFF)
    assert "diese Abwesenheit ist zurückgenommen" in to_lead
    assert "- Dienstag, 24. November 2026, 9–12 Uhr, Büro 1" in to_lead
    assert "https://termin.example.org/reservierung/" in to_lead
    (to_adviser,) = read_by(office, smtp_sink, ADA, STAYS_OFF)
    assert f"https://termin.example.org/abwesenheit/{cause.removeprefix('absence:')}" in to_adviser
    assert not [mail for mail in smtp_sink.messages() if "Erika" in words(mail) and ADA in mail.envelope_to]


def test_an_adviser_who_was_given_away(office: Office, smtp_sink: SmtpSink) -> None:
    """The room comes back, the adviser sits elsewhere."""
    office.hire(LIA)
    open_week(office)
    kind = ClosureKind.ROOM
    cause = enter(office, replace(closed_house(), kind=kind, room_id=1))
    office.open_hours(room=office.small.rooms[2])
    withdraw(office, cause)
    (text,) = read_by(office, smtp_sink, ADA, STAYS_OFF)
    assert "https://termin.example.org/sprechstunde/1" in text
    assert read_by(office, smtp_sink, LIA, STAYS_OFF) == []


def test_what_all_comes_back_is_told_to_whom_the_closure_was(office: Office, smtp_sink: SmtpSink) -> None:
    open_week(office)
    cause = enter(office, closed_house())
    office.post()
    withdraw(office, cause)
    (text,) = read_by(office, smtp_sink, ADA, TAKES_PLACE)
    assert "Ihre Sprechstunden finden wieder statt wie geplant." in text
    assert read_by(office, smtp_sink, ADA, STAYS_OFF) == []


def test_who_has_withdrawn_their_absence_is_told_nothing(office: Office, smtp_sink: SmtpSink) -> None:
    open_week(office)
    cause = enter(office, absence())
    office.post()
    withdraw(office, cause)
    assert read_by(office, smtp_sink, ADA, TAKES_PLACE) == []
    assert read_by(office, smtp_sink, ADA, STAYS_OFF) == []


def test_what_is_past_is_not_told(office: Office, smtp_sink: SmtpSink) -> None:
    office.hire(LIA)
    open_week(office)
    cause = enter(office, absence())
    office.post()
    give_away_the_room(office)
    office.set_clock(day_bounds(house.TUESDAY).end)
    withdraw(office, cause)
    assert read_by(office, smtp_sink, LIA, STAYS_OFF) == []
    assert read_by(office, smtp_sink, ADA, STAYS_OFF) == []
