"""What an adviser reads of a closure: one mail, also when only a part of the Sprechstunde is lost, or one room of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booking.accounts.people import Contact
from booking.disruptions.wanted import Wanted
from booking.house.models import ClosureKind, Room
from booking.offers.models import Adviser
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.disrupting import absence, closed_house, enter, open_week, withdraw
from tests.notifications.office import NINE, RESIDENT, Office
from tests.notifications.reading import part, words
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

SUBJECT = "Änderung in Ihren Sprechstunden: 24. November"


def notes(office: Office, sink: SmtpSink, address: str = "ada@example.org") -> list[Received]:
    office.post()
    mails = [mail for mail in sink.messages() if mail.envelope_to == (address,)]
    return [mail for mail in mails if mail["Subject"] == SUBJECT]


def said(mail: Received) -> str:
    return part(mail, "text/plain").get_content()


def closed(begins: int, ends: int, *, room: int | None = None) -> Wanted:
    interval = Interval(at_wall(house.TUESDAY, begins), at_wall(house.TUESDAY, ends))
    kind = ClosureKind.HOUSE if room is None else ClosureKind.ROOM
    return Wanted(interval=interval, kind=kind, room_id=room, reason="Rohrbruch")


@pytest.mark.parametrize("room", [None, 1])
def test_a_part_of_a_sprechstunde_is_lost(office: Office, smtp_sink: SmtpSink, room: int | None) -> None:
    """Nobody had booked in that part: no appointment moves, and still the adviser has to know."""
    open_week(office)
    office.book(at_wall(house.TUESDAY, 11))
    enter(office, closed(9, 10, room=room))
    (note,) = notes(office, smtp_sink)
    for sentence in (
        "Dienstag, 24. November 2026, 9–10 Uhr",
        "Grund: Rohrbruch",
        "1 Sprechstunde ist kürzer als geplant.",
        "Kein Termin ist betroffen.",
    ):
        assert sentence in said(note)
    assert "fällt aus" not in said(note)
    assert not [name for name in ("Erika", "Energieberatung") if name in words(note)]


def test_who_sits_in_it_is_counted_for_their_own_adviser(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.open_hours(adviser=office.small.advisers[1], room=office.small.rooms[1])
    bea = office.hire("bea@example.org")
    with office.runtime.database.writing() as session:
        session.get_one(Adviser, 2).account_id = bea
    office.open_hours(house.TUESDAY.replace(day=26))
    office.book(NINE)
    office.book(NINE, replace(RESIDENT, name="Mia"))
    office.book(at_wall(house.TUESDAY, 9, 30), Contact(name="Oma Beispiel", phone="02175 12345"))
    enter(office, closed(9, 10))
    (ada,), (other,) = (notes(office, smtp_sink, each) for each in ("ada@example.org", "bea@example.org"))
    counted = [next(line for line in said(each).splitlines() if "Termin" in line) for each in (ada, other)]
    assert sorted(counted) == ["1 Termin ist betroffen.", "2 Termine sind betroffen."]


def test_out_of_order_is_told_to_whom_it_takes_somebody(office: Office, smtp_sink: SmtpSink) -> None:
    """The loop fails everywhere: nobody's Sprechstunde is shorter, but somebody cannot be heard in it."""
    with office.runtime.database.writing() as session:
        session.get_one(Room, 1).equipment = ["hearing_loop"]
    office.open_hours()
    office.open_hours(house.TUESDAY.replace(day=26))
    office.book(NINE, replace(RESIDENT, needs=("hearing_loop",)))
    office.book(at_wall(house.TUESDAY, 11))
    kind = ClosureKind.EQUIPMENT
    enter(office, replace(closed_house(), kind=kind, equipment="hearing_loop", reason="Höranlage defekt"))
    (note,) = notes(office, smtp_sink)
    assert "1 Termin ist betroffen." in said(note)
    assert "Höranlage defekt" in said(note)
    assert "ist kürzer" not in said(note)


def test_nothing_of_theirs_nothing_told(office: Office, smtp_sink: SmtpSink) -> None:
    open_week(office)
    enter(office, closed(14, 15))
    enter(office, absence(house.TUESDAY.replace(day=26)))
    assert notes(office, smtp_sink) == []


def test_withdrawn_before_anybody_was_told(office: Office, smtp_sink: SmtpSink) -> None:
    open_week(office)
    withdraw(office, enter(office, closed(9, 10)))
    assert notes(office, smtp_sink) == []
