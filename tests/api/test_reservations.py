"""Reserving a room over the API: once, as a series, and across the clock changes."""

from __future__ import annotations

from tests.api.conftest import RESERVING, TUESDAY_14, TUESDAY_16
from tests.api.reservations import WEEKLY, statuses


def instants(reservation):
    """With their offset to UTC."""
    return [each["start"] for each in reservation["occurrences"]]


def test_one_date_is_confirmed_at_once(api):
    answer = api.by("ada").post("/reservations", RESERVING)
    made = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/reservations/{made['id']}"
    assert made == {
        "id": made["id"],
        "title": "Sprechstunde",
        "provider": "Testverein",
        "status": "confirmed",
        "rrule": None,
        "occurrences": [
            {
                "id": made["occurrences"][0]["id"],
                "recurrence_id": TUESDAY_14,
                "start": TUESDAY_14,
                "end": TUESDAY_16,
                "room": "buero-2",
                "status": "confirmed",
                "title": "Sprechstunde",
            }
        ],
    }
    assert api.by("ada").get(f"/reservations/{made['id']}").json == made


def test_a_weekly_series_keeps_two_o_clock_from_march_to_november(api):
    made = api.reserve(
        start="2027-03-02T13:00:00Z",
        end="2027-03-02T15:00:00Z",
        rrule="RRULE:FREQ=WEEKLY;UNTIL=20271130T130000Z",
    )
    assert made["rrule"] == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271130T130000Z"
    assert len(made["occurrences"]) == 40
    assert {each[11:16] for each in instants(made)} == {"14:00"}
    assert instants(made)[3:5] == ["2027-03-23T14:00:00+01:00", "2027-03-30T14:00:00+02:00"]
    assert "2027-10-26T14:00:00+02:00" in instants(made)
    assert "2027-11-02T14:00:00+01:00" in instants(made)
    assert {each["end"][11:16] for each in made["occurrences"]} == {"16:00"}
    assert set(statuses(made)) == {"confirmed"}


def test_any_offset_says_the_same_time(api):
    made = api.reserve(start="2026-11-24T18:30:00+05:30", end="2026-11-24T10:00:00-05:00", rrule=WEEKLY)
    assert instants(made)[0] == TUESDAY_14
    assert instants(made)[1] == "2026-12-01T14:00:00+01:00"


def test_a_monthly_series_leaves_out_months_without_that_day(api):
    made = api.reserve(
        start="2027-01-31T14:00:00+01:00", end="2027-01-31T15:00:00+01:00", rrule="FREQ=MONTHLY;COUNT=4"
    )
    assert [each[:10] for each in instants(made)] == ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]


def test_exceptions_are_left_out_from_the_beginning(api):
    made = api.reserve(rrule=WEEKLY, exdates=["2026-12-01T13:00:00Z", "2026-12-15T14:00:00+01:00"])
    assert instants(made) == [TUESDAY_14, "2026-12-08T14:00:00+01:00"]
    assert made["rrule"] == "FREQ=WEEKLY;BYDAY=TU;COUNT=4"


def test_a_date_may_go_past_midnight_and_over_the_clock_change(api):
    """The night has ten hours on the clock, and nine to sleep in."""
    made = api.reserve(start="2027-03-27T20:00:00+01:00", end="2027-03-28T06:00:00+02:00")
    assert made["occurrences"][0]["end"] == "2027-03-28T06:00:00+02:00"
