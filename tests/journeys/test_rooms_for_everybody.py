"""Every page about rooms, for each role, wide and narrow: axe finds nothing, nothing sticks out, keys are enough."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import sign_in

TUESDAY = "tag=2027-01-05"
PAGES = {
    "adviser": ("/ich", "/reservierungen", "/reservieren", "/planer", "/planer/woche", "/abonnements"),
    "lead": ("/reservierungen", "/reservieren", "/planer", "/abonnements"),
    "staff": (
        "/planer",
        f"/planer?{TUESDAY}",
        f"/planer/woche?{TUESDAY}",
        f"/planer/woche?{TUESDAY}&raum=buero-1",
        "/anfragen",
        "/reservierungen",
        "/reservieren",
        "/abonnements",
    ),
    "caretaker": ("/planer", "/planer/woche", "/abonnements"),
}
STEPS = ("", "/verschieben", "/absagen", "/umbenennen")


@pytest.mark.parametrize("role", PAGES)
def test_every_page_about_rooms(page: Page, living_house: LivingHouse, role: str) -> None:
    sign_in(page, living_house, role)
    findings = []
    for path in PAGES[role]:
        page.goto(living_house.url + path)
        findings += look(page, f"{role}{path.partition('?')[0].replace('/', '-')}")
    assert findings == []


def test_every_step_of_a_reservation(page: Page, living_house: LivingHouse) -> None:
    sign_in(page, living_house, "lead")
    page.goto(f"{living_house.url}/reservierungen")
    own = page.locator('main a[href^="/reservierung/"]').first.get_attribute("href")
    findings = []
    for step in (*STEPS, "/sprechstunde"):
        page.goto(f"{living_house.url}{own}{step}")
        findings += look(page, f"reservierung{step.replace('/', '-')}")
    assert findings == []


def test_a_request_for_the_hall(page: Page, living_house: LivingHouse) -> None:
    sign_in(page, living_house, "staff")
    page.goto(f"{living_house.url}/anfragen")
    page.locator('main a[href^="/anfrage/"]').first.click()
    assert look(page, "anfrage") == []
