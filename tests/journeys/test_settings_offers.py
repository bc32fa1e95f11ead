"""An offer added, written in Arabic and looked at as a resident, made sensitive, retired: wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press

HOME = "/einstellungen/angebote"


@pytest.fixture
def page(admins_page: Page) -> Page:
    return admins_page


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
    expect(page.locator("main")).to_contain_text("Es fehlt: Einfache Sprache, Englisch")
    page.locator("button[value=rauf]").last.click()
    expect(page.locator("main")).to_contain_text("Die Reihenfolge ist geändert.")
    page.locator('section[aria-labelledby="anliegen"] a[href$="/loeschen"]').first.click()
    findings += look(page, "anliegen-loeschen")
    press(page, "Löschen")
    expect(page.locator("main")).to_contain_text("Das Anliegen ist gelöscht.")
    assert findings == []


def test_a_concern_and_a_topic_in_arabic(page: Page, own_house: LivingHouse) -> None:
    title, main = f"Besser schlafen {page.width}", page.locator("main")
    page.goto(f"{own_house.url}/einstellungen/anliegen/neu")
    page.locator("#title").fill("Haus und Energie")
    press(page, "Anliegen speichern")
    expect(main).to_contain_text("Ein Anliegen mit diesem Namen gibt es schon.")
    findings = look(page, "anliegen-fehler")
    page.locator("#title").fill(title)
    page.locator("#example").fill("Ruhe, Pausen")
    press(page, "Anliegen speichern")
    page.goto(f"{own_house.url}/ar")
    expect(main.locator('[lang="de"]', has_text=title)).to_be_visible()
    findings += look(page, "anliegen-start-noch-deutsch")
    page.goto(f"{own_house.url}/einstellungen/anliegen?suche={page.width}")
    main.get_by_role("link", name=title, exact=True).click()
    findings += look(page, "anliegen-sprachen")
    main.locator('a[href$="/texte/ar"]').click()
    page.locator("#title").fill(f"نوم أفضل {page.width}")
    page.locator("#example").fill("الهدوء والراحة")
    page.locator("#words").fill("الأرق")
    findings += look(page, "anliegen-texte")
    press(page, "Als Ratsuchende ansehen")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    findings += look(page, "anliegen-vorschau")
    press(page, "Texte speichern")
    expect(main).to_contain_text("Die Texte sind gespeichert: Arabisch.")
    page.goto(f"{own_house.url}/ar?q=الأرق")
    main.get_by_role("link", name=f"نوم أفضل {page.width}").first.click()
    expect(page.locator("h1")).to_have_text(f"نوم أفضل {page.width}")
    findings += look(page, "anliegen-arabisch")
    page.goto(f"{own_house.url}/?q=الأرق")
    main.get_by_role("link", name=title).first.click()
    expect(page.locator("h1")).to_have_text(title)
    findings += look(page, "anliegen-deutsch")
    page.goto(f"{own_house.url}/einstellungen/anliegen/themen")
    findings += look(page, "themen")
    main.get_by_role("link", name="Migration").click()
    findings += look(page, "thema")
    assert findings == []
