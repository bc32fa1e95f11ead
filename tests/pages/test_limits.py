"""Caps protect people's appointments and never lock out the house behind one address."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from limits import parse
from werkzeug.exceptions import TooManyRequests

from booking.scheduling.walltime import at_wall
from booking.web.counting import Counters
from booking.web.limits import MAILS_HOUR, Cap, count, network
from tests.house import TUESDAY
from tests.pages.conftest import Site

NINE, TEN = "2026-11-24T08:00Z", "2026-11-24T09:00Z"


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


def holding(site: Site, start: str, address: str = "203.0.113.1") -> int:
    """A new browser takes a time."""
    visitor = site.visitor().get("/termin/energieberatung")
    sent = {"csrf_token": visitor.token(), "slot": start}
    return visitor.post("/termin/energieberatung", sent, environ_base={"REMOTE_ADDR": address}).status


def test_a_network_holds_sixty_times_at_most(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    assert 429 not in [holding(site, NINE) for _ in range(60)]
    assert holding(site, NINE) == 429
    assert holding(site, NINE, "203.0.113.2") in (200, 409)


def test_the_same_time_again_is_not_one_more_until_it_lasts(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    sent = {"csrf_token": maria.token(), "slot": NINE}
    for _ in range(30):
        maria.post("/termin/energieberatung", sent)
    assert [holding(site, NINE, "127.0.0.1") for _ in range(59)] == [409] * 59
    assert maria.post("/termin/energieberatung", sent).status == 200
    site.wait(20)
    details = {"csrf_token": sent["csrf_token"], "name": "Maria", "contact": "none"}
    assert maria.post("/termin/energieberatung", sent).status == 429
    assert maria.post("/termin/energieberatung/angaben", details).status == 429


@pytest.mark.parametrize(
    ("addresses", "networks"),
    [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], ["2001:db8:1:2::/64"]),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], ["2001:db8:1:2::/64", "2001:db8:1:3::/64"]),
        (["::ffff:203.0.113.1", "203.0.113.1"], ["203.0.113.1"]),
        (["", "no address"], ["unknown"]),
    ],
)
def test_an_ipv6_line_is_one_network(site: Site, addresses: list[str], networks: list[str]) -> None:
    found = []
    for address in addresses:
        with site.app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            found.append(network())
    assert sorted(set(found)) == networks


@pytest.mark.parametrize("place", ["redis", "memory"])
def test_in_redis_and_in_memory_a_window_counts_the_same(redis_url: str, place: str) -> None:
    counters, item = Counters(redis_url if place == "redis" else None), parse("3 per second")
    hits = [counters.ask(lambda windows: windows.hit(item, "x")) for _ in range(4)]
    assert hits == [True, True, True, False]
    assert not counters.ask(lambda windows: windows.test(item, "x"))
    assert counters.ask(lambda windows: windows.test(item, "y"))
    time.sleep(1.1)
    assert counters.ask(lambda windows: windows.test(item, "x"))
    counters.ask(lambda windows: windows.hit(item, "x"))
    counters.ask(lambda windows: windows.clear(item, "x") is None)
    assert [counters.ask(lambda windows: windows.hit(item, "x")) for _ in range(4)] == hits


@pytest.mark.race
def test_each_count_reaches_its_own_window(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    cap = Cap("things", "100 per hour")
    start = Barrier(8)

    def go_on(who: str) -> None:
        start.wait()
        for _ in range(100):
            with site.app.test_request_context():
                count(cap, who)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(go_on, "abcdefgh"))
    for who in "abcdefgh":
        with site.app.test_request_context(), pytest.raises(TooManyRequests):
            count(cap, who)


def test_a_mailbox_that_got_enough_keeps_everything_on_the_page(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    with site.app.test_request_context():
        for _ in range(6):
            count(MAILS_HOUR, "maria@example.org")
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="email", email="Maria@example.org")
    maria.press("Termin verbindlich buchen")
    assert maria.status == 429
    assert maria.page.headers["Retry-After"] == "3600"
    assert "ging gerade schon viel Post von uns" in maria.text
    assert "Rufen Sie uns an" in maria.text
    assert [row.status for row in site.appointments()] == ["held"]
    maria.get("/termin/energieberatung/angaben")
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none").press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text


def test_an_appointment_moves_ten_times_an_hour(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    answers = []
    for start in (TEN, NINE) * 6:
        visitor = site.visitor().get(f"/t/{token}/verschieben")
        answers.append(
            visitor.post(f"/t/{token}/verschieben", {"csrf_token": visitor.token(), "slot": start}).status
        )
    assert answers == [200] * 10 + [429] * 2
    site.visitor().get(f"/t/{token}/absagen").press("Termin absagen")
    assert [row.status for row in site.appointments()] == ["cancelled"]
