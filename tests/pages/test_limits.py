"""Caps protect people's appointments and never lock out the house behind one address."""

from __future__ import annotations

from collections.abc import Callable

from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"


def test_a_number_can_be_tried_ten_times_an_hour(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    visitor = site.visitor().get("/code")
    sent = {"csrf_token": visitor.token(), "code": code, "name": "Falsch"}
    assert [visitor.post("/code", sent).status for _ in range(11)] == [422] * 10 + [429]
    assert visitor.post("/code", {**sent, "code": "222222"}).status == 422


def test_an_address_can_try_thirty_numbers(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    visitor = site.visitor().get("/code")
    sent = {"csrf_token": visitor.token(), "name": "Falsch"}
    answers = [visitor.post("/code", {**sent, "code": f"ABCD{number}"}).status for number in range(22, 53)]
    assert answers == [422] * 30 + [429]


def test_many_browsers_behind_one_address_can_all_hold_a_time(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    for _browser in range(50):
        visitor = site.visitor().get("/termin/energieberatung")
        assert visitor.post(
            "/termin/energieberatung", {"csrf_token": visitor.token(), "slot": NINE}
        ).status in (200, 409)


def test_one_browser_cannot_take_times_without_end(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    visitor = site.visitor().get("/termin/energieberatung")
    sent = {"csrf_token": visitor.token(), "slot": NINE}
    assert [visitor.post("/termin/energieberatung", sent).status for _ in range(41)] == [200] * 40 + [429]


def test_without_redis_the_caps_count_in_memory(build: Callable[..., Site]) -> None:
    site = build(limits=True, redis_url="redis://127.0.0.1:1/0")
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    visitor = site.visitor().get("/code")
    sent = {"csrf_token": visitor.token(), "code": code, "name": "Falsch"}
    assert [visitor.post("/code", sent).status for _ in range(11)] == [422] * 10 + [429]
