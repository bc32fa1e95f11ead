"""A shared desk that somebody left: blank after five minutes, in every tab, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import WIDTHS, look
from tests.journeys.steps import sign_in
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot

LOCK, WARNING = "#sperre", "#sperre-warnung"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """With a clock that can be put forward."""
    with open_page(browser, 1280) as opened:
        opened.clock.install()
        yield opened


def test_a_page_that_nobody_uses_goes_blank_and_keeps_what_was_typed(
    page: Page, own_house: LivingHouse
) -> None:
    password = own_house.account("adviser")["password"]
    _sign_in_and_wait_for_the_script(page, own_house)
    page.locator("#q").fill("Frau Halb")
    page.clock.fast_forward(3 * 60_000)
    expect(page.locator(WARNING)).to_be_hidden()
    page.clock.fast_forward(61_000)
    expect(page.locator(WARNING)).to_be_visible()
    assert axe(page) == []
    screenshot(page, "sperre-warnung")
    page.get_by_role("button", name="Weiterarbeiten").click()
    expect(page.locator(WARNING)).to_be_hidden()
    page.locator("#q").focus()

    page.clock.fast_forward(4 * 60_000 + 1000)
    expect(page.locator(WARNING)).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(page.locator(LOCK)).to_be_visible()
    expect(page.locator("#sperre-passwort")).to_be_focused()
    expect(page.locator("main")).to_be_hidden()
    expect(page).to_have_title("Bildschirm gesperrt")
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(page.locator(LOCK)).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#sperre')"
        )
    page.locator("#sperre-passwort").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.locator("#sperre-fehler")).to_have_text("Das Passwort stimmt nicht.")
    expect(page.locator("#sperre-passwort")).to_be_focused()
    assert axe(page) == []
    screenshot(page, "sperre-fehler")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.locator(LOCK)).to_be_hidden()
    expect(page.locator("#q")).to_have_value("Frau Halb")
    expect(page.locator("#q")).to_be_focused()
    assert page.title().startswith("Meine Termine")


def test_using_it_keeps_it_open(page: Page, own_house: LivingHouse) -> None:
    _sign_in_and_wait_for_the_script(page, own_house)
    page.locator("#q").focus()
    for _ in range(3):
        page.clock.fast_forward(3 * 60_000)
        page.keyboard.press("Shift")
    expect(page.locator(WARNING)).to_be_hidden()
    expect(page.locator(LOCK)).to_be_hidden()


def test_all_tabs_lock_and_open_together_and_a_new_one_asks_too(
    browser: Browser, own_house: LivingHouse
) -> None:
    with browser.new_context(bypass_csp=True, locale="de-DE") as context:
        page, other = context.new_page(), context.new_page()
        sign_in(page, own_house, "staff")
        other.goto(f"{own_house.url}/planer")
        with page.expect_response("**/bildschirm/sperren"):
            page.get_by_role("button", name="Bildschirm sperren").click()
        for each in (page, other):
            expect(each.locator(LOCK)).to_be_visible()
            expect(each.locator("main")).to_be_hidden()
        third = context.new_page()
        answer = third.goto(f"{own_house.url}/aufgaben")
        assert answer is not None
        assert answer.status == 423
        other.locator("#sperre-passwort").fill(own_house.account("staff")["password"])
        other.keyboard.press("Enter")
        for each in (page, other):
            expect(each.locator(LOCK)).to_be_hidden()
            expect(each.locator("main")).to_be_visible()
        third.reload()
        expect(third.locator("h1")).to_contain_text("Aufgaben")


def test_a_tab_from_before_signing_in_anew_locks_and_opens_too(
    browser: Browser, own_house: LivingHouse
) -> None:
    with browser.new_context(bypass_csp=True, locale="de-DE") as context:
        old, new = context.new_page(), context.new_page()
        sign_in(old, own_house, "staff")
        old.goto(f"{own_house.url}/planer")
        new.goto(f"{own_house.url}/aufgaben")
        new.get_by_role("button", name="Ausloggen").click()
        new.wait_for_url(f"{own_house.url}/")
        sign_in(new, own_house, "staff")
        with old.expect_response(_is_locked_by_now):
            old.get_by_role("button", name="Bildschirm sperren").click()
        expect(old.locator(LOCK)).to_be_visible()
        assert _answer_of(new, f"{own_house.url}/aufgaben") == 423
        old.locator("#sperre-passwort").fill(own_house.account("staff")["password"])
        old.keyboard.press("Enter")
        expect(old.locator(LOCK)).to_be_hidden()
        assert _answer_of(new, f"{own_house.url}/aufgaben") == 200


def test_a_lock_that_did_not_reach_the_server_is_told_once_more(page: Page, own_house: LivingHouse) -> None:
    _sign_in_and_wait_for_the_script(page, own_house)
    page.route("**/bildschirm/sperren", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Bildschirm sperren").click()
    expect(page.locator(LOCK)).to_be_visible()
    with page.expect_response(_is_locked_by_now):
        page.clock.fast_forward(6000)


@pytest.mark.parametrize("width", WIDTHS)
def test_without_a_script_the_server_locks_alone(
    browser: Browser, own_house: LivingHouse, width: int
) -> None:
    with open_page(browser, width, javascript=False) as page:
        sign_in(page, own_house, "staff")
        page.goto(f"{own_house.url}/aufgaben?art=call_back")
        page.get_by_role("button", name="Bildschirm sperren").click()
        expect(page.locator("h1")).to_have_text("Bildschirm gesperrt")
        page.goto(f"{own_house.url}/aufgaben")
        expect(page.locator("h1")).to_have_text("Bildschirm gesperrt")
        page.goto(f"{own_house.url}/aufgaben?art=call_back")
        page.locator("#password").fill(own_house.account("staff")["password"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/aufgaben?art=call_back")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_lock_looked_at(browser: Browser, own_house: LivingHouse, width: int) -> None:
    with open_page(browser, width) as page:
        page.width = width
        sign_in(page, own_house, "staff")
        with page.expect_response("**/bildschirm/sperren"):
            page.get_by_role("button", name="Bildschirm sperren").click()
        screenshot(page, f"sperre-{width}")
        no_sideways_scroll(page)
        assert axe(page) == []
        page.goto(f"{own_house.url}/planer")
        assert look(page, "sperre-seite") == []


def _is_locked_by_now(answer: Response) -> bool:
    return answer.url.endswith("/bildschirm/sperren") and answer.status == 204


def _answer_of(page: Page, url: str) -> int:
    answer = page.goto(url)
    assert answer is not None
    return answer.status


def _sign_in_and_wait_for_the_script(page: Page, house: LivingHouse) -> None:
    """What happens before it runs is no use that it could see."""
    sign_in(page, house, "adviser")
    page.wait_for_url("**/ich", wait_until="load")
