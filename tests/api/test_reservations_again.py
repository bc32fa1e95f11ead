"""Calling off, doing things twice, and what only the house may do."""

from __future__ import annotations

from tests.api.conftest import TUESDAY_14, TUESDAY_16
from tests.api.reservations import WEEKLY, date_of, done, events, statuses

KEY = "3f0c2a58-6b1f-4f0e-9a53-0d2c1e7b9a11"


def test_the_same_change_twice_is_harmless(api):
    made = api.reserve(rrule=WEEKLY)
    for path, body in (
        (f"/reservations/{made['id']}/move", {"start": TUESDAY_16}),
        (date_of(made, 1) + "/move", {"start": "2026-12-04T09:00:00+01:00"}),
        (date_of(made, 0) + "/cancel", {}),
        (date_of(made, 2) + "/cancel", {"following": True}),
        (f"/reservations/{made['id']}/cancel", {}),
    ):
        first = done(api.by("ada").post(path, body))
        told = events(api)
        assert done(api.by("ada").post(path, body)) == first
        assert events(api) == told
    assert first["status"] == "cancelled"
    assert events(api)[-5:] == [
        "ReservationChanged",
        "ReservationChanged",
        "ReservationChanged",
        "ReservationChanged",
        "ReservationCancelled",
    ]


def test_a_cancelled_date_is_free_and_never_blocks_its_series(api):
    made = api.reserve(rrule=WEEKLY)
    cancelled = done(api.by("ada").post(date_of(made, 1) + "/cancel"))
    assert statuses(cancelled) == ["confirmed", "cancelled", "confirmed", "confirmed"]
    api.reserve(by="fatma", start="2026-12-01T14:00:00+01:00", end="2026-12-01T18:00:00+01:00")
    moved = done(api.by("ada").post(f"/reservations/{made['id']}/move", {"start": TUESDAY_16}))
    assert statuses(moved) == ["confirmed", "cancelled", "confirmed", "confirmed"]
    again = api.by("ada").post(date_of(made, 1) + "/move", {"start": "2026-12-02T14:00:00+01:00"})
    assert (again.status_code, again.json["reason"]) == (409, "cancelled")


def test_a_key_makes_each_post_happen_once(api):
    wish = {"room": "buero-2", "start": TUESDAY_14, "end": TUESDAY_16, "title": "Treff", "rrule": WEEKLY}
    first, second = (api.by("ada").post("/reservations", wish, Idempotency_Key=KEY) for _ in range(2))
    assert (first.status_code, second.status_code, second.data) == (201, 201, first.data)
    assert second.headers["Location"] == first.headers["Location"]
    other = api.by("ada").post("/reservations", {**wish, "title": "Anderes"}, Idempotency_Key=KEY)
    assert (other.status_code, other.json["type"]) == (422, "/probleme/idempotency-key-reused")
    path = f"/reservations/{first.json['id']}/move"
    moved = api.by("ada").post(path, {"start": TUESDAY_16}, Idempotency_Key=KEY)
    api.by("ada").post(path, {"start": TUESDAY_14})
    assert api.by("ada").post(path, {"start": TUESDAY_16}, Idempotency_Key=KEY).data == moved.data
    shown = api.by("ada").get(f"/reservations/{first.json['id']}").json
    assert shown["occurrences"][0]["start"] == TUESDAY_14


def test_into_the_hall_and_within_it_the_house_decides(api):
    made = api.reserve()
    into = api.by("lea").post(date_of(made, 0) + "/move", {"start": TUESDAY_14, "room": "saal-b"})
    assert (into.status_code, into.json["reason"]) == (409, "needs_approval")
    assert done(api.by("stefan").post(date_of(made, 0) + "/move", {"start": TUESDAY_14, "room": "saal-b"}))
    within = api.by("ada").post(f"/reservations/{made['id']}/move", {"start": TUESDAY_16})
    assert (within.status_code, within.json["reason"]) == (409, "needs_approval")
    asked = api.reserve(room="saal-a")
    moved = done(api.by("ada").post(f"/reservations/{asked['id']}/move", {"start": TUESDAY_16}))
    assert (moved["status"], statuses(moved)) == ("pending", ["pending"])
