"""A day at the desk: a booking on the phone by keyboard alone, the slip, people who walk in, and who is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from booking.scheduling.walltime import at_wall, wall_day
from tests.journeys.living import LivingHouse, a_living_house
from tests.journeys.looking import WIDTHS, look
from tests.journeys.steps import sign_in
from tests.servers.browser import open_page

MOST_KEYS, MOST_SECONDS = 12, 20


class Hands:
    """Fingers on a keyboard, and how often they press something that is no letter of a word."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def send(self) -> None:
        """Enter, and the screen that comes back."""
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture(scope="module")
def desk_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingHouse]:
    """The demonstration on a Tuesday at 9:42, when people come."""
    folder = tmp_path_factory.mktemp("desk-house")
    today = wall_day(datetime.now(UTC))
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    offset = Path(folder, "clock-offset")
    offset.write_text(str((at_wall(tuesday, 9, 42) - datetime.now(UTC)).total_seconds()))
    with a_living_house(folder, CLOCK_OFFSET_FILE=str(offset)) as house:
        yield house


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_booking_on_the_phone_by_keyboard_alone(
    browser: Browser, desk_house: LivingHouse, *, javascript: bool
) -> None:
    """From the ringing phone to the slip: words, a time, name and number; Enter does the rest."""
    with open_page(browser, 1280, javascript=javascript) as page:
        sign_in(page, desk_house, "staff")
        expect(page).to_have_url(f"{desk_house.url}/empfang")
        page.goto(f"{desk_house.url}/empfang/termin")
        hands, began = Hands(page), time.monotonic()
        expect(page.locator("#was")).to_be_focused()
        hands.write("heizung kaputt")
        hands.send()
        expect(page.locator("[name=slot]").first).to_be_focused()
        hands.press("ArrowDown", "ArrowDown")
        wanted = page.locator("[name=slot]:focus").get_attribute("value")
        hands.send()
        expect(page.locator("#name")).to_be_focused()
        hands.write("Frau Taste")
        hands.press("Tab")
        hands.write("02175 000-120")
        hands.send()
        expect(page.locator("button[value=buchen]")).to_be_focused()
        expect(page.locator("#satz")).to_contain_text("Ich wiederhole:")
        assert page.locator("[name=slot]:checked").get_attribute("value") == wanted
        hands.send()
        expect(page.locator("[role=status]").first).to_contain_text("Gebucht.")
        expect(page.get_by_role("button", name="Zettel drucken")).to_be_focused()
        hands.send()
        expect(page.locator(".pr-slip")).to_be_visible()
        print(f"keys besides words: {hands.keys}, seconds of the machine: {time.monotonic() - began:.1f}")
        assert hands.keys <= MOST_KEYS
        assert time.monotonic() - began < MOST_SECONDS


def test_two_calls_in_two_windows_do_not_meet(browser: Browser, desk_house: LivingHouse) -> None:
    with two_windows(browser, desk_house) as (page, other):
        for each, name in ((page, "Frau Eins"), (other, "Frau Zwei")):
            each.goto(f"{desk_house.url}/empfang/termin")
            each.locator("#was").fill("Pflege")
            each.keyboard.press("Enter")
            each.locator("[name=slot]").first.focus()
            each.keyboard.press("Enter")
            each.locator("#name").fill(name)
        for each in (page, other):
            each.keyboard.press("Enter")
            each.locator("button[value=buchen]").click()
            expect(each.locator("[role=status]").first).to_contain_text("Gebucht.")
        page.goto(f"{desk_house.url}/empfang")
        page.locator("#suche").fill("Frau Eins")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Frau Eins")
        expect(page.locator("main")).not_to_contain_text("Frau Zwei")


def test_a_lost_race_keeps_what_was_said(browser: Browser, desk_house: LivingHouse) -> None:
    with two_desks(browser, desk_house) as (page, other):
        for each in (page, other):
            each.goto(f"{desk_house.url}/empfang/termin")
            each.locator("#was").fill("Heizung")
            each.keyboard.press("Enter")
            expect(each.locator("[name=slot]").first).to_be_focused()
        other.keyboard.press("Enter")
        expect(other.locator("#name")).to_be_focused()
        lost = page.locator("[name=slot]:checked").get_attribute("value")
        page.keyboard.press("Enter")
        expect(page.locator("#vergeben")).to_be_focused()
        expect(page.locator("#was")).to_have_value("Heizung")
        assert page.locator("[name=slot]:checked").get_attribute("value") != lost


