"""Reservations out of calendar files: series, single dates, zones, and whatever calendar programs write."""

from __future__ import annotations

import pytest

from booking.importing.findings import Becomes, Kind, Unreadable
from tests.importing.scene import Scene, becomes, calendar, codes, event

WEEKLY = "FREQ=WEEKLY;COUNT=4"
TUESDAYS = ["2026-11-24 09:00", "2026-12-01 09:00", "2026-12-08 09:00", "2026-12-15 09:00"]


def overriding(uid: str, named: str, **more: str) -> str:
    """A single date of a series, told by itself."""
    start = more.pop("start", named)
    return event(uid, start, **{f"RECURRENCE_ID;{named.partition(':')[0]}": named.partition(":")[2], **more})


def test_a_rule_stays_a_series(scene: Scene) -> None:
    file = calendar(event(RRULE=WEEKLY))
    scene.save(Kind.CALENDAR, file)
    assert scene.starts() == TUESDAYS
    assert scene.events() == ["ReservationTakenOver"]
    assert becomes(scene.save(Kind.CALENDAR, file)) == [Becomes.SAME]
    assert scene.starts() == TUESDAYS


@pytest.mark.parametrize(
    "start",
    [
        "TZID=Europe/Berlin:20261124T090000",
        "20261124T090000",
        "TZID=W. Europe Standard Time:20261124T090000",
        "TZID=Europe/Vienna:20261124T090000",
        "20261124T080000Z",
        "TZID=Europe/London:20261124T080000",
        "TZID=Mond:20261124T090000",
    ],
)
def test_times_of_every_zone_are_times_here(scene: Scene, start: str) -> None:
    scene.save(Kind.CALENDAR, calendar(event(start=start)))
    assert scene.dates() == [("2026-11-24 09:00", "12:00", "Büro 2", "confirmed")]


def test_a_zone_that_nobody_knows_is_said(scene: Scene) -> None:
    finding = scene.one(Kind.CALENDAR, calendar(event(start="TZID=Mond:20261124T090000")))
    assert [hint.code for hint in finding.hints] == ["unknown_zone"]


def test_a_rule_in_another_zone_keeps_its_own_hour(scene: Scene) -> None:
    """Weekly at 8 UTC is 9 here in winter and 10 in summer: single dates."""
    file = calendar(event(start="20270323T080000Z", RRULE="FREQ=WEEKLY;COUNT=2"))
    scene.save(Kind.CALENDAR, file)
    assert scene.starts() == ["2027-03-23 09:00", "2027-03-30 10:00"]
    assert becomes(scene.look(Kind.CALENDAR, file)) == [Becomes.SAME, Becomes.SAME]


def test_dates_left_out_moved_and_called_off(scene: Scene) -> None:
    uid = "reihe@b"
    file = calendar(
        event(uid, RRULE=WEEKLY, **{"EXDATE;TZID=Europe/Berlin": "20261201T090000"}),
        overriding(
            uid,
            "TZID=Europe/Berlin:20261208T090000",
            start="TZID=Europe/Berlin:20261209T100000",
            LOCATION="Büro 3",
        ),
        overriding(uid, "TZID=Europe/Berlin:20261215T090000", STATUS="CANCELLED"),
    )
    scene.save(Kind.CALENDAR, file)
    assert scene.dates() == [
        ("2026-11-24 09:00", "12:00", "Büro 2", "confirmed"),
        ("2026-12-09 10:00", "13:00", "Büro 3", "confirmed"),
    ]


def test_a_rule_that_we_do_not_know_becomes_single_dates(scene: Scene) -> None:
    rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"
    uid = "ultimo@b"
    file = calendar(
        event(uid, "TZID=Europe/Berlin:20261130T090000", RRULE=rule),
        overriding(
            uid,
            "TZID=Europe/Berlin:20270129T090000",
            start="TZID=Europe/Berlin:20270128T090000",
        ),
    )
    scene.save(Kind.CALENDAR, file)
    assert scene.starts() == ["2026-11-30 09:00", "2026-12-31 09:00", "2027-01-28 09:00"]
    assert len(scene.events()) == 3
    assert set(becomes(scene.look(Kind.CALENDAR, file))) == {Becomes.SAME}


def test_further_dates_are_read(scene: Scene) -> None:
    more = {"RDATE;TZID=Europe/Berlin": "20261126T090000,20261127T090000"}
    scene.save(Kind.CALENDAR, calendar(event(**more)))
    assert scene.starts() == ["2026-11-24 09:00", "2026-11-26 09:00", "2026-11-27 09:00"]


