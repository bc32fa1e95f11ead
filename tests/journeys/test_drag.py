"""The plan with the mouse, for who likes it: dropped, undone, refused where it is taken; and the same by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.steps import sign_in, submit_main_form
from tests.journeys.test_reserving import quiet_tuesday
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot

SWITCH = "Ziehen und Ablegen"
numbers = count(1)


@pytest.fixture(scope="module")
def day() -> date:
    """A Wednesday so far away that no other story looks at it."""
    return quiet_tuesday(30) + timedelta(days=1)


@pytest.fixture
def page(browser: Browser, own_house: LivingHouse) -> Iterator[Page]:
    with open_page(browser, 1280, bypass_csp=False) as opened:
        sign_in(opened, own_house, "lead")
        yield opened


def reserve(page: Page, house: LivingHouse, day: date, at: str) -> str:
    """Büro 1 for an hour, under a title of its own; which one."""
    title = f"Probe {next(numbers)}."
    page.goto(f"{house.url}/reservieren?raum=buero-1&tag={day}&zeit={at}")
    page.locator("#title").fill(title)
    page.locator("#end").fill(f"{int(at[:2]) + 1}:00")
    submit_main_form(page)
    expect(page.locator("h1")).to_have_text("Termine prüfen")
    page.locator("form[action='/reservieren'] button").first.click()
    page.wait_for_url("**/reservierung/*")
    return title


def switch_on(page: Page, house: LivingHouse, day: date) -> Locator:
    page.goto(f"{house.url}/planer?tag={day}")
    page.get_by_role("button", name=SWITCH).click()
    plan = page.locator(".tp-drag .ec")
    expect(plan).to_be_visible()
    return plan


def bar(page: Page, title: str) -> Locator:
    return page.locator(".tp-drag .ec-event", has_text=title)


def drag(page: Page, title: str, *, right: int = 0, down: int = 0, release: bool = True) -> None:
    """With the mouse, by so many pixels."""
    own = bar(page, title)
    own.scroll_into_view_if_needed()
    box = own.bounding_box()
    assert box is not None
    x, y = box["x"] + 12, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=6)
    if release:
        page.mouse.up()


def test_nothing_is_fetched_before_it_is_switched_on(page: Page, own_house: LivingHouse, day: date) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{own_house.url}/planer?tag={day}")
    expect(page.get_by_role("button", name=SWITCH)).to_have_attribute("aria-pressed", "false")
    assert not [each for each in fetched if "event-calendar" in each]
    switch_on(page, own_house, day)
    page.reload()
    expect(page.locator(".tp-drag .ec")).to_be_visible()
    assert [each for each in fetched if "event-calendar.js" in each]


def test_dropped_and_undone(page: Page, own_house: LivingHouse, day: date) -> None:
    title = reserve(page, own_house, day, "10:00")
    switch_on(page, own_house, day)
    drag(page, title, right=140, release=False)
    expect(page.locator("[data-drag-hint]")).to_contain_text("Hier ist frei: Büro 1")
    assert page.locator("[data-drag]").get_attribute("data-live-busy") is not None
    page.mouse.up()
    news = page.locator("[data-drag-news]")
    expect(news).to_contain_text("Verschoben:")
    expect(news).not_to_contain_text("10–11 Uhr")
    screenshot(page, "ziehen-verschoben-1280")
    assert axe(page) == []
    news.get_by_role("button", name="Rückgängig").press("Enter")
    expect(news).to_contain_text("wieder an seinem alten Platz")
    expect(bar(page, title)).to_contain_text("10–11")


def test_refused_where_it_is_taken(page: Page, own_house: LivingHouse, day: date) -> None:
    first, other = reserve(page, own_house, day, "13:00"), reserve(page, own_house, day, "15:00")
    switch_on(page, own_house, day)
    boxes = [bar(page, each).bounding_box() for each in (first, other)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    drag(page, first, right=int(boxes[1]["x"] - boxes[0]["x"]), release=False)
    expect(page.locator("[data-drag-hint]")).to_contain_text("Hier ist schon belegt: Büro 1")
    screenshot(page, "ziehen-belegt-1280")
    page.mouse.up()
    news = page.locator("[data-drag-news]")
    expect(news).to_contain_text("Büro 1 ist dann belegt.")
    expect(bar(page, first)).to_contain_text("13–14")
    news.get_by_role("link", name="Im Formular weitermachen").press("Enter")
    expect(page.locator("h1")).to_have_text("Termin verschieben")
    expect(page.locator("#start")).to_have_value("15:00")


def test_the_same_by_keyboard(page: Page, own_house: LivingHouse, day: date) -> None:
    title = reserve(page, own_house, day, "17:00")
    switch_on(page, own_house, day)
    page.get_by_role("link", name="Zur Tabelle springen").press("Enter")
    row = page.locator("table.tp-plan li", has_text=title)
    row.locator("summary").press("Enter")
    row.get_by_role("link", name="Verschieben").press("Enter")
    expect(page.locator("h1")).to_have_text("Termin verschieben")


def test_not_on_a_phone(browser: Browser, own_house: LivingHouse, day: date) -> None:
    with open_page(browser, 320, bypass_csp=False) as page:
        sign_in(page, own_house, "staff")
        page.goto(f"{own_house.url}/planer?tag={day}")
        expect(page.get_by_role("button", name=SWITCH)).to_be_hidden()


def test_a_form_that_was_overtaken_shows_both(
    browser: Browser, page: Page, own_house: LivingHouse, day: date
) -> None:
    title = reserve(page, own_house, day, "18:00")
    made = page.url.partition("?")[0]
    page.goto(f"{made}/umbenennen")
    with open_page(browser, 320) as other:
        sign_in(other, own_house, "lead")
        for each, name in ((page, "Vorlesen"), (other, "Singen")):
            each.goto(f"{made}/umbenennen")
            each.locator("#title").fill(name)
        submit_main_form(page)
        submit_main_form(other)
        expect(other.locator("h1")).to_have_text("Die Reservierung hat sich inzwischen geändert.")
        expect(other.locator("#inzwischen")).to_contain_text("Lea Leitfaden")
        expect(other.locator("tbody tr").first).to_contain_text("Singen")
        expect(other.locator("tbody tr").first).to_contain_text("Vorlesen")
        assert title not in other.locator("tbody").inner_text()
        assert axe(other) == []
        no_sideways_scroll(other)
        screenshot(other, "inzwischen-geaendert-320")
        submit_main_form(other)
        expect(other.locator("main")).to_contain_text("Singen")
