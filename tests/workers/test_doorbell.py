"""The doorbell never raises, never holds anybody up, and rings once for many."""

from __future__ import annotations

import time
from threading import Event

from booking.notifications.models import Fate
from tests.notifications.office import Office
from tests.servers.waiting import wait_until
from workers.doorbell import Doorbell


def test_nobody_waits_for_a_broker_that_hangs() -> None:
    answered = Event()
    bell = Doorbell(lambda: (answered.wait(5), None)[1])
    started = time.monotonic()
    for _ in range(1000):
        bell.ring()
    assert time.monotonic() - started < 1
    answered.set()


def test_a_broken_broker_is_no_news_and_the_next_ring_is_tried() -> None:
    rung = []

    def refuse() -> None:
        rung.append(1)
        raise ConnectionRefusedError

    bell = Doorbell(refuse)
    for wanted in (1, 2, 3):
        bell.ring()
        wait_until(lambda wanted=wanted: len(rung) >= wanted, 5, "a ring")


def test_many_pushes_are_few_rings() -> None:
    rung = []
    bell = Doorbell(lambda: (time.sleep(0.1), rung.append(1))[1])
    for _ in range(200):
        bell.ring()
    wait_until(lambda: rung, 5, "a ring")
    time.sleep(0.3)
    assert 1 <= len(rung) <= 2


def test_the_steps_of_the_engine_do_without_any_broker(keeping_office: Office) -> None:
    """What standby calls when Redis is away."""
    keeping_office.open_hours()
    keeping_office.book()
    keeping_office.engine.dispatch()
    for delivery_id in keeping_office.engine.due_deliveries():
        keeping_office.engine.deliver(delivery_id)
    keeping_office.engine.remind()
    keeping_office.engine.tidy()
    assert {delivery.fate for delivery in keeping_office.deliveries()} == {Fate.SENT}
