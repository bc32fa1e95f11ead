"""The house sets its rooms and its hours: one added, changed, taken out of service and back, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press

ROOMS, HOURS = "/einstellungen/raeume", "/einstellungen/oeffnungszeiten"


@pytest.fixture
def page(admins_page: Page) -> Page:
    return admins_page


def test_a_room_from_its_first_day_to_its_last(page: Page, own_house: LivingHouse) -> None:
    name = f"Werkstatt {page.width}"
    page.goto(f"{own_house.url}/einstellungen")
    findings = look(page, "einstellungen")
    page.locator("main").get_by_role("link", name="Räume", exact=True).click()
    findings += look(page, "raeume")
    page.get_by_role("link", name="Raum anlegen").click()
    press(page, "Raum anlegen")
    expect(page.locator("main")).to_contain_text("Bitte geben Sie dem Raum einen Namen.")
    findings += look(page, "raum-fehler")
    page.locator("#name").fill(name)
    page.locator("#number").fill(f"W{page.width}")
    page.locator("#floor").fill("Erdgeschoss")
    page.locator("#seats_table").fill("6")
    page.locator("#equipment-whiteboard").check()
    press(page, "Raum anlegen")
    expect(page.locator("main")).to_contain_text("Der Raum ist angelegt.")
    findings += look(page, "raum")
    page.get_by_role("link", name="Außer Betrieb nehmen").click()
    findings += look(page, "raum-ausser-betrieb")
    press(page, "Außer Betrieb nehmen")
    expect(page.locator("main")).to_contain_text(f"{name} ist außer Betrieb.")
    findings += look(page, "raum-ist-ausser-betrieb")
    page.goto(f"{own_house.url}/planer")
    expect(page.locator("main")).not_to_contain_text(name)
    page.goto(f"{own_house.url}{ROOMS}")
    page.get_by_role("link", name=name).click()
    press(page, "Wieder in Betrieb nehmen")
    page.goto(f"{own_house.url}/planer")
    expect(page.locator("main")).to_contain_text(name)
    assert findings == []


def test_a_room_in_use_is_not_given_up(page: Page, own_house: LivingHouse) -> None:
    page.goto(f"{own_house.url}{ROOMS}")
    page.get_by_role("link", name="Büro 1", exact=True).click()
    page.get_by_role("link", name="Außer Betrieb nehmen").click()
    expect(page.locator("main")).to_contain_text("Das geht noch nicht.")
    findings = look(page, "raum-wird-gebraucht")
    page.goto(f"{own_house.url}{ROOMS}")
    page.get_by_role("link", name="Büro 1", exact=True).click()
    page.get_by_role("link", name="Ändern").click()
    findings += look(page, "raum-aendern")
    page.locator("#seats_table").fill("1")
    page.locator("#seats_circle").fill("")
    page.locator("#confidential-ja").uncheck()
    press(page, "Änderungen speichern")
    expect(page.locator("main")).to_contain_text("Davon sind betroffen")
    findings += look(page, "raum-betroffen")
    assert findings == []


def test_the_house_closes_earlier(page: Page, own_house: LivingHouse) -> None:
    page.goto(f"{own_house.url}{HOURS}")
    findings = look(page, "oeffnungszeiten")
    page.locator("#bis_1" if page.width == 1280 else "#bis_2").fill("11:00")
    press(page, "Öffnungszeiten speichern")
    expect(page.locator("main")).to_contain_text("Sie bleiben stehen und finden statt.")
    findings += look(page, "oeffnungszeiten-betroffen")
    press(page, "Trotzdem speichern")
    expect(page.locator("main")).to_contain_text("Die Öffnungszeiten sind geändert.")
    findings += look(page, "oeffnungszeiten-geaendert")
    assert findings == []
