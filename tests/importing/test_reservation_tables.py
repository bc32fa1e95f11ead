"""Reservations out of a table: dates and series, each fault with its column, the same file twice, and what is taken."""

from __future__ import annotations

from datetime import date

import pytest

from booking.house.calendar import close
from booking.importing.findings import Becomes, Kind, Unreadable
from booking.importing.looking import LooksDifferent
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.importing.scene import DATE, Scene, becomes, codes, table

WEEKLY = {**DATE, "Wiederholung": "wöchentlich", "Letzter Tag": "15.12.2026"}


def test_a_date_is_saved_as_the_form_would_and_nobody_gets_a_mail(scene: Scene) -> None:
    finding = scene.one(Kind.RESERVATIONS, table(DATE))
    assert (finding.number, finding.name, finding.becomes) == (2, "Malkurs", Becomes.NEW)
    assert scene.dates() == []
    scene.save(Kind.RESERVATIONS, table(DATE))
    assert scene.dates() == [("2026-11-24 09:00", "12:00", "Büro 2", "confirmed")]
    assert scene.events() == ["ReservationTakenOver"]


def test_a_series_is_one_series(scene: Scene) -> None:
    scene.save(Kind.RESERVATIONS, table(WEEKLY))
    assert scene.starts() == [f"2026-{day} 09:00" for day in ("11-24", "12-01", "12-08", "12-15")]
    assert scene.events() == ["ReservationTakenOver"]


def test_the_same_file_again_changes_nothing(scene: Scene) -> None:
    scene.save(Kind.RESERVATIONS, table(DATE, WEEKLY | {"Raum": "Büro 3"}))
    before = scene.dates()
    again = scene.save(Kind.RESERVATIONS, table(DATE, WEEKLY | {"Raum": "Büro 3"}))
    assert becomes(again) == [Becomes.SAME, Becomes.SAME]
    assert scene.dates() == before
    assert len(scene.events()) == 2


def test_a_date_that_falls_out_since_the_preview_is_shown_before_anything_is_saved(scene: Scene) -> None:
    data = table(WEEKLY)
    seen = scene.look(Kind.RESERVATIONS, data).mark
    with scene.database.writing() as session:
        day = Interval(at_wall(date(2026, 12, 8), 0), at_wall(date(2026, 12, 9), 0))
        close(session, day, reason="Wasserschaden")
    with pytest.raises(LooksDifferent) as different:
        scene.save(Kind.RESERVATIONS, data, seen=seen)
    assert [hint.code for hint in different.value.look.findings[0].hints] == ["closed"]
    assert scene.dates() == []


def test_more_dates_than_can_be_saved_at_once_are_refused(scene: Scene) -> None:
    daily = {**DATE, "Wiederholung": "täglich", "Letzter Tag": "23.11.2027"}
    lines = [
        {**daily, "Wofür": f"Kurs {hour}", "Von": f"{hour}:00", "Bis": f"{hour}:30"} for hour in range(8, 14)
    ]
    with pytest.raises(Unreadable) as refused:
        scene.look(Kind.RESERVATIONS, table(*lines))
    assert (refused.value.why, refused.value.facts) == ("too_many_dates", {"most": "2000"})


def test_what_somebody_reserved_by_hand_is_there_too(scene: Scene) -> None:
    with scene.database.writing() as session:
        interval = Interval(at_wall(small.TUESDAY, 9), at_wall(small.TUESDAY, 12))
        small.reserve(
            session, scene.house.rooms[1], interval, provider_id=scene.house.provider.id, title="Alles"
        )
    assert scene.one(Kind.RESERVATIONS, table(DATE)).becomes == Becomes.SAME


def test_a_taken_room_is_named_with_who_has_it(scene: Scene) -> None:
    with scene.database.writing() as session:
        interval = Interval(at_wall(small.TUESDAY, 11), at_wall(small.TUESDAY, 13))
        small.reserve(
            session, scene.house.rooms[1], interval, provider_id=scene.house.provider.id, title="Alles"
        )
    (fault,) = scene.one(Kind.RESERVATIONS, table(DATE)).faults
    assert fault.code == "taken"
    assert fault.facts["who"] == "Testverein"
    assert fault.facts["room"] == "Büro 2"


def test_a_long_series_names_a_few_clashes_and_counts_the_rest(scene: Scene) -> None:
    scene.save(Kind.RESERVATIONS, table({**WEEKLY, "Letzter Tag": "23.03.2027"}))
    other = {**WEEKLY, "Wofür": "Anderes", "Bis": "11:00", "Letzter Tag": "23.03.2027"}
    found = codes(scene.one(Kind.RESERVATIONS, table(other)))
    assert found == ["taken", "taken", "taken", "more"]


def test_two_lines_want_the_same_room(scene: Scene) -> None:
    other = {**DATE, "Wofür": "Töpfern", "Von": "11:30", "Bis": "13:00"}
    look = scene.save(Kind.RESERVATIONS, table(DATE, other))
    assert [codes(each) for each in look.findings] == [[], ["same_file"]]
    assert look.findings[1].faults[0].facts["line"] == "2"
    assert scene.starts("Töpfern") == []


def test_the_same_line_twice_is_said(scene: Scene) -> None:
    look = scene.look(Kind.RESERVATIONS, table(DATE, DATE))
    assert [codes(each) for each in look.findings] == [[], ["twice"]]


def test_only_what_has_no_fault_is_saved(scene: Scene) -> None:
    bad = {**DATE, "Raum": "Büro 12", "Wofür": "Töpfern"}
    look = scene.save(Kind.RESERVATIONS, table(bad, DATE))
    assert becomes(look) == [Becomes.FAULTY, Becomes.NEW]
    assert look.findings[0].faults[0].facts == {"written": "Büro 12", "nearest": "Büro 1"}
    assert len(scene.dates()) == 1


