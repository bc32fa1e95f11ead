"""Moving reserved dates: identity stays, past dates stay, and what is in the way is told."""

from __future__ import annotations

from datetime import date

from booking.scheduling.walltime import at_wall
from tests.api.conftest import TUESDAY_14, TUESDAY_16
from tests.api.reservations import WEEKLY, date_of, done, identities, starts, statuses


def test_all_dates_move_by_as_many_days_as_the_first(api):
    made = api.reserve(rrule=WEEKLY)
    moved = done(
        api.by("ada").post(
            f"/reservations/{made['id']}/move",
            {"start": "2026-11-25T10:00:00+01:00", "end": "2026-11-25T11:30:00+01:00", "room": "buero-3"},
        )
    )
    assert starts(moved) == ["2026-11-25T10:00", "2026-12-02T10:00", "2026-12-09T10:00", "2026-12-16T10:00"]
    assert {each["end"][11:16] for each in moved["occurrences"]} == {"11:30"}
    assert {each["room"] for each in moved["occurrences"]} == {"buero-3"}
    assert identities(moved) == identities(made)
    assert moved["rrule"] == "FREQ=WEEKLY;BYDAY=WE;COUNT=4"
    assert api.by("ada").get(f"/reservations/{made['id']}").json == moved


def test_the_new_time_on_the_wall_is_everybodys_in_winter_and_summer(api):
    made = api.reserve(start="2027-03-23T14:00:00+01:00", end="2027-03-23T15:00:00+01:00", rrule=WEEKLY)
    moved = done(
        api.by("ada").post(f"/reservations/{made['id']}/move", {"start": "2027-03-23T09:00:00+01:00"})
    )
    assert [each["start"] for each in moved["occurrences"]][:2] == [
        "2027-03-23T09:00:00+01:00",
        "2027-03-30T09:00:00+02:00",
    ]


def test_what_is_past_stays_where_it_was(api):
    made = api.reserve(rrule=WEEKLY)
    api.clock.moment = at_wall(date(2026, 12, 2), 8)
    moved = done(
        api.by("ada").post(f"/reservations/{made['id']}/move", {"start": "2026-12-08T16:00:00+01:00"})
    )
    assert starts(moved) == ["2026-11-24T14:00", "2026-12-01T14:00", "2026-12-08T16:00", "2026-12-15T16:00"]
    for path in (date_of(made, 0) + "/move", date_of(made, 0) + "/cancel"):
        body = {"start": "2026-12-20T14:00:00+01:00"} if path.endswith("move") else {}
        answer = api.by("ada").post(path, body)
        assert (answer.status_code, answer.json["type"]) == (409, "/probleme/not-allowed-now")
        assert answer.json["reason"] == "past"
    cancelled = done(api.by("ada").post(f"/reservations/{made['id']}/cancel"))
    assert statuses(cancelled) == ["confirmed", "confirmed", "cancelled", "cancelled"]
    api.clock.moment = at_wall(date(2027, 1, 4), 8)
    for verb in ("move", "cancel"):
        body = {"start": "2027-01-05T14:00:00+01:00"} if verb == "move" else {}
        answer = api.by("ada").post(f"/reservations/{made['id']}/{verb}", body)
        assert (answer.status_code, answer.json["reason"]) == (409, "over")


def test_one_date_goes_its_own_way_and_keeps_it(api):
    made = api.reserve(rrule=WEEKLY)
    moved = done(api.by("ada").post(date_of(made, 1) + "/move", {"start": "2026-12-03T09:00:00+01:00"}))
    assert starts(moved) == ["2026-11-24T14:00", "2026-12-03T09:00", "2026-12-08T14:00", "2026-12-15T14:00"]
    assert identities(moved) == identities(made)
    moved = done(
        api.by("ada").post(f"/reservations/{made['id']}/move", {"start": "2026-11-24T15:00:00+01:00"})
    )
    assert starts(moved) == ["2026-11-24T15:00", "2026-12-03T09:00", "2026-12-08T15:00", "2026-12-15T15:00"]


def test_from_here_on_the_rest_goes_another_way(api):
    made = api.reserve(rrule=WEEKLY)
    wish = {"start": "2026-12-09T10:00:00+01:00", "following": True}
    moved = done(api.by("ada").post(date_of(made, 2) + "/move", wish))
    assert starts(moved) == ["2026-11-24T14:00", "2026-12-01T14:00", "2026-12-09T10:00", "2026-12-16T10:00"]
    assert identities(moved) == identities(made)
    assert moved["rrule"] == "FREQ=WEEKLY;BYDAY=WE;COUNT=2"
    assert done(api.by("ada").post(date_of(made, 2) + "/move", wish)) == moved