def test_somebody_comes_with_a_number_and_somebody_without(browser: Browser, desk_house: LivingHouse) -> None:
    with open_page(browser, 1280) as page:
        sign_in(page, desk_house, "staff")
        code = page.locator("main a[href^='/empfang/termin/'] bdi").first.inner_text()
        page.locator("#suche").fill(code.replace(" ", "").lower())
        page.keyboard.press("Enter")
        page.locator("form[action^='/empfang/da/'] button").click()
        expect(page.locator("[role=status]").first).to_have_text(f"Gespeichert: {code} ist da.")

        page.goto(f"{desk_house.url}/empfang/offene-tuer")
        page.get_by_role("button", name="Nummer geben").first.click()
        number = page.locator(".kern-alert h2").inner_text()
        page.get_by_role("link", name="Nummer drucken").click()
        expect(page.locator(".pr-code bdi")).to_have_text(number.removeprefix("Nummer "))
        page.go_back()
        page.get_by_role("button", name="aufrufen").first.click()
        expect(page.locator("[role=status]").first).to_contain_text("ist an der Reihe.")


@pytest.mark.parametrize("width", WIDTHS, ids=lambda width: f"{width}px")
def test_every_page_of_the_desk(browser: Browser, desk_house: LivingHouse, width: int) -> None:
    findings = []
    with open_page(browser, width) as page:
        page.width = width
        sign_in(page, desk_house, "staff")
        findings += look(page, "empfang")
        page.locator("main form[action='/empfang/suchen'] button").click()
        findings += look(page, "empfang-leer-gesucht")
        page.locator("#suche").fill("Niemand")
        page.keyboard.press("Enter")
        page.wait_for_url("**/empfang/suchen")
        expect(page.locator("#code")).to_be_visible()
        findings += look(page, "empfang-nicht-gefunden")
        page.goto(f"{desk_house.url}/empfang")
        page.locator("main a[href^='/empfang/termin/']").first.click()
        findings += look(page, "empfang-fremder-termin")
        findings += _call(page, desk_house)
        page.get_by_role("button", name="Verschieben oder absagen").click()
        findings += look(page, "vom-empfang-zum-termin")
        page.get_by_role("link", name="Zurück zum Empfang").click()
        expect(page).to_have_url(f"{desk_house.url}/empfang")
        page.goto(f"{desk_house.url}/empfang/offene-tuer")
        findings += look(page, "offene-tuer")
        page.get_by_role("button", name="Nummer geben").first.click()
        findings += look(page, "offene-tuer-nummer")
        page.get_by_role("link", name="Nummer drucken").click()
        findings += look(page, "nummer-drucken")
    assert findings == []


@contextmanager
def two_windows(browser: Browser, house: LivingHouse) -> Iterator[tuple[Page, Page]]:
    """Two windows of one browser, signed in at the desk."""
    with open_page(browser, 1280) as page:
        sign_in(page, house, "staff")
        with open_page(browser, 1280, storage_state=page.context.storage_state()) as other:
            yield page, other


@contextmanager
def two_desks(browser: Browser, house: LivingHouse) -> Iterator[tuple[Page, Page]]:
    """Two browsers: one at the desk, one of an adviser who takes a call too."""
    with open_page(browser, 1280) as page, open_page(browser, 1280) as other:
        sign_in(page, house, "staff")
        sign_in(other, house, "adviser")
        yield page, other


def _call(page: Page, house: LivingHouse) -> list[str]:
    """The screen for a caller in each of its states."""
    page.goto(f"{house.url}/empfang/termin")
    findings = look(page, "anruf")
    page.locator("#was").fill("xyzzy")
    page.keyboard.press("Enter")
    expect(page.locator("#fehler")).to_be_focused()
    findings += look(page, "anruf-nichts")
    page.locator("#was").fill("Sozialberatung Brief vom Amt")
    page.keyboard.press("Enter")
    expect(page.locator("[name=slot]").first).to_be_visible()
    findings += look(page, "anruf-zeiten")
    page.locator("button[value=halten]").click()
    page.locator("#for_other-yes").check()
    page.locator("button[value=pruefen]").click()
    expect(page.locator("#fehler")).to_be_focused()
    findings += look(page, "anruf-fehler")
    page.locator("#name").fill("Frau Bild")
    page.locator("#consent-yes").check()
    page.locator("#helper").fill("der Sohn")
    page.keyboard.press("Enter")
    expect(page.locator("#satz")).to_be_visible()
    findings += look(page, "anruf-vorlesen")
    page.locator("button[value=buchen]").click()
    findings += look(page, "anruf-gebucht")
    page.locator("form[action$='/kontakt'] button").click()
    findings += look(page, "anruf-kontakt")
    return findings
