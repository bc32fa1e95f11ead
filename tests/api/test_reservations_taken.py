"""Dates that are taken, closed, or for the house to decide about."""

from __future__ import annotations

from datetime import date

import pytest

from booking.house.calendar import close
from booking.house.school_holidays import add_school_holiday
from booking.scheduling.walltime import at_wall, day_bounds
from tests.api.conftest import RESERVING, TUESDAY_14
from tests.api.reservations import WEEKLY, starts, statuses


def shut(api, day, reason):
    with api.runtime.database.writing() as session:
        close(session, day_bounds(day), reason=reason)


def test_a_taken_date_refuses_the_series_and_says_what_is_free(api):
    api.reserve(by="fatma", start="2026-12-01T15:00:00+01:00", end="2026-12-01T16:00:00+01:00")
    answer = api.by("ada").post("/reservations", {**RESERVING, "rrule": WEEKLY})
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/dates-taken")
    assert answer.content_type == "application/problem+json"
    assert answer.json["conflicts"] == [
        {
            "recurrence_id": "2026-12-01T14:00:00+01:00",
            "start": "2026-12-01T14:00:00+01:00",
            "end": "2026-12-01T16:00:00+01:00",
            "room": "buero-2",
            "state": "conflict",
            "reason": "Der Raum ist dann belegt.",
        }
    ]
    assert [(each["kind"], each["start"][:16], each["room"]) for each in answer.json["alternatives"]] == [
        ("other_room", "2026-12-01T14:00", "buero-1"),
        ("other_room", "2026-12-01T14:00", "buero-3"),
        ("other_time", "2026-12-01T13:00", "buero-2"),
        ("other_day", "2026-12-02T14:00", "buero-2"),
    ]
    assert {each["recurrence_id"] for each in answer.json["alternatives"]} == {"2026-12-01T14:00:00+01:00"}
    assert api.by("lea").get("/reservations?room=buero-2&to=2026-11-30").json == []


def test_an_alternative_can_be_reserved_as_it_is(api):
    api.reserve(by="fatma")
    lost = api.by("ada").post("/reservations", RESERVING).json
    assert len(lost["alternatives"]) == 4
    for each in lost["alternatives"]:
        api.reserve(**{name: each[name] for name in ("room", "start", "end")})


def test_taken_dates_can_be_skipped(api):
    api.reserve(by="fatma", start="2026-12-01T15:00:00+01:00", end="2026-12-01T16:00:00+01:00")
    made = api.reserve(rrule=WEEKLY, on_conflict="skip")
    assert statuses(made) == ["confirmed", "skipped_conflict", "confirmed", "confirmed"]
    assert made["status"] == "confirmed"


def test_nothing_is_saved_when_every_date_is_taken(api):
    api.reserve(by="fatma", rrule=WEEKLY)
    answer = api.by("ada").post("/reservations", {**RESERVING, "rrule": WEEKLY, "on_conflict": "skip"})
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/dates-taken")
    assert [each["state"] for each in answer.json["conflicts"]] == ["conflict"] * 4


def test_holidays_and_closed_days_are_skipped_without_asking(api):
    shut(api, date(2026, 12, 29), "Zwischen den Jahren")
    wish = {
        "start": "2026-12-18T14:00:00+01:00",
        "end": "2026-12-18T16:00:00+01:00",
        "rrule": "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=5",
    }
    made = api.reserve(**wish)
    assert [(each["start"][:10], each["status"]) for each in made["occurrences"]] == [
        ("2026-12-18", "confirmed"),
        ("2026-12-22", "confirmed"),
        ("2026-12-25", "skipped_closure"),
        ("2026-12-29", "skipped_closure"),
        ("2027-01-01", "skipped_closure"),
    ]
    kept = api.reserve(**wish, room="buero-3", on_closure="keep")
    assert statuses(kept) == ["confirmed", "confirmed", "confirmed", "asleep", "confirmed"]