def test_what_was_taken_since_the_preview_stops_everything(scene: Scene) -> None:
    other = {**DATE, "Datum": "25.11.2026", "Wofür": "Töpfern"}
    seen = scene.look(Kind.RESERVATIONS, table(DATE, other)).mark
    with scene.database.writing() as session:
        interval = Interval(at_wall(small.TUESDAY, 11), at_wall(small.TUESDAY, 13))
        small.reserve(
            session, scene.house.rooms[1], interval, provider_id=scene.house.provider.id, title="Alles"
        )
    with pytest.raises(LooksDifferent) as different:
        scene.save(Kind.RESERVATIONS, table(DATE, other), seen=seen)
    assert becomes(different.value.look) == [Becomes.FAULTY, Becomes.NEW]
    assert scene.dates("Töpfern") == []


@pytest.mark.parametrize(
    ("wrong", "code", "column"),
    [
        ({"Anbieter": "Testverien"}, "unknown", "Anbieter"),
        ({"Raum": ""}, "missing", "Raum"),
        ({"Wofür": "–"}, "missing", "Wofür"),
        ({"Wofür": "x" * 121}, "too_long", "Wofür"),
        ({"Wofür": "Mal\u202ekurs"}, "unseen", "Wofür"),
        ({"Datum": "31.11.2026"}, "day", "Datum"),
        ({"Datum": "morgen"}, "day", "Datum"),
        ({"Datum": "24.11.26"}, "day", "Datum"),
        ({"Von": "25:00"}, "clock", "Von"),
        ({"Bis": "9:00"}, "ends_before", "Bis"),
        ({"Bis": ""}, "missing", "Bis"),
        ({"Wiederholung": "oft"}, "unknown", "Wiederholung"),
        ({"Wiederholung": "wöchentlich"}, "endless", "Letzter Tag"),
        ({"Wiederholung": "wöchentlich", "Letzter Tag": "1.11.2026"}, "no_dates", "Letzter Tag"),
        ({"Wiederholung": "täglich", "Letzter Tag": "1.11.2028"}, "too_many", "Letzter Tag"),
        ({"Letzter Tag": "24.12.2026"}, "no_repeat", "Wiederholung"),
        ({"Personen": "viele"}, "number", "Personen"),
        ({"Personen": "²"}, "number", "Personen"),
        ({"Aufbau (Minuten)": "999"}, "number", "Aufbau (Minuten)"),
        ({"Datum": "28.03.2027", "Von": "2:30", "Bis": "4:00"}, "clock_gap", "Von"),
        ({"Datum": "25.12.2026"}, "closed", ""),
        ({"Datum": "24.11.2031"}, "too_far", ""),
        ({"Datum": "01.01.0001", "Von": "0:00"}, "year", "Datum"),
    ],
)
def test_each_fault_has_its_column(scene: Scene, wrong: dict[str, str], code: str, column: str) -> None:
    finding = scene.one(Kind.RESERVATIONS, table({**DATE, **wrong}))
    assert (finding.faults[0].code, finding.faults[0].column) == (code, column)
    assert finding.becomes == Becomes.FAULTY


def test_all_faults_of_a_line_are_said_at_once(scene: Scene) -> None:
    finding = scene.one(Kind.RESERVATIONS, table({**DATE, "Raum": "Keller", "Von": "x", "Personen": "-1"}))
    assert [fault.column for fault in finding.faults] == ["Raum", "Von", "Personen"]


def test_the_past_is_left_out_and_a_running_series_begins_with_its_next_date(scene: Scene) -> None:
    past = {**DATE, "Datum": "3.11.2026", "Wofür": "Vorbei"}
    running = {**WEEKLY, "Datum": "3.1.2023"}
    look = scene.save(Kind.RESERVATIONS, table(past, running))
    assert becomes(look) == [Becomes.LEFT_OUT, Becomes.NEW]
    assert [hint.code for hint in look.findings[1].hints] == ["from"]
    assert scene.starts()[0] == "2026-11-24 09:00"
    assert len(scene.starts()) == 4
    assert becomes(scene.look(Kind.RESERVATIONS, table(past, running))) == [Becomes.LEFT_OUT, Becomes.SAME]


def test_closed_days_are_left_out_of_a_series_and_named(scene: Scene) -> None:
    line = {**WEEKLY, "Datum": "18.12.2026", "Letzter Tag": "8.1.2027"}
    look = scene.save(Kind.RESERVATIONS, table(line))
    assert [hint.code for hint in look.findings[0].hints] == ["closed", "closed"]
    assert [state for *_, state in scene.dates()] == [
        "confirmed",
        "skipped_closure",
        "skipped_closure",
        "confirmed",
    ]


def test_a_retired_room_cannot_be_named(scene: Scene) -> None:
    with scene.database.writing() as session:
        session.merge(scene.house.rooms[1], load=False).retired_at = small.NOW
    assert codes(scene.one(Kind.RESERVATIONS, table(DATE))) == ["unknown"]


@pytest.mark.parametrize(
    "word", ["monatlich", "monatlich am Wochentag", "alle 2 Wochen", "jährlich", "täglich"]
)
def test_every_word_for_a_repetition_is_a_series(scene: Scene, word: str) -> None:
    line = {**DATE, "Wiederholung": word, "Letzter Tag": f"{date(2027, 3, 30):%d.%m.%Y}"}
    assert scene.save(Kind.RESERVATIONS, table(line)).findings[0].becomes == Becomes.NEW
    assert scene.starts()[0] == "2026-11-24 09:00"
