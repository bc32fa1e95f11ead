"""The messages of one date's life, byte by byte as they were approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from booking.ical.itip import cancel, publish, request
from tests.ical.checklist import checked
from tests.ical.dates import first_version

GOLDEN = Path(__file__).parent / "golden"
LATER = datetime(2027, 3, 8, 7, tzinfo=UTC)

BOOKED = first_version()
MOVED = replace(
    BOOKED,
    sequence=1,
    interval=(BOOKED.interval[0] + timedelta(days=7), BOOKED.interval[1] + timedelta(days=7)),
    stamp=LATER,
    last_modified=LATER,
)
ASLEEP = replace(MOVED, sequence=2, status="TENTATIVE")
OFF = replace(MOVED, sequence=3)

MESSAGES = {
    "booked": ("REQUEST", request(BOOKED)),
    "moved": ("REQUEST", request(MOVED)),
    "asleep": ("REQUEST", request(ASLEEP)),
    "cancelled": ("CANCEL", cancel(OFF)),
    "downloaded": ("PUBLISH", publish(BOOKED)),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_is_the_approved_one(name: str) -> None:
    method, written = MESSAGES[name]
    assert written == (GOLDEN / f"{name}.ics").read_bytes()
    checked(written, method)


def test_one_uid_for_life_and_a_sequence_that_only_grows() -> None:
    life = [
        checked(MESSAGES[name][1], MESSAGES[name][0]) for name in ("booked", "moved", "asleep", "cancelled")
    ]
    assert len({event.only("UID").value for event in life}) == 1
    assert [event.only("SEQUENCE").value for event in life] == ["0", "1", "2", "3"]
    assert len({(event.only("ORGANIZER").value, event.only("ATTENDEE").value) for event in life}) == 1
    assert life[3].only("DTSTART").value == life[1].only("DTSTART").value


def test_the_download_names_nobody_but_the_house() -> None:
    assert b"marta" not in MESSAGES["downloaded"][1].lower()
    assert publish(replace(BOOKED, attendee=None)) == MESSAGES["downloaded"][1]


def test_the_same_entry_gives_the_same_bytes() -> None:
    assert request(first_version()) == request(BOOKED)