def test_all_dates_move_with_the_first_also_after_from_here_on(api):
    """Ten times, because the series have random ids and their order must not matter."""
    for number in range(10):
        first = {"start": f"2026-11-24T{9 + number:02}:00:00+01:00"}
        made = api.reserve(**first, end=f"2026-11-24T{9 + number:02}:20:00+01:00", rrule=WEEKLY)
        later = f"2026-12-08T{9 + number:02}:30:00+01:00"
        done(api.by("ada").post(date_of(made, 2) + "/move", {"start": later, "following": True}))
        day_later = {"start": f"2026-11-25T{9 + number:02}:00:00+01:00"}
        moved = done(api.by("ada").post(f"/reservations/{made['id']}/move", day_later))
        assert [each[:10] for each in starts(moved)] == [
            "2026-11-25",
            "2026-12-02",
            "2026-12-09",
            "2026-12-16",
        ]


def test_a_move_into_a_taken_time_moves_nothing_or_leaves_those_dates_out(api):
    api.reserve(by="fatma", start="2026-12-01T17:00:00+01:00", end="2026-12-01T18:00:00+01:00")
    made = api.reserve(rrule=WEEKLY)
    path, wish = f"/reservations/{made['id']}/move", {"start": TUESDAY_16}
    lost = api.by("ada").post(path, wish)
    assert (lost.status_code, lost.json["type"]) == (409, "/probleme/dates-taken")
    assert [each["recurrence_id"] for each in lost.json["conflicts"]] == ["2026-12-01T14:00:00+01:00"]
    assert lost.json["alternatives"][0]["kind"] == "other_room"
    assert api.by("ada").get(f"/reservations/{made['id']}").json == made
    moved = done(api.by("ada").post(path, {**wish, "on_conflict": "skip"}))
    assert statuses(moved) == ["confirmed", "skipped_conflict", "confirmed", "confirmed"]
    taking_place = [each["start"][:16] for each in moved["occurrences"] if each["status"] == "confirmed"]
    assert taking_place == ["2026-11-24T16:00", "2026-12-08T16:00", "2026-12-15T16:00"]


def test_a_move_that_leaves_out_the_first_date_is_harmless_twice_too(api):
    api.reserve(by="fatma", start="2026-11-25T14:00:00+01:00", end="2026-11-25T15:00:00+01:00")
    made = api.reserve(rrule=WEEKLY)
    wish = {"start": "2026-11-25T14:00:00+01:00", "on_conflict": "skip"}
    for path in (f"/reservations/{made['id']}/move", date_of(made, 0) + "/move"):
        first, second = (api.by("ada").post(path, {**wish}) for _ in range(2))
        assert done(second) == done(first)
        assert statuses(second.json) == ["skipped_conflict", "confirmed", "confirmed", "confirmed"]
        assert starts(second.json)[1] == "2026-12-02T14:00"


def test_a_single_date_that_cannot_go_there_says_where_it_can(api):
    api.reserve(by="fatma", room="buero-3")
    made = api.reserve()
    wish = {"start": TUESDAY_14, "room": "buero-3", "on_conflict": "skip"}
    answer = api.by("ada").post(date_of(made, 0) + "/move", wish)
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/dates-taken")
    assert answer.json["alternatives"]


def test_a_rule_that_cannot_follow_is_refused(api):
    made = api.reserve(
        start="2027-01-31T14:00:00+01:00", end="2027-01-31T15:00:00+01:00", rrule="FREQ=MONTHLY;COUNT=3"
    )
    answer = api.by("ada").post(f"/reservations/{made['id']}/move", {"start": "2027-02-01T14:00:00+01:00"})
    assert (answer.status_code, answer.json["type"]) == (422, "/probleme/cannot-shift")


def test_a_move_to_an_hour_that_march_skips_is_refused(api):
    made = api.reserve(
        start="2027-03-21T14:00:00+01:00", end="2027-03-21T15:00:00+01:00", rrule="FREQ=WEEKLY;COUNT=2"
    )
    answer = api.by("ada").post(f"/reservations/{made['id']}/move", {"start": "2027-03-21T02:30:00+01:00"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "start")
    assert api.by("ada").get(f"/reservations/{made['id']}").json == made
