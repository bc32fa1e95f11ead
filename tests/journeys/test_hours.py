"""A provider opens a Sprechstunde, changes it and calls it off: by keyboard, wide and narrow, with axe."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from booking.scheduling.walltime import BERLIN, from_wall
from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press, sign_in
from tests.servers.browser import open_page

HOURS = count(13)  # each story has an hour of its own on Friday afternoons


def reserved(house: LivingHouse) -> str:
    """The address of a room that the adviser has on four Friday afternoons, for an hour."""
    today = datetime.now(BERLIN).date()
    friday = today + timedelta(days=(4 - today.weekday()) % 7 + 7)
    start = from_wall(friday, time(next(HOURS)))
    wish = {
        "room": "buero-6",
        "start": start.isoformat(),
        "end": (start + timedelta(hours=1)).isoformat(),
        "title": "Energie am Freitag",
        "rrule": "FREQ=WEEKLY;COUNT=4",
    }
    parts = urlsplit(house.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    token = house.account("adviser")["api_token"]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    connection.request("POST", "/api/v1/reservations", json.dumps(wish), headers)
    answer = connection.getresponse()
    made = json.loads(answer.read())
    connection.close()
    assert answer.status == 201, made
    return f"{house.url}/reservierung/{made['id']}/sprechstunde"


def book_first_time(browser: Browser, house: LivingHouse, start: str) -> None:
    """A resident takes the time that begins then."""
    with open_page(browser, 1280, javascript=False) as page:
        page.goto(f"{house.url}/termin/energieberatung")
        while not page.locator(f"button.tp-slot[value='{start}']").count():
            page.get_by_role("link", name="Weitere Tage anzeigen").click()
        page.locator(f"button.tp-slot[value='{start}']").click()
        page.locator("#name").fill("Frau Gast")
        page.locator("#contact-none").check()
        press(page, "Weiter: Angaben prüfen")
        page.locator("main form button.kern-btn--primary[type=submit]").first.click()
        expect(page.locator("h1")).to_have_text("Ihr Termin ist gebucht.")


def test_open_change_and_call_off(page: Page, browser: Browser, own_house: LivingHouse) -> None:
    sign_in(page, own_house, "adviser")
    page.goto(reserved(own_house))
    findings = look(page, "sprechstunde-oeffnen")
    page.locator("#starts").fill("23:00")
    press(page, "Weiter: Vorschau ansehen")
    findings += look(page, "sprechstunde-fehler")
    page.locator("#starts").fill("")
    press(page, "Weiter: Vorschau ansehen")
    expect(page.locator("main")).to_contain_text("So sehen es die Ratsuchenden")
    findings += look(page, "sprechstunde-vorschau")
    page.locator("main button[value=speichern]").click()

    page.goto(first_opened(page, own_house))
    findings += look(page, "sprechstunde")
    start = first_time(page)
    book_first_time(browser, own_house, start)
    page.reload()
    expect(page.locator("main")).to_contain_text("Frau Gast")
    findings += look(page, "sprechstunde-gebucht")

    own = page.url
    page.goto(f"{own}/aendern")
    findings += look(page, "sprechstunde-aendern")
    page.locator("#mode-both").check()
    press(page, "Weiter: Folgen ansehen")
    expect(page.locator("main")).to_contain_text("bleibt, wie er ist")
    findings += look(page, "sprechstunde-aendern-vorschau")
    press(page, "Änderung speichern")
    expect(page.locator("main")).to_contain_text("Die Sprechstunde ist geändert.")

    page.goto(f"{own}/absagen")
    findings += look(page, "sprechstunde-absagen")
    press(page, "Weiter: Betroffene Termine ansehen")
    expect(page.locator("main")).to_contain_text("vorgemerkt")
    findings += look(page, "sprechstunde-absagen-vorschau")
    press(page, "Sprechstunde absagen")
    expect(page.locator("main")).to_contain_text("Die Sprechstunde ist abgesagt.")
    findings += look(page, "sprechstunde-abgesagt")
    assert findings == []


def test_opening_by_keyboard_alone(browser: Browser, own_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, own_house, "adviser")
        page.goto(reserved(own_house))
        _tab_to(page, lambda: page.locator("#offer:focus").count() == 1)
        page.keyboard.type("Energie")
        _tab_to(page, lambda: page.locator("[name=which]:focus").count() == 1)
        _tab_to(page, lambda: page.locator("[name=mode]:focus").count() == 1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        _tab_to(page, lambda: page.locator("details:last-of-type summary:focus").count() == 1)
        page.keyboard.press("Enter")
        _tab_to(page, lambda: page.locator("#slot_minutes:focus").count() == 1)
        page.keyboard.type("20")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Passt das so?")
        expect(page.locator("main")).to_contain_text("Ein Termin dauert 20 Minuten.")
        _tab_to(page, lambda: page.locator("button[value=speichern]:focus").count() == 1)
        page.keyboard.press("Enter")
        page.goto(first_opened(page, own_house))
        expect(page.locator("main")).to_contain_text("beides: mit Termin und offene Tür")


def first_opened(page: Page, house: LivingHouse) -> str:
    """The address of the Sprechstunde on the first date of the reservation that the page shows."""
    page.wait_for_url(lambda url: "/sprechstunde" not in url)
    address = page.locator('main a[href^="/sprechstunde/"]').first.get_attribute("href")
    return f"{house.url}{address}"


def first_time(page: Page) -> str:
    """The first time of the page as the residents' buttons send it."""
    words = page.locator(".tp-answers dd").first.inner_text()
    shown = page.locator(".tp-rows__time").first.inner_text().removesuffix(" Uhr")
    months = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ]
    day, month, year = words.split(", ")[1].replace(".", "").split(" ")
    date = datetime(int(year), months.index(month) + 1, int(day), tzinfo=BERLIN).date()
    hour, minute = map(int, shown.split(":"))
    start = from_wall(date, time(hour, minute))
    return f"{start:%Y-%m-%dT%H:%MZ}"


def _tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
