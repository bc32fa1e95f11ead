"""After the booking: cancelled and taken back, the own data seen, corrected and deleted, the link lost; by keyboard too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import book, choose_a_time, give_details, submit_main_form
from tests.journeys.test_resident import mails_to, wait_for_mail
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_page_of_the_appointment(page: Page, living_house: LivingHouse, prefix: str) -> None:
    findings: list[str] = []
    own = booked(page, living_house, prefix)
    findings += seen(page, "gebucht", prefix)
    page.goto(f"{own}/daten")
    findings += seen(page, "daten", prefix)
    page.goto(f"{own}/daten/aendern")
    findings += seen(page, "aendern", prefix)
    page.locator("#name").fill("")
    submit_main_form(page)
    findings += seen(page, "aendern-fehler", prefix)
    page.locator("#name").fill("Frau Danach")
    page.locator("#needs-more_time").check()
    submit_main_form(page)
    findings += seen(page, "passt-nicht", prefix)
    page.goto(f"{own}/daten/loeschen")
    findings += seen(page, "loeschen", prefix)
    submit_main_form(page)
    findings += seen(page, "geloescht", prefix)
    page.goto(own)
    findings += seen(page, "link-unbekannt", prefix)
    assert findings == []


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_page_of_second_thoughts(page: Page, living_house: LivingHouse, prefix: str) -> None:
    findings: list[str] = []
    own = booked(page, living_house, prefix)
    page.goto(f"{own}/absagen")
    submit_main_form(page)
    findings += seen(page, "abgesagt", prefix)
    page.goto(f"{own}/doch-kommen")
    findings += seen(page, "doch-kommen", prefix)
    submit_main_form(page)
    findings += seen(page, "wieder", prefix)
    page.goto(own)
    findings += seen(page, "schon-neu", prefix)
    assert findings == []


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_page_without_a_link(page: Page, living_house: LivingHouse, prefix: str) -> None:
    findings: list[str] = []
    page.goto(f"{living_house.url}{prefix}/link-verloren")
    findings += seen(page, "link-verloren", prefix)
    submit_main_form(page)
    findings += seen(page, "link-verloren-fehler", prefix)
    page.locator("#email").fill("niemand@example.org")
    submit_main_form(page)
    findings += seen(page, "link-unterwegs", prefix)
    page.goto(f"{living_house.url}{prefix}/code")
    findings += seen(page, "nummer", prefix)
    page.locator("#code").fill("7f3 k9m")
    page.locator("#name").fill("Frau Danach")
    submit_main_form(page)
    findings += seen(page, "nummer-unbekannt", prefix)
    assert findings == []


def test_the_house_is_quicker_than_second_thoughts(browser: Browser, living_house: LivingHouse) -> None:
    """Somebody else has the time: the nearest ones are there, on the phone's width too."""
    with open_page(browser, 320) as page, open_page(browser, 1280) as rival:
        own = book(page, living_house, "Frau Zögern", None)
        page.goto(f"{living_house.url}{own}/absagen")
        submit_main_form(page)
        book(
            rival, living_house, "Herr Schnell", None
        )  # takes the last time on the list, which is the freed one
        page.get_by_role("button", name="Doch nicht absagen").click()
        expect(page.locator("h1")).to_have_text("Diese Zeit ist nicht mehr frei")
        screenshot(page, "danach-zu-spaet-320")
        no_sideways_scroll(page)
        assert axe(page) == []
        page.locator("button.tp-slot").first.click()
        expect(page.locator("h1")).to_have_text("Sie haben wieder einen Termin.")


def test_the_lost_link_comes_by_mail_and_opens_the_appointment(page: Page, living_house: LivingHouse) -> None:
    address = f"verloren{page.width}@example.org"
    choose_a_time(page, living_house)
    give_details(page, "Frau Verloren", address)
    submit_main_form(page)
    code = page.locator(".tp-code").inner_text()
    page.goto(f"{living_house.url}/t/abgerissen")
    page.get_by_role("link", name="Link neu schicken").click()
    page.locator("#email").fill(address.upper())
    submit_main_form(page)
    expect(page.locator("main")).to_contain_text("ist eine E-Mail unterwegs.")
    mail = wait_for_mail(living_house, address, "Ihr Link zum Termin")
    body = mail.get_body(("plain",)).get_content()
    (path,) = [line.split("/t/")[1] for line in body.splitlines() if "/t/" in line]
    page.goto(f"{living_house.url}/t/{path}")
    expect(page.locator(".tp-code")).to_have_text(code)
    assert len(mails_to(living_house, address)) == 2


def test_by_keyboard_alone_and_without_a_script(browser: Browser, living_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        own = book(page, living_house, "Frau Taste", None)
        page.goto(living_house.url + own)

        press(page, "Termin absagen")
        press(page, "Termin absagen")
        expect(page.locator("h1")).to_have_text("Ihr Termin ist abgesagt.")
        press(page, "Doch nicht absagen")
        expect(page.locator("h1")).to_have_text("Sie haben wieder einen Termin.")

        press(page, "Meine Daten ansehen")
        press(page, "Angaben ändern")
        tab_to(page, lambda: page.locator("#name:focus").count() == 1)
        page.keyboard.press("Control+A")
        page.keyboard.type("Frau Neue-Taste")
        press(page, "Angaben speichern")
        expect(page.locator("main")).to_contain_text("Ihre Angaben sind geändert.")
        expect(page.locator("main")).to_contain_text("Frau Neue-Taste")

        press(page, "Termin absagen und Angaben löschen")
        press(page, "Nichts löschen")
        press(page, "Termin absagen und Angaben löschen")
        press(page, "Termin absagen und Angaben löschen")
        expect(page.locator("h1")).to_have_text("Ihre Angaben sind gelöscht.")
        press(page, "Mit Ihrer Nummer ansehen")
        tab_to(page, lambda: page.locator("#code:focus").count() == 1)
        page.keyboard.type("7f3 k9m")
        page.keyboard.press("Tab")
        page.keyboard.type("Frau Taste")
        page.keyboard.press("Enter")
        expect(page.locator("#fehler")).to_be_visible()
        press(page, "Link neu schicken")
        tab_to(page, lambda: page.locator("#email:focus").count() == 1)
        page.keyboard.type("taste@example.org")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("ist eine E-Mail unterwegs.")


def booked(page: Page, house: LivingHouse, prefix: str) -> str:
    """Somebody has an appointment; the address of its page."""
    choose_a_time(page, house, prefix=prefix)
    give_details(page, "Frau Danach", "danach@example.org")
    submit_main_form(page)
    page.wait_for_url("**/t/*")
    return page.url


def seen(page: Page, name: str, prefix: str) -> list[str]:
    return look(page, f"danach-{name}{prefix.replace('/', '-')}")


def press(page: Page, label: str) -> None:
    """Go to the link or button with this label by Tab, and press Enter."""
    tab_to(page, lambda: focused(page) == label)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page: Page) -> str:
    found = page.locator("main a:focus, main button:focus, footer a:focus")
    return " ".join(found.first.inner_text().split()) if found.count() else ""


def tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
