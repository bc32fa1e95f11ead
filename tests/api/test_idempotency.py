"""Idempotency-Key: a call that is sent again is done once and answered the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests import house
from tests.api.conftest import BOOKING, TUESDAY_10
from tests.api.test_booking import appointments

ELSEWHERE = {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
KEY = {"Idempotency-Key": "3f0c2a58-6b1f-4f0e-9a53-0d2c1e7b9a11"}


def test_the_same_key_gives_the_same_answer(api):
    first, second = (api.post("/appointments", BOOKING, headers=KEY) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.data == second.data
    assert first.headers["Location"] == second.headers["Location"]
    assert appointments(api) == 1


def test_the_order_of_fields_is_not_another_body(api):
    first = api.post("/appointments", BOOKING, headers=KEY)
    turned = dict(reversed(BOOKING.items()))
    assert api.post("/appointments", turned, headers=KEY).json == first.json


def test_another_body_under_the_same_key_is_refused(api):
    api.post("/appointments", BOOKING, headers=KEY)
    answer = api.post("/appointments", {**BOOKING, "start": TUESDAY_10}, headers=KEY)
    assert (answer.status_code, answer.json["type"]) == (422, "/probleme/idempotency-key-reused")
    assert appointments(api) == 1


def test_strangers_with_one_key_do_not_meet(api):
    first = api.post("/appointments", BOOKING, headers=KEY)
    other = api.post(
        "/appointments", {**BOOKING, "start": TUESDAY_10, "name": "Josef"}, headers=KEY, **ELSEWHERE
    )
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json["token"] != other.json["token"]
    assert appointments(api) == 2


def test_a_phone_that_changes_its_network_meets_its_own_call(api):
    first = api.post("/appointments", BOOKING, headers=KEY)
    again = api.post("/appointments", BOOKING, headers=KEY, **ELSEWHERE)
    assert (again.status_code, again.data) == (201, first.data)
    assert appointments(api) == 1


def test_twenty_at_once_are_one(api):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: api.post("/appointments", BOOKING, headers=KEY), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert appointments(api) == 1


def test_a_key_belongs_to_one_call(api):
    token = api.post("/appointments", BOOKING, headers=KEY).json["token"]
    moved = api.post(f"/appointments/{token}/move", {"start": TUESDAY_10}, headers=KEY)
    assert (moved.status_code, moved.json["sequence"]) == (200, 1)
    cancelled = api.post(f"/appointments/{token}/cancel", headers=KEY)
    assert cancelled.json["status"] == "cancelled"
    assert api.post(f"/appointments/{token}/cancel", headers=KEY).data == cancelled.data
    assert api.post(f"/appointments/{token}/move", {"start": TUESDAY_10}, headers=KEY).data == moved.data


def test_a_refusal_is_not_remembered(api):
    lost = api.book()
    assert api.post("/appointments", BOOKING, headers=KEY).status_code == 409
    api.post(f"/appointments/{lost['token']}/cancel")
    assert api.post("/appointments", BOOKING, headers=KEY).status_code == 201


def test_a_key_is_forgotten_after_a_day(api):
    body = {**BOOKING, "start": "2026-11-24T11:30:00+01:00"}
    assert api.post("/appointments", body, headers=KEY).status_code == 201
    api.clock.moment = house.NOW + timedelta(hours=24)
    assert api.post("/appointments", body, headers=KEY).status_code == 409


def test_a_key_nobody_can_write_down_is_refused(api):
    for key in ("", "   ", "x" * 201, "a\tb", "a\x7fb", "a\x85b"):
        answer = api.post("/appointments", BOOKING, headers={"Idempotency-Key": key})
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert appointments(api) == 0
