"""One browser that sends twice at once: impatient fingers, two windows, a slow line."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from werkzeug.test import TestResponse

from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE, TEN = "2026-11-24T08:00Z", "2026-11-24T09:00Z"
TIMES = 5

pytestmark = pytest.mark.race


def at_once(
    site: Site, visitor: Visitor, path: str, each: Callable[[int], dict[str, str]]
) -> list[TestResponse]:
    """The same browser, with the same cookie, sends several forms at the same moment."""
    cookie = visitor.client.get_cookie("treffpunkt")
    assert cookie is not None
    start = Barrier(TIMES)

    def send(number: int) -> TestResponse:
        client = site.app.test_client()
        client.set_cookie("treffpunkt", cookie.value)
        start.wait()
        return client.post(path, data=each(number))

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(send, range(TIMES)))


def test_five_taps_on_one_time_are_one_hold(site: Site) -> None:
    visitor = site.visitor().get("/termin/energieberatung")
    sent = {"csrf_token": visitor.token(), "slot": NINE}
    answers = at_once(site, visitor, "/termin/energieberatung", lambda _number: sent)
    assert {answer.status_code for answer in answers} == {303}
    assert [row.status for row in site.appointments()] == ["held"]


def test_taps_on_different_times_leave_one_hold(site: Site) -> None:
    visitor = site.visitor().get("/termin/energieberatung")
    token, slots = visitor.token(), visitor.slots()
    answers = at_once(
        site, visitor, "/termin/energieberatung", lambda number: {"csrf_token": token, "slot": slots[number]}
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len(site.appointments()) == 1
    assert len(site.visitor().get("/termin/energieberatung").slots()) == 5


def test_five_confirmations_are_one_appointment(site: Site) -> None:
    visitor = site.visitor().get("/termin/energieberatung").press(NINE)
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="none")
    (form,) = [form for form in visitor.forms if form.action.endswith("/pruefen")]
    answers = at_once(site, visitor, form.action, lambda _number: dict(form.fields))
    assert {answer.status_code for answer in answers} == {303}
    assert all(answer.headers["Location"].startswith("/t/") for answer in answers)
    assert [(row.status, row.sequence) for row in site.appointments()] == [("confirmed", 0)]
    assert sum("AppointmentBooked" in row for row in site.rows()["event"]) == 1


def test_five_moves_to_one_time_are_one_move(site: Site) -> None:
    visitor = site.visitor().get("/termin/energieberatung").press(NINE)
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="none").press("Termin verbindlich buchen")
    visitor.follow("Termin verschieben")
    sent = {"csrf_token": visitor.token(), "slot": TEN}
    answers = at_once(site, visitor, visitor.path, lambda _number: sent)
    assert {answer.status_code for answer in answers} == {303}
    assert [row.sequence for row in site.appointments()] == [1]
    assert sum("AppointmentMoved" in row for row in site.rows()["event"]) == 1
