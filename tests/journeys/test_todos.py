"""A call-back from the resident's form to the person who calls: by keyboard alone; and every page of it looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import sign_in
from tests.servers.browser import open_page

RESIDENTS = {
    "rueckruf": "/rueckruf?thema=haus-und-energie",
    "rueckruf-mail": "/rueckruf?antwort=email&gebaerden=ja",
    "barriere": "/barriere-melden?seite=/heute",
    "daten": "/daten-anfrage",
    "anfahrt": "/anfahrt",
    "barrierefreiheit": "/barrierefreiheit",
    "datenschutz": "/datenschutz",
    "gebaerdensprache": "/gebaerdensprache",
    "leichte-sprache": "/leichte-sprache",
    "impressum": "/impressum",
}
FORMS = ("rueckruf", "barriere", "daten")


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_page_of_residents(page: Page, living_house: LivingHouse, prefix: str) -> None:
    findings, tag = [], prefix.replace("/", "-")
    for name, path in RESIDENTS.items():
        page.goto(living_house.url + prefix + path)
        findings += look(page, f"{name}{tag}")
        if name in FORMS:
            page.locator("main form button.kern-btn--primary").click()
            expect(page.locator("#fehler")).to_be_focused()
            findings += look(page, f"{name}-fehler{tag}")
    page.goto(f"{living_house.url}{prefix}/rueckruf")
    page.locator("#name").fill("Frau Bild")
    page.locator("#phone").fill("02175 000-107")
    page.locator("main form button.kern-btn--primary").click()
    page.wait_for_url("**/rueckruf/fertig")
    findings += look(page, f"rueckruf-fertig{tag}")
    page.goto(f"{living_house.url}{prefix}/barriere-melden")
    page.locator("#text").fill("Das Bild hat keine Beschreibung.")
    page.locator("#contact-none").check()
    page.locator("main form button.kern-btn--primary").click()
    page.wait_for_url("**/barriere-melden/fertig")
    findings += look(page, f"barriere-fertig{tag}")
    assert findings == []


def test_every_page_of_staff(page: Page, living_house: LivingHouse) -> None:
    sign_in(page, living_house, "staff")
    findings = []
    for name, kind in (("rueckruf", "call_back"), ("barriere", "barrier")):
        page.goto(f"{living_house.url}/aufgaben?art={kind}")
        findings += look(page, f"aufgaben-{name}")
        page.locator("main a[href^='/aufgabe/']").first.click()
        findings += look(page, f"aufgabe-{name}")
        page.locator("main form[action$='/kontakt'] button").click()
        findings += look(page, f"aufgabe-{name}-kontakt")
    page.locator("main form[action$='/antworten'] button").click()
    expect(page.locator("#fehler")).to_be_focused()
    findings += look(page, "aufgabe-barriere-fehler")
    page.goto(f"{living_house.url}/aufgaben?welche=meine&art=call_back")
    findings += look(page, "aufgaben-keine")
    assert findings == []


def test_a_call_back_is_asked_for_and_made_by_keyboard_alone(
    browser: Browser, own_house: LivingHouse
) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        page.goto(f"{own_house.url}/")
        _tab_to(page, lambda: _on_link(page, "/rueckruf"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/rueckruf")
        _tab_to(page, lambda: _at(page.locator("#name")))
        page.keyboard.type("Frau Taste")
        _tab_to(page, lambda: _at(page.locator("#phone")))
        page.keyboard.type("02175 000-108")
        _tab_to(page, lambda: _at(page.locator("[name=thema]")))
        page.keyboard.press("ArrowDown")
        _tab_to(page, lambda: _at(page.locator("main form button.kern-btn--primary")))
        page.keyboard.press("Enter")
        page.wait_for_url("**/rueckruf/fertig")
        expect(page.locator("h1")).to_have_text(re.compile(r"Wir rufen Sie bis .+, 12 Uhr, an\."))

        sign_in(page, own_house, "staff")
        page.goto(f"{own_house.url}/aufgaben?art=call_back")
        expect(page.locator("main")).not_to_contain_text("Frau Taste")
        _tab_to(page, lambda: page.locator("main a[href^='/aufgabe/']:focus").count() == 1)
        _open_until(page, "Frau Taste", own_house)
        _tab_to(page, lambda: _at(page.locator("form[action$='/erledigen'] button").first))
        page.keyboard.press("Enter")
        page.wait_for_url("**/aufgaben")
        expect(page.locator("#neu")).to_contain_text("Erledigt. Danke.")


def _open_until(page: Page, name: str, house: LivingHouse) -> None:
    """Open one call after the other, and its contact, until it is this person's."""
    calls = page.locator("main a[href^='/aufgabe/']").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    for path in calls:
        page.goto(house.url + path)
        _tab_to(page, lambda: _at(page.locator("form[action$='/kontakt'] button")))
        page.keyboard.press("Enter")
        page.wait_for_url("**/kontakt")
        if name in page.locator("main").inner_text():
            return
    raise AssertionError(f"{name} is on no to-do")


def _on_link(page: Page, path: str) -> bool:
    return page.locator(f"a[href='{path}']:focus").count() == 1


def _at(target: Locator) -> bool:
    return bool(target.evaluate_all("found => found.includes(document.activeElement)"))


def _tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
