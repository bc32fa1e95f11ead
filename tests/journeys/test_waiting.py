"""The waiting list in a real browser: every state in German and Arabic, wide and narrow, and by keyboard alone."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import sign_in, submit_main_form
from tests.servers.browser import open_page

PATIENCE = 40  # seconds: the list moves within a second, and every half minute at the latest


def join(page: Page, house: LivingHouse, prefix: str, name: str, *, party: str = "1") -> None:
    page.goto(f"{house.url}{prefix}/warteliste/energieberatung")
    page.locator("#party").select_option(party)
    page.locator("#name").fill(name)
    page.locator("#contact-phone").check()
    page.locator("#phone").fill("02175 123456")
    submit_main_form(page)
    page.wait_for_url("**/w/*")


def wait_for_an_offer(page: Page) -> None:
    """Look at the page again until a time is held."""
    ends = time.monotonic() + PATIENCE
    while page.locator("form[action$='/nehmen'] [formaction]").count() == 0:
        assert time.monotonic() < ends, page.locator("h1").inner_text()
        page.wait_for_timeout(500)
        page.reload()


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_state_of_waiting(page: Page, living_house: LivingHouse, prefix: str) -> None:
    tag = prefix.replace("/", "-")
    page.goto(f"{living_house.url}{prefix}/warteliste/energieberatung")
    assert page.locator("html").get_attribute("dir") == ("rtl" if prefix else "ltr")
    findings = look(page, f"warteliste{tag}")
    submit_main_form(page)
    findings += look(page, f"warteliste-fehler{tag}")
    join(page, living_house, prefix, "Familie Ö.", party="6")
    findings += look(page, f"warteliste-wartet{tag}")
    own = page.url
    for step in ("wuensche", "beenden"):
        page.goto(f"{own}/{step}")
        findings += look(page, f"warteliste-{step}{tag}")
    submit_main_form(page)
    findings += look(page, f"warteliste-ende{tag}")
    for name, path in {"zu": "/warteliste/schachtreff", "link-alt": "/w/abgelaufen"}.items():
        page.goto(f"{living_house.url}{prefix}{path}")
        findings += look(page, f"warteliste-{name}{tag}")
    join(page, living_house, prefix, "Frau Ü.")
    wait_for_an_offer(page)
    own = page.url
    findings += look(page, f"warteliste-angebot{tag}")
    page.locator("[formaction]").click()
    findings += look(page, f"warteliste-passt-nicht{tag}")
    wait_for_an_offer(page)
    page.locator("form[action$='/nehmen'] button").first.click()
    page.wait_for_url("**/t/*")
    page.goto(own)
    findings += look(page, f"warteliste-gebucht{tag}")
    assert findings == []


def test_what_staff_see(page: Page, living_house: LivingHouse) -> None:
    sign_in(page, living_house, "lead")
    page.goto(f"{living_house.url}/warteliste")
    findings = look(page, "warteliste-anbieter")
    page.locator("main a[href*='/warteliste/eintrag/']").first.click()
    findings += look(page, "warteliste-eintrag")
    page.get_by_role("button", name="Ausloggen").click()
    sign_in(page, living_house, "staff")
    page.goto(f"{living_house.url}/warteliste")
    findings += look(page, "warteliste-haus")
    assert findings == []


def test_joining_and_taking_a_time_by_keyboard_alone(browser: Browser, living_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        page.goto(f"{living_house.url}/warteliste/energieberatung")
        _tab_to(page, "#weekdays-1:focus")
        page.keyboard.press("Space")
        _tab_to(page, "#name:focus")
        page.keyboard.type("Frau K.")
        _tab_to(page, "[name=contact]:focus")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        _tab_to(page, "#phone:focus")
        page.keyboard.type("02175 654321")
        page.keyboard.press("Enter")
        page.wait_for_url("**/w/*")
        expect(page.locator("h1")).to_be_focused()
        wait_for_an_offer(page)
        assert "Dienstag" in page.locator("main form").first.inner_text()
        _tab_to(page, "form[action$='/nehmen'] button:focus")
        page.keyboard.press("Enter")
        page.wait_for_url("**/t/*")
        assert page.locator("h1").inner_text() == "Ihr Termin ist gebucht."


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(wanted).count() == 1:
            return
    raise AssertionError(f"no way to {wanted} by keyboard on {page.url}")
