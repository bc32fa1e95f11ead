"""Rule 1 from outside: rivals over HTTP get one 201 and honest 409s with alternatives, never a 5xx."""

from __future__ import annotations

import http.client
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.living import LivingHouse

pytestmark = pytest.mark.race

ROUNDS = 10
RIVALS = 20


def call(house: LivingHouse, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    parts = urlsplit(house.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        payload = json.dumps(body) if body is not None else None
        connection.request(method, path, payload, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def free_starts(house: LivingHouse, offer: str) -> list[str]:
    """Single places in the house: on the phone, a booking needs a number."""
    _, answer = call(house, "GET", f"/api/v1/offers/{offer}/slots")
    return [slot["start"] for slot in answer["slots"] if slot["places"] == 1 and slot["room"]]


def test_one_of_many_gets_the_slot(any_house: LivingHouse) -> None:
    starts = free_starts(any_house, "hochwasserhilfe")[-ROUNDS:]
    barrier = Barrier(RIVALS)

    def rival(number: int) -> list[tuple[int, Any]]:
        answers = []
        for start in starts:
            barrier.wait(120)
            wish = {"offer": "hochwasserhilfe", "start": start, "name": f"Rivale {number}"}
            answers.append(call(any_house, "POST", "/api/v1/appointments", wish))
        return answers

    with ThreadPoolExecutor(RIVALS) as pool:
        by_rival = list(pool.map(rival, range(RIVALS)))
    for answers in zip(*by_rival, strict=True):
        assert Counter(status for status, _ in answers) == {201: 1, 409: RIVALS - 1}
        lost = next(problem for status, problem in answers if status == 409)
        assert lost["alternatives"]


def test_the_same_key_from_many_at_once_is_one_appointment(any_house: LivingHouse) -> None:
    start = free_starts(any_house, "energieberatung")[-1]
    wish = {"offer": "energieberatung", "start": start, "name": "Frau Doppelklick"}

    def rival(_number: int) -> tuple[int, Any]:
        return call(any_house, "POST", "/api/v1/appointments", wish, **{"Idempotency-Key": f"einmal-{start}"})

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(rival, range(10)))
    assert {status for status, _ in answers} == {201}
    assert len({answer["code"] for _, answer in answers}) == 1
    assert len({answer["token"] for _, answer in answers}) == 1
