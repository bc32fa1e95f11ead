"""Whatever people type, the message stays one valid calendar that says the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from booking.ical.entry import CalendarEntry, Mailbox
from booking.ical.itip import cancel, publish, request
from booking.ical.text import plain, plain_name
from tests.ical.checklist import checked
from tests.ical.dates import HOUSE, RESIDENT, first_version

NASTY = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\v\f\0\x07\x1b\x85\x9f\u2028\u2029\ufeff\ud800;,:\"'\\^=<>@ nN"),
        st.sampled_from("äöüßÄÖÜé😀👩‍👩‍👧🏳️مرحباїğıשלוםa\u0301\u200f\u202e"),
        st.characters(),
    ),
    max_size=120,
)
WORDS = [
    "Termin",
    'A;B,C:"D"\\n\\',
    "BEGIN:VALARM\r\nEND:VEVENT",
    "مرحبا بكم " * 12,
    "👩‍👩‍👧" * 20,
    "^n^^^'",
    "",
]
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=150, deadline=None)
@given(NASTY, NASTY, NASTY, NASTY)
@example(*WORDS[:4])
@example(*WORDS[3:])
def test_words_of_any_kind_come_back_as_they_are_meant(
    summary: str, location: str, house: str, name: str
) -> None:
    entry = replace(
        first_version(),
        summary=summary,
        location=location,
        organizer=Mailbox(house, HOUSE.address),
        attendee=Mailbox(name, RESIDENT.address),
    )
    for method, written in (
        ("REQUEST", request(entry)),
        ("CANCEL", cancel(entry)),
        ("PUBLISH", publish(entry)),
    ):
        event = checked(written, method)
        assert event.only("SUMMARY").text == plain(summary)
        assert event.only("LOCATION").text == plain(location)
        assert event.only("ORGANIZER").params.get("CN", "") == plain_name(house)
        assert event.only("ORGANIZER").value == f"mailto:{HOUSE.address}"
        if method != "PUBLISH":
            assert event.only("ATTENDEE").params.get("CN", "") == plain_name(name)
            assert event.only("ATTENDEE").value == f"mailto:{RESIDENT.address}"
        parsed = Calendar.from_ical(written)
        (known,) = parsed.walk("VEVENT")
        assert (str(parsed["METHOD"]), str(known["SUMMARY"])) == (method, plain(summary))
        assert str(known["LOCATION"]) == plain(location)


@settings(deadline=None)
@given(INSTANTS, st.integers(1, 600), st.integers(0, 10_000))
def test_times_are_written_in_utc_and_come_back(start: datetime, minutes: int, sequence: int) -> None:
    start = start.replace(microsecond=0)
    end = start + timedelta(minutes=minutes)
    written = request(replace(first_version(), interval=(start, end), sequence=sequence, stamp=start))
    event = checked(written, "REQUEST")
    assert event.only("DTSTART").value == f"{start:%Y%m%dT%H%M%SZ}"
    assert event.only("DTEND").value == f"{end:%Y%m%dT%H%M%SZ}"
    (known,) = Calendar.from_ical(written).walk("VEVENT")
    assert (known.decoded("DTSTART"), known.decoded("DTEND"), known["SEQUENCE"]) == (start, end, sequence)


def test_the_hour_of_october_that_comes_twice_stays_two_hours() -> None:
    hours = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]
    starts = [
        checked(request(replace(first_version(), interval=pair)), "REQUEST").only("DTSTART").value
        for pair in pairwise(hours)
    ]
    assert starts == ["20261025T003000Z", "20261025T013000Z"]


@pytest.mark.parametrize("words", [r"Haus\Nord", r"C:\neu", "a\\", r"\;\,\\n"])
def test_a_backslash_stays_a_backslash(words: str) -> None:
    event = checked(request(replace(first_version(), summary=words)), "REQUEST")
    assert event.only("SUMMARY").text == words


def test_words_are_told_apart_where_a_line_broke() -> None:
    assert plain("\r\nRaum 3\r\nErdgeschoss\u2028links\0\x9f\n") == "Raum 3 Erdgeschoss links"
    assert plain_name('Anna "Anni" Müller') == "Anna 'Anni' Müller"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "marta",
        "a@b@c",
        "a@b.de\r\nX:1",
        "a b@c.de",
        "<a@b.de>",
        "a@b.de,c@d.de",
        "a@b.de\0",
        "mailto:a@b.de",
    ],
)
def test_what_is_no_bare_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match=r"^not a bare mail address$"):
        Mailbox("Marta", address)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stamp": datetime(2027, 1, 1)},  # noqa: DTZ001 - the mistake itself
        {"last_modified": datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=1)))},
        {"interval": first_version().interval[::-1]},
        {"interval": (first_version().interval[0],) * 2},
        {"sequence": -1},
        {"uid": ""},
        {"uid": "a\r\nb@quartier.example"},
    ],
)
def test_an_entry_that_would_mislead_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="calendar entry"):
        replace(first_version(), **wrong)  # type: ignore[arg-type]


def test_invitations_need_somebody_and_a_cancellation_is_not_an_invitation() -> None:
    nobody: CalendarEntry = replace(first_version(), attendee=None)
    for write in (request, cancel):
        with pytest.raises(ValueError, match="name the person"):
            write(nobody)
    with pytest.raises(ValueError, match="cancel"):
        request(replace(first_version(), status="CANCELLED"))
