"""The plan of the house in a real browser: whole at every width, by keyboard alone, on paper, and as a calendar."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from booking.scheduling.walltime import wall_day
from tests.journeys.living import LivingHouse
from tests.journeys.steps import sign_in
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot

ROLES = ("staff", "adviser", "caretaker")
A4_LANDSCAPE = (1047, 718)  # CSS pixels between margins of ten millimetres


def full_day() -> str:
    """A Tuesday on which the house is full of Sprechstunden."""
    today = wall_day(datetime.now(UTC))
    return (today + timedelta(days=(1 - today.weekday()) % 7 or 7)).isoformat()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_whole_for_every_role(page: Page, living_house: LivingHouse, role: str) -> None:
    sign_in(page, living_house, role)
    paths = {
        "planer-tag": f"/planer?tag={full_day()}",
        "planer-woche": f"/planer/woche?tag={full_day()}",
        "planer-raum": f"/planer/woche?tag={full_day()}&raum=buero-1",
        "abonnements": "/abonnements",
    }
    findings = []
    for name, path in paths.items():
        page.goto(living_house.url + path)
        screenshot(page, f"{name}-{role}-{page.width}")
        no_sideways_scroll(page)
        findings += [f"{name}: {finding}" for finding in axe(page)]
    assert findings == []


def test_from_the_day_to_another_room_by_keyboard_alone(browser: Browser, living_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, living_house, "staff")
        page.goto(f"{living_house.url}/planer?tag={full_day()}")
        heading = page.locator("h1").inner_text()
        assert heading.startswith("Dienstag")
        tab_to(page, lambda: focused(page) == "#tabelle", "the table, past the picture")
        page.keyboard.press("Enter")
        tab_to(page, lambda: page.locator("summary:focus").count() == 1, "the ways to change a date")
        page.keyboard.press("Enter")
        tab_to(page, lambda: "/verschieben?termin=" in focused(page), "moving")
        page.keyboard.press("Tab")
        assert "/absagen?termin=" in focused(page)
        tab_to(page, lambda: focused(page).startswith("/reservieren?raum="), "reserving the next free time")
        assert re.search(r"raum=[a-z0-9-]+&tag=[0-9-]{10}&zeit=[0-9]{2}%3A[0-9]{2}$", focused(page))


def test_bars_are_wide_enough_to_press(browser: Browser, living_house: LivingHouse) -> None:
    with open_page(browser, 1280) as page:
        sign_in(page, living_house, "staff")
        page.goto(f"{living_house.url}/planer?tag={full_day()}")
        bars = [each.bounding_box() for each in page.locator("a.tp-bar").all()]
        assert len(bars) > 5
        assert all(box and box["width"] >= 24 and box["height"] >= 48 for box in bars)


def test_on_paper_the_day_is_one_sheet_and_its_table_another(
    browser: Browser, living_house: LivingHouse
) -> None:
    width, height = A4_LANDSCAPE
    with open_page(browser, width, height, javascript=False) as page:
        sign_in(page, living_house, "caretaker")
        page.goto(f"{living_house.url}/planer?tag={full_day()}")
        page.emulate_media(media="print")
        screenshot(page, "planer-druck")
        expect(page.get_by_text("Stand:").first).to_be_visible()
        for hidden in ("nav", ".kern-btn", ".tp-help", ".tp-foot"):
            assert not any(each.is_visible() for each in page.locator(hidden).all()), hidden
        sheets = re.findall(rb"/MediaBox ?\[0 0 ([0-9]+)", page.pdf(prefer_css_page_size=True))
        assert sheets == [b"841", b"841"]


def test_a_subscribed_calendar_shows_what_the_plan_shows(browser: Browser, living_house: LivingHouse) -> None:
    with open_page(browser, 320, javascript=False) as page:
        sign_in(page, living_house, "staff")
        page.goto(f"{living_house.url}/abonnements")
        page.get_by_label("Büro 1").check()
        page.get_by_role("button", name="Adresse anlegen").click()
        address = page.locator("#adresse").input_value()
        screenshot(page, "abonnements-neu-320")
        path = urlsplit(address).path
        with urlopen(living_house.url + path) as answer:
            calendar = Calendar.from_ical(answer.read())
        assert calendar.walk("VEVENT")
        words = json.dumps([str(each["SUMMARY"]) for each in calendar.walk("VEVENT")], ensure_ascii=False)
        assert "Beratung" in words
        page.locator("main form[action='/abonnements/beenden'] button").last.click()
        expect(page.get_by_role("status")).to_contain_text("beendet")
        assert page.goto(living_house.url + path).status == 404


def focused(page: Page) -> str:
    """Where the link leads that has the focus."""
    links = page.locator("a:focus")
    return links.first.get_attribute("href") or "" if links.count() else ""


def tab_to(page: Page, there: Callable[[], bool], what: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way by keyboard to {what}")
