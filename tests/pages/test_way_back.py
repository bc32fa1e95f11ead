"""From the desk to the page of somebody's appointment and back again; residents see no way to the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_walls import take_down

SignIn = Callable[..., Visitor]
STAFF, BACK = "empfang@example.org", "Zurück zum Empfang"
LINK = 'href="/empfang" lang="de"'


@pytest.fixture
def staff(site: Site, signed_in: SignIn) -> Visitor:
    return signed_in(Role.STAFF, STAFF)


@pytest.fixture
def taken(site: Site, staff: Visitor) -> str:
    """An appointment that the desk took down."""
    appointment_id, _, _ = site.booked(at_wall(TUESDAY, 9))
    take_down(site, appointment_id, STAFF)
    return appointment_id


def test_moved_for_a_caller(staff: Visitor, taken: str) -> None:
    staff.get(f"/empfang/termin/{taken}").press("Verschieben oder absagen")
    assert staff.path.startswith("/t/")
    assert LINK in staff.text
    own = staff.path
    staff.get(f"{own}/verschieben")
    assert LINK in staff.text
    staff.press("2026-11-24T09:00Z")
    assert "Ihr Termin ist verschoben." in staff.text
    assert LINK in staff.text
    staff.get("/empfang")
    assert staff.status == 200


def test_cancelled_for_a_caller_and_taken_back(staff: Visitor, taken: str) -> None:
    staff.get(f"/empfang/termin/{taken}").press("Verschieben oder absagen")
    staff.get(f"{staff.path}/absagen").press("Termin absagen")
    assert "Ihr Termin ist abgesagt." in staff.text
    assert LINK in staff.text
    staff.press("Doch nicht absagen")
    assert LINK in staff.text


def test_opened_with_number_and_name(site: Site, staff: Visitor) -> None:
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    staff.get("/empfang").press("Finden", suche=code)
    staff.press("Termin öffnen", name="Maria Muster")
    assert staff.path.startswith("/t/")
    assert LINK in staff.text


def test_residents_never_see_it(site: Site, staff: Visitor, taken: str) -> None:
    staff.get(f"/empfang/termin/{taken}").press("Verschieben oder absagen")
    path = staff.path
    assert BACK not in site.visitor().get(path).text
    staff.press("Ausloggen")
    assert BACK not in staff.get(path).text


def test_nor_does_who_came_from_elsewhere_or_is_elsewhere(site: Site, staff: Visitor, taken: str) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 10))
    assert BACK not in staff.get(f"/t/{token}").text
    staff.get(f"/empfang/termin/{taken}").press("Verschieben oder absagen")
    for path in ("/", "/code", "/heute"):
        assert LINK not in staff.get(path).text


def test_an_adviser_goes_back_to_their_own_day(site: Site, signed_in: SignIn) -> None:
    adviser = signed_in(Role.ADVISER, "ada@example.org")
    appointment_id, _, _ = site.booked(at_wall(TUESDAY, 9))
    take_down(site, appointment_id, "ada@example.org")
    adviser.get(f"/empfang/termin/{appointment_id}").press("Verschieben oder absagen")
    assert "Zurück zu meinen Terminen" in adviser.text
    assert BACK not in adviser.text