def test_a_single_date_on_a_closed_day_is_refused_with_the_reason(api):
    shut(api, date(2026, 11, 24), "Betriebsausflug")
    answer = api.by("ada").post("/reservations", RESERVING)
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/dates-taken")
    assert [(each["state"], each["reason"]) for each in answer.json["conflicts"]] == [
        ("closure", "Betriebsausflug")
    ]
    christmas = {"start": "2026-12-25T14:00:00+01:00", "end": "2026-12-25T16:00:00+01:00"}
    answer = api.by("ada").post("/reservations", {**RESERVING, **christmas})
    assert [(each["state"], each["reason"]) for each in answer.json["conflicts"]] == [
        ("holiday", "Erster Weihnachtstag")
    ]
    assert [each["kind"] for each in answer.json["alternatives"]] == ["other_day"]
    assert api.reserve(**christmas, on_closure="keep")["status"] == "confirmed"


def test_a_series_takes_place_in_school_holidays_unless_it_says_otherwise(api):
    with api.runtime.database.writing() as session:
        add_school_holiday(session, date(2026, 11, 30), date(2026, 12, 5), "Testferien")
    weekly = {"rrule": "FREQ=WEEKLY;COUNT=3"}
    assert statuses(api.reserve(**weekly)) == ["confirmed"] * 3
    skips = api.reserve(**weekly, room="buero-3", on_school_holiday="skip")
    assert statuses(skips) == ["confirmed", "skipped_closure", "confirmed"]
    wish = {"start": "2026-12-01T14:00:00+01:00", "end": "2026-12-01T16:00:00+01:00", "room": "buero-2"}
    answer = api.by("ada").post("/reservations", {**RESERVING, **wish, "on_school_holiday": "skip"})
    assert answer.status_code == 409
    assert [(each["state"], each["reason"]) for each in answer.json["conflicts"]] == [
        ("school_holiday", "Schulferien: Testferien")
    ]


def test_set_up_and_clean_up_belong_to_what_is_taken(api):
    made = api.reserve(setup_minutes=30, cleanup_minutes=30, people=3, needs=["confidential"])
    assert starts(made) == [TUESDAY_14[:16]]
    before = {**RESERVING, "start": "2026-11-24T12:30:00+01:00", "end": TUESDAY_14}
    assert api.by("ada").post("/reservations", before).status_code == 409
    assert api.reserve(**{**before, "end": "2026-11-24T13:30:00+01:00"})


def test_dates_that_are_in_each_others_way_are_conflicts_too(api):
    """Four hours before and after sixteen fill a day, and the night of 28 March is an hour shorter."""
    answer = api.by("ada").post(
        "/reservations",
        {
            **RESERVING,
            "start": "2027-03-27T05:00:00+01:00",
            "end": "2027-03-27T21:00:00+01:00",
            "rrule": "FREQ=DAILY;COUNT=2",
            "setup_minutes": 240,
            "cleanup_minutes": 240,
        },
    )
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/dates-taken")
    assert [(each["start"][:10], each["state"]) for each in answer.json["conflicts"]] == [
        ("2027-03-28", "conflict")
    ]


@pytest.mark.parametrize("room", ["saal", "saal-a"])
def test_providers_ask_for_the_hall_and_the_house_takes_it(api, room):
    asked = api.reserve(room=room, rrule=WEEKLY)
    assert (asked["status"], set(statuses(asked))) == ("pending", {"pending"})
    evening = {"start": "2026-11-24T18:00:00+01:00", "end": "2026-11-24T20:00:00+01:00"}
    taken = api.reserve("stefan", room=room, provider="haus", **evening)
    assert (taken["status"], statuses(taken)) == ("confirmed", ["confirmed"])


def test_a_request_holds_its_time_until_the_deadline(api):
    asked = api.reserve(room="saal", start="2026-12-01T14:00:00+01:00", end="2026-12-01T16:00:00+01:00")
    part = {**RESERVING, "room": "saal-a", "start": "2026-12-01T15:00:00+01:00"}
    part["end"] = "2026-12-01T16:00:00+01:00"
    assert api.by("fatma").post("/reservations", part).status_code == 409
    api.clock.moment = at_wall(date(2026, 11, 26), 8)
    mine = api.by("ada").get(f"/reservations/{asked['id']}").json
    assert (mine["status"], statuses(mine)) == ("cancelled", ["cancelled"])
    assert api.by("ada").get("/reservations?to=2026-12-08").json == []
    moving = api.by("ada").post(f"/reservations/{asked['id']}/move", {"start": "2026-12-02T14:00:00+01:00"})
    assert (moving.status_code, moving.json["reason"]) == (409, "expired")
    assert api.by("fatma").post("/reservations", part).json["status"] == "pending"
