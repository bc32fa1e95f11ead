"""The messages of one series' life, byte by byte as they were approved, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from booking.ical.series import Override, SeriesEntry, cancel, made_by_rule, request
from tests.ical.dates import HOUSE, RESIDENT
from tests.ical.series_checklist import checked_series
from tests.servers import icaljs

GOLDEN = Path(__file__).parent / "golden"
HOUR = timedelta(hours=1)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


# Tuesdays from 9 to 11, over the change of clocks on 28 March, with two dates left out and one moved.
COURSE = SeriesEntry(
    uid="0d6c1d8e-6a5b-4c1f-9a57-7f2f6b1c0a11@quartier.example",
    sequence=2,
    first=(utc(3, 9, 8), utc(3, 9, 10)),
    rule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20270518T070000Z",
    exdates=(utc(4, 6, 7), utc(3, 30, 7)),
    overrides=(
        Override(
            recurrence_id=utc(5, 4, 7),
            interval=(utc(5, 6, 12), utc(5, 6, 13, 30)),
            summary="Termin im Quartiersbüro",
            location="Kirchstraße 6-8, 42799 Leichlingen; Saal, Erdgeschoss",
            status="TENTATIVE",
        ),
    ),
    summary="Termin im Quartiersbüro",
    location="Kirchstraße 6-8, 42799 Leichlingen; Büro 3, Erdgeschoss",
    organizer=HOUSE,
    attendee=RESIDENT,
    stamp=utc(3, 1, 9, 15),
    last_modified=utc(3, 1, 9, 15),
    status="CONFIRMED",
)
OFF = replace(COURSE, sequence=3)


@pytest.mark.parametrize(
    ("name", "method", "written"),
    [("series", "REQUEST", request(COURSE)), ("series_cancelled", "CANCEL", cancel(OFF))],
)
def test_the_message_is_the_approved_one(name: str, method: str, written: bytes) -> None:
    assert written == (GOLDEN / f"{name}.ics").read_bytes()
    checked_series(written, method)


def test_the_hour_stays_and_the_exceptions_are_seen_by_another_reader() -> None:
    in_march, in_april, in_may = (
        [utc(month, day, hour) for day in days]
        for month, hour, days in ((3, 8, (9, 16, 23)), (4, 7, (13, 20, 27)), (5, 7, (11, 18)))
    )
    ruled = [(start, start + 2 * HOUR) for start in (*in_march, *in_april, *in_may)]
    moved = COURSE.overrides[0].interval
    assert sorted(icaljs.expand(request(COURSE))) == sorted([*ruled, moved])


def test_the_cancellation_is_of_the_whole_series() -> None:
    (event,) = checked_series(cancel(OFF), "CANCEL")
    assert event.only("STATUS").value == "CANCELLED"
    assert event.only("SEQUENCE").value == "3"
    assert cancel(replace(OFF, overrides=(), status="CANCELLED")) == cancel(OFF)


def test_the_same_series_gives_the_same_bytes_in_any_order() -> None:
    assert request(replace(COURSE, exdates=COURSE.exdates[::-1])) == request(COURSE)


def test_the_first_date_may_be_left_out_or_moved() -> None:
    later = replace(COURSE, exdates=COURSE.first[:1])
    master, _ = checked_series(request(later), "REQUEST")
    assert master.only("EXDATE").value == master.only("DTSTART").value == "20270309T090000"
    assert len(icaljs.expand(request(later))) == 10
    moved = replace(COURSE.overrides[0], recurrence_id=COURSE.first[0])
    assert len(icaljs.expand(request(replace(COURSE, overrides=(moved,))))) == 9


def test_a_date_moved_into_the_double_hour_of_october_is_written_in_utc() -> None:
    night = (utc(10, 31, 1, 30), utc(10, 31, 2, 30))
    moved = replace(COURSE.overrides[0], interval=night)
    written = request(replace(COURSE, overrides=(moved,)))
    _, event = checked_series(written, "REQUEST")
    assert event.only("DTSTART").value == "20271031T013000Z"
    assert event.only("DTEND").value == "20271031T033000"
    assert night in icaljs.expand(written)


@pytest.mark.parametrize(
    ("sure", "first", "interval"),
    [
        (True, COURSE.first, (utc(4, 13, 7), utc(4, 13, 9))),
        (False, COURSE.first, (utc(4, 13, 7), utc(4, 13, 8))),
        (False, COURSE.first, (utc(4, 13, 8), utc(4, 13, 10))),
        (False, (utc(10, 23, 22), utc(10, 24, 4)), (utc(10, 30, 22), utc(10, 31, 4))),
        (False, (utc(10, 30, 22), utc(10, 31, 4)), (utc(11, 6, 23), utc(11, 7, 5))),
        (False, (utc(10, 24, 0), utc(10, 24, 1)), (utc(10, 31, 0), utc(10, 31, 1))),
        (False, (utc(10, 23, 22), utc(10, 24, 0)), (utc(10, 30, 22), utc(10, 31, 0))),
        (True, (utc(10, 23, 22), utc(10, 24, 0)), (utc(10, 23, 22), utc(10, 24, 0))),
        (True, (utc(10, 24, 1), utc(10, 24, 2)), (utc(10, 31, 2), utc(10, 31, 3))),
    ],
)
def test_dates_that_readers_see_differently_need_an_override(
    sure: bool,  # noqa: FBT001
    first: tuple[datetime, datetime],
    interval: tuple[datetime, datetime],
) -> None:
    planned = utc(4, 13, 7) if first == COURSE.first else interval[0]
    assert made_by_rule(first, planned, interval) is sure


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"exdates": (utc(4, 6, 7), utc(5, 4, 7))}, "once and not both"),
        ({"exdates": (utc(4, 6, 7), utc(4, 6, 7))}, "once and not both"),
        ({"overrides": COURSE.overrides * 2}, "once and not both"),
        ({"exdates": (datetime(2027, 4, 6, 9),)}, "named in UTC"),  # noqa: DTZ001 - the mistake itself
        ({"exdates": (utc(10, 31, 1, 30),)}, "no name of its own"),
        ({"first": (utc(10, 31, 1, 30), utc(10, 31, 3))}, "no name of its own"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20270518T070000"}, "end in UTC"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20270518"}, "end in UTC"),
        ({"rule": "FREQ=WEEKLY;COUNT=2\r\nATTENDEE:mailto:a@b.de"}, "RFC 5545"),
        ({"rule": "RRULE:FREQ=WEEKLY;COUNT=2"}, "RFC 5545"),
        ({"rule": ""}, "RFC 5545"),
        ({"first": COURSE.first[::-1]}, "ends after it starts"),
        ({"overrides": (replace(COURSE.overrides[0], interval=COURSE.first[::-1]),)}, "ends after it starts"),
        ({"sequence": -1}, "sequence"),
        ({"uid": "a\r\nb"}, "plain uid"),
    ],
)
def test_a_series_that_would_mislead_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(COURSE, **wrong)  # type: ignore[arg-type]


def test_invitations_need_somebody_and_a_cancellation_is_not_an_invitation() -> None:
    for write in (request, cancel):
        with pytest.raises(ValueError, match="name the person"):
            write(replace(COURSE, attendee=None))
    with pytest.raises(ValueError, match="cancel"):
        request(replace(COURSE, status="CANCELLED"))
