"""An offer added, written in Arabic and looked at as a resident, made sensitive, retired: wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LivingHouse
from tests.journeys.steps import sign_in, submit_main_form
from tests.journeys.test_absence import look, press
from tests.servers.browser import open_page

HOME = "/einstellungen/angebote"


@pytest.fixture(scope="module")
def admin(browser: Browser, own_house: LivingHouse) -> Any:
    """The admin's cookies: a code of the app works once, so both stories and both widths share one sign-in."""
    with open_page(browser, 1280) as page:
        sign_in(page, own_house, "admin")
        code = pyotp.TOTP(own_house.account("admin")["totp_secret"]).now()
        page.locator("main form input[autocomplete=one-time-code]").fill(code)
        submit_main_form(page)
        expect(page.locator("header form button").first).to_be_visible()
        return page.context.storage_state()


@pytest.fixture(params=(1280, 320), ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser, admin: Any) -> Iterator[Page]:
    with open_page(browser, request.param, storage_state=admin) as opened:
        opened.width = request.param
        yield opened


def test_an_offer_from_its_first_word_to_its_end(page: Page, own_house: LivingHouse) -> None:
    title, main = f"Näh-Treff {page.width}", page.locator("main")
    address = f"{own_house.url}/angebot/naeh-treff-{page.width}"
    page.goto(f"{own_house.url}/einstellungen")
    main.get_by_role("link", name="Angebote", exact=True).click()
    findings = look(page, "angebote")
    main.get_by_role("link", name="Angebot anlegen").click()
    press(page, "Angebot anlegen")
    findings += look(page, "angebot-fehler")
    page.locator("#provider").select_option(index=1)
    page.locator("#title").fill(title)
    page.locator("#summary").fill("Wir nähen und reparieren zusammen.")
    page.locator("#offer_class-S0").check()
    page.locator("#mode-open").check()
    page.locator("#concerns-treffen").check()
    press(page, "Angebot anlegen")
    expect(main).to_contain_text("Das Angebot ist angelegt.")
    findings += look(page, "angebot")
    main.locator('a[href$="/texte/ar"]').click()
    page.locator("#title").fill("لقاء الخياطة")
    page.locator("#summary").fill("نخيط ونصلح معًا.")
    findings += look(page, "angebot-texte")
    press(page, "Als Ratsuchende ansehen")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    findings += look(page, "angebot-vorschau-ratsuchende")
    press(page, "Texte speichern")
    expect(main).to_contain_text("Die Texte sind gespeichert: Arabisch.")
    main.get_by_role("link", name="Angaben ändern").click()
    page.locator("#offer_class-S2").check()
    press(page, "Angaben speichern")
    findings += look(page, "angebot-folgen")
    press(page, "Angaben so speichern")
    page.goto(address)
    expect(page).not_to_have_url(address)
    expect(page.locator("h1")).to_have_text(title)
    neutral = page.url
    page.goto(f"{own_house.url}{HOME}?q={page.width}")
    main.get_by_role("link", name=title).click()
    main.get_by_role("link", name="Angebot zurückziehen").click()
    findings += look(page, "angebot-zurueckziehen")
    press(page, "Angebot zurückziehen")
    page.goto(neutral)
    expect(page.locator("h1")).to_have_text("Dieses Angebot gibt es nicht mehr.")
    findings += look(page, "angebot-weg")
    assert findings == []


def test_concerns_in_another_order(page: Page, own_house: LivingHouse) -> None:
    page.goto(f"{own_house.url}/einstellungen/anliegen")
    findings = look(page, "anliegen")
    page.get_by_role("link", name="Anliegen anlegen").click()
    page.locator("#title").fill(f"Ruhe {page.width}")
    page.locator("#pictogram-coffee").check()
    findings += look(page, "anliegen-neu")
    press(page, "Anliegen speichern")
    page.locator("button[value=rauf]").last.click()
    expect(page.locator("main")).to_contain_text("Die Reihenfolge ist geändert.")
    page.locator('section[aria-labelledby="anliegen"] a[href$="/loeschen"]').first.click()
    findings += look(page, "anliegen-loeschen")
    press(page, "Löschen")
    expect(page.locator("main")).to_contain_text("Das Anliegen ist gelöscht.")
    assert findings == []
