"""Two people look at the same plan: what one changes, the other sees within two seconds, and keeps their place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.steps import sign_in, submit_main_form
from tests.journeys.test_reserving import quiet_tuesday
from tests.servers import process
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot
from tests.servers.process import Running
from tests.servers.waiting import free_port, wait_for_http

TWO_SECONDS = 2_000
SOME_TIME = 15_000
numbers = count(1)


@pytest.fixture(scope="module")
def day() -> date:
    """A Wednesday so far away that no other story looks at it."""
    return quiet_tuesday(30) + timedelta(days=1)


@contextmanager
def looking_at(
    browser: Browser, house: LivingHouse, path: str, role: str = "staff", width: int = 1280
) -> Iterator[Page]:
    """A page that somebody has open; its Content-Security-Policy is in force."""
    with open_page(browser, width, bypass_csp=False) as page:
        sign_in(page, house, role)
        stream_opens(page, f"{house.url}{path}")
        yield page


def stream_opens(page: Page, address: str) -> None:
    with page.expect_response(lambda answer: "/live?" in answer.url) as opened:
        page.goto(address)
    assert opened.value.status == 200


def reserve(page: Page, house: LivingHouse, day: date, at: str) -> str:
    """Büro 1 for an hour, under a title for everybody; which one."""
    title = f"Probe {next(numbers)}"
    page.goto(f"{house.url}/reservieren?raum=buero-1&tag={day}&zeit={at}")
    page.locator("#title").fill("Ganz unter uns")
    page.locator("#public_title").fill(title)
    page.locator("#end").fill(f"{int(at[:2]) + 1}:00")
    submit_main_form(page)
    expect(page.locator("h1")).to_have_text("Termine prüfen")
    page.locator("form[action='/reservieren'] button").first.click()
    page.wait_for_url("**/reservierung/*")
    return title


def line(page: Page) -> Locator:
    return page.locator("[data-live-line] [role=status]")


def table(page: Page) -> Locator:
    return page.locator("[data-live]", has=page.locator("#tabelle"))


def test_a_reservation_is_seen_by_others_within_two_seconds(
    browser: Browser, any_house: LivingHouse, day: date
) -> None:
    with (
        looking_at(browser, any_house, f"/planer?tag={day}") as one,
        open_page(browser, 1280) as other,
    ):
        sign_in(other, any_house, "lead")
        one.evaluate("scrollTo(0, 200); document.querySelector('.tp-scroll').scrollLeft = 30")
        title = reserve(other, any_house, day, "10:00")
        expect(table(one)).to_contain_text(title, timeout=TWO_SECONDS)
        expect(one.locator(".tp-time")).to_contain_text(title)
        expect(line(one)).to_contain_text("Die Angaben sind neu.")
        assert one.evaluate("scrollY") == 200
        screenshot(one, "live-neu-1280")


def test_in_the_week_too_and_another_week_is_left_alone(
    browser: Browser, living_house: LivingHouse, day: date
) -> None:
    elsewhere = day + timedelta(weeks=1)
    with (
        looking_at(browser, living_house, f"/planer/woche?tag={day}", "caretaker") as one,
        looking_at(browser, living_house, f"/planer/woche?tag={elsewhere}") as far,
        open_page(browser, 1280) as other,
    ):
        asked: list[str] = []
        far.on("request", lambda request: asked.append(request.url))
        sign_in(other, living_house, "lead")
        before = table(one).inner_text()
        reserve(other, living_house, day, "11:00")
        expect(line(one)).to_contain_text("Die Angaben sind neu.", timeout=TWO_SECONDS)
        assert table(one).inner_text() != before
        assert [each for each in asked if "/planer" in each] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_moves_under_somebodys_hands(
    browser: Browser, living_house: LivingHouse, day: date, width: int
) -> None:
    at = {1280: "12:00", 320: "13:00"}[width]
    with (
        looking_at(browser, living_house, f"/planer?tag={day}", width=width) as one,
        open_page(browser, 1280) as other,
    ):
        sign_in(other, living_house, "lead")
        one.locator("table.tp-plan--day a").last.focus()
        here = one.evaluate("document.activeElement.href")
        title = reserve(other, living_house, day, at)
        button = one.get_by_role("button", name="Neue Angaben anzeigen")
        expect(button).to_be_visible(timeout=TWO_SECONDS)
        expect(table(one)).not_to_contain_text(title)
        assert one.evaluate("document.activeElement.href") == here
        screenshot(one, f"live-wartet-{width}")
        no_sideways_scroll(one)
        button.focus()
        one.keyboard.press("Enter")
        expect(table(one)).to_contain_text(title)
        expect(button).to_have_count(0)
        assert one.evaluate("document.activeElement.dataset.live") == "plan"


def test_nothing_moves_under_a_finger_that_is_about_to_press(
    browser: Browser, living_house: LivingHouse, day: date
) -> None:
    with (
        looking_at(browser, living_house, f"/planer?tag={day}") as one,
        open_page(browser, 1280) as other,
    ):
        sign_in(other, living_house, "lead")
        one.evaluate(
            """setInterval(() => document.querySelector("table.tp-plan--day").dispatchEvent(
                new PointerEvent("pointermove", { bubbles: true })), 100)"""
        )
        title = reserve(other, living_house, day, "14:00")
        expect(one.get_by_role("button", name="Neue Angaben anzeigen")).to_be_visible(timeout=SOME_TIME)
        expect(table(one)).not_to_contain_text(title)


def test_the_page_with_its_line_has_no_barriers(
    browser: Browser, living_house: LivingHouse, day: date
) -> None:
    with open_page(browser, 1280) as one, open_page(browser, 1280) as other:
        sign_in(one, living_house, "staff")
        stream_opens(one, f"{living_house.url}/planer?tag={day}")
        sign_in(other, living_house, "lead")
        one.locator("table.tp-plan--day a").last.focus()
        reserve(other, living_house, day, "16:00")
        expect(one.get_by_role("button", name="Neue Angaben anzeigen")).to_be_visible()
        assert axe(one) == []


def test_the_tabs_of_a_browser_share_one_stream(
    browser: Browser, living_house: LivingHouse, day: date
) -> None:
    address = f"{living_house.url}/planer?tag={day}"
    with (
        browser.new_context(locale="de-DE", timezone_id="Europe/Berlin") as one,
        open_page(browser, 1280) as other,
    ):
        first = one.new_page()
        sign_in(first, living_house, "staff")
        stream_opens(first, address)
        streams: list[str] = []
        one.on("request", lambda request: streams.append(request.url) if "/live?" in request.url else None)
        tabs = [one.new_page() for _ in range(5)]
        for tab in tabs:
            tab.goto(address)
        sign_in(other, living_house, "lead")
        title = reserve(other, living_house, day, "14:00")
        expect(table(tabs[-1])).to_contain_text(title, timeout=SOME_TIME)
        assert streams == [], "the first tab had one already"
        with one.expect_event("request", lambda request: "/live?" in request.url):
            first.close()
        title = reserve(other, living_house, day, "15:00")
        expect(table(tabs[-1])).to_contain_text(title, timeout=SOME_TIME)


def test_a_closure_of_a_colleague_is_in_the_list(browser: Browser, living_house: LivingHouse) -> None:
    closed = quiet_tuesday(31) + timedelta(days=3)
    with (
        looking_at(browser, living_house, "/schliessungen", "caretaker") as one,
        open_page(browser, 1280) as other,
    ):
        sign_in(other, living_house, "staff")
        other.goto(f"{living_house.url}/schliessungen/neu")
        other.locator("#kind-house").check()
        other.locator("#first").fill(str(closed))
        other.locator("#reason").fill("Probe der Feuerwehr")
        other.get_by_role("button", name="Weiter: Sehen, wen es trifft").click()
        other.get_by_role("button", name="Schließung eintragen").click()
        expect(other.locator("main")).to_contain_text("Die Schließung ist eingetragen.")
        expect(one.locator("[data-live=plan]").first).to_contain_text(
            "Probe der Feuerwehr", timeout=TWO_SECONDS
        )
        screenshot(one, "live-schliessungen-1280")


def test_a_colleague_takes_a_task(browser: Browser, living_house: LivingHouse) -> None:
    with (
        looking_at(browser, living_house, "/aufgaben") as one,
        open_page(browser, 1280) as other,
    ):
        sign_in(other, living_house, "staff")
        other.goto(f"{living_house.url}/aufgaben")
        free = one.locator("[data-live=todos] li", has_text="noch bei niemandem")
        before = free.count()
        other.locator("[data-live=todos] li", has_text="noch bei niemandem").locator("a").first.click()
        other.locator("form[action$='/nehmen'] button").click()
        expect(free).to_have_count(before - 1, timeout=SOME_TIME)
        screenshot(one, "live-aufgaben-1280")


def test_without_the_service_the_page_says_how_old_it_is_and_comes_back(
    browser: Browser, tmp_path: Path, day: date
) -> None:
    port = free_port()
    house = LivingHouse(f"http://localhost:{port}", tmp_path)
    with serving(house, port) as running:
        page = open_page(browser, 320)
        sign_in(page, house, "staff")
        stream_opens(page, f"{house.url}/planer?tag={day}")
        assert running.stop() == 0, "an open stream does not keep the service from ending"
    with page:
        expect(line(page)).to_contain_text("Stand", timeout=SOME_TIME)
        expect(line(page).get_by_role("link", name="neu laden")).to_be_visible()
        screenshot(page, "live-stand-320")
        no_sideways_scroll(page)
        assert axe(page) == []
        with serving(house, port), open_page(browser, 1280) as other:
            expect(line(page)).not_to_contain_text("Stand", timeout=40_000)
            sign_in(other, house, "lead")
            title = reserve(other, house, day, "10:00")
            expect(table(page)).to_contain_text(title, timeout=SOME_TIME)


@contextmanager
def serving(house: LivingHouse, port: int) -> Iterator[Running]:
    settings = {"PORT": str(port), "DATA_DIR": str(house.data_dir), "LIMITS": "off"}
    with process.start([sys.executable, "-m", "workers.serve"], settings, name="house") as running:
        wait_for_http(f"{house.url}/readyz", 120, running)
        yield running