def test_a_long_past_counts_for_nothing(scene: Scene) -> None:
    file = calendar(
        event(start="TZID=Europe/Berlin:20120103T090000", RRULE="FREQ=WEEKLY;UNTIL=20261216T000000Z")
    )
    scene.save(Kind.CALENDAR, file)
    assert scene.starts() == TUESDAYS


def test_called_off_and_past_ones_are_not_read(scene: Scene) -> None:
    file = calendar(
        event("1@b", STATUS="CANCELLED"),
        event("2@b", start="20261103T090000"),
        event("3@b", start="20250103T090000", RRULE="FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=1;COUNT=4"),
    )
    look = scene.look(Kind.CALENDAR, file)
    assert becomes(look) == [Becomes.LEFT_OUT] * 3
    assert [each.hints[0].code for each in look.findings] == ["called_off", "past", "past"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"start": "VALUE=DATE:20261124"}, "all_day"),
        ({"start": "TZID=Europe/Berlin:20270328T023000"}, "clock_gap"),
        ({"start": "20270324T023000", "RRULE": "FREQ=DAILY;COUNT=5"}, "clock_gap"),
        ({"start": "quatsch"}, "no_start"),
        ({"start": "19000101T090000"}, "year"),
        ({"DURATION": ""}, "no_end"),
        ({"DURATION": "", "DTEND": "20261124T090000"}, "ends_before"),
        ({"DURATION": "P3D"}, "too_long_date"),
        ({"LOCATION": "Büro 12"}, "unknown"),
        ({"LOCATION": ""}, "no_room"),
        ({"SUMMARY": "x" * 121}, "too_long"),
        ({"SUMMARY": "Mal\u202ekurs"}, "unseen"),
        ({"RRULE": "FREQ=WEEKLY"}, "endless"),
        ({"RRULE": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"}, "endless"),
        ({"RRULE": "FREQ=DAILY;COUNT=100000"}, "too_many"),
        ({"RRULE": "FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,11,12;COUNT=100000"}, "too_many"),
        ({"RRULE": "FREQ=SECONDLY;COUNT=5"}, "unsupported"),
        ({"RRULE": "FREQ=DAILY;BYHOUR=9,10,11;COUNT=5"}, "unsupported"),
        ({"RRULE": "FREQ=DAILY;INTERVAL=0;BYSETPOS=1;COUNT=5"}, "unreadable"),
        ({"RRULE": "FREQ=WEEKLY;BYDAY=WE;COUNT=5"}, "start_elsewhere"),
        ({"start": "20311124T090000"}, "too_far"),
    ],
)
def test_each_fault_is_named(scene: Scene, more: dict[str, str], code: str) -> None:
    finding = scene.one(Kind.CALENDAR, calendar(event(**more)))
    assert codes(finding) == [code]
    assert finding.number == 4


def test_the_chosen_room_helps_where_none_is_named(scene: Scene) -> None:
    file = calendar(event("1@b", LOCATION=""), event("2@b", LOCATION="Büro 1"))
    scene.save(Kind.CALENDAR, file, room=3)
    assert sorted(room for *_, room, _state in scene.dates()) == ["Büro 1", "Büro 3"]


def test_two_events_with_one_uid_are_not_both_read(scene: Scene) -> None:
    look = scene.look(Kind.CALENDAR, calendar(event(), event(start="20261125T090000")))
    assert [codes(each) for each in look.findings] == [[], ["twice"]]


def test_zones_that_a_file_defines_are_not_needed(scene: Scene) -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    zone += "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    scene.save(Kind.CALENDAR, calendar(zone, event()))
    assert scene.starts() == ["2026-11-24 09:00"]


def test_folded_lines_and_old_windows_letters(scene: Scene) -> None:
    text = calendar(event(SUMMARY="Mal\r\n kurs", LOCATION="Büro 2")).decode()
    scene.save(Kind.CALENDAR, text.encode("cp1252"))
    assert scene.starts() == ["2026-11-24 09:00"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "no_events"),
        (b"irgendwas", "no_events"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1", "cut_off"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "unclosed"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 50_000, "nested"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + b"x" * 20_000, "long_line"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n" + b" y\n" * 20_000, "long_line"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 5_001 + b"END:VCALENDAR", "too_many_events"),
    ],
)
def test_a_broken_file_is_refused_as_a_whole(scene: Scene, data: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        scene.look(Kind.CALENDAR, data)
    assert unreadable.value.why == why
