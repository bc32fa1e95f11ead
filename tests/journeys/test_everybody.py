"""Every page and error state, in German and Arabic, wide and narrow: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import book, choose_a_time, give_details, sign_in, submit_main_form
from tests.servers.browser import no_sideways_scroll, open_page, screenshot

PLAIN = {
    "start": "/",
    "suche": "/?q=heizung",
    "suche-leer": "/?q=xyzzy",
    "thema": "/hilfe/haus-und-energie",
    "wegweiser": "/hilfe/wegweiser",
    "angebot": "/angebot/energieberatung",
    "angebot-anfrage": "/angebot/beratung-5",
    "angebot-offen": "/angebot/schachtreff",
    "zeiten": "/termin/energieberatung",
    "heute": "/heute",
    "nummer": "/code",
    "leichte-sprache": "/leichte-sprache",
    "gebaerdensprache": "/gebaerdensprache",
    "barrierefreiheit": "/barrierefreiheit",
    "datenschutz": "/datenschutz",
    "impressum": "/impressum",
    "nicht-gefunden": "/gibt-es-nicht",
    "link-alt": "/t/abgelaufen",
}
GERMAN_ONLY = {"anmelden": "/anmelden", "demo-mails": "/demo/mails", "api": "/api/docs"}


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_plain_page(page: Page, living_house: LivingHouse, prefix: str) -> None:
    findings = []
    for name, path in PLAIN.items():
        page.goto(living_house.url + prefix + path)
        assert page.locator("html").get_attribute("dir") == ("rtl" if prefix else "ltr")
        findings += look(page, f"{name}{prefix.replace('/', '-')}")
    assert findings == []


def test_pages_in_german_only(page: Page, living_house: LivingHouse) -> None:
    findings = []
    for name, path in GERMAN_ONLY.items():
        page.goto(living_house.url + path)
        findings += look(page, name)
    page.goto(f"{living_house.url}/demo/mails")
    page.locator("main li a").first.click()
    findings += look(page, "demo-mail")
    assert findings == []


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["de", "ar"])
def test_every_step_of_a_booking_and_its_errors(page: Page, living_house: LivingHouse, prefix: str) -> None:
    tag = prefix.replace("/", "-")
    choose_a_time(page, living_house, prefix=prefix)
    findings = look(page, f"angaben{tag}")
    give_details(page, "", "falsch")
    findings += look(page, f"angaben-fehler{tag}")
    give_details(page, "Frau Ö.", "oe@example.org")
    findings += look(page, f"pruefen{tag}")
    submit_main_form(page)
    findings += look(page, f"gebucht{tag}")
    own = page.url
    for step in ("verschieben", "absagen"):
        page.goto(f"{own}/{step}")
        findings += look(page, f"{step}{tag}")
    submit_main_form(page)
    findings += look(page, f"abgesagt{tag}")
    page.goto(f"{living_house.url}{prefix}/code")
    submit_main_form(page)
    findings += look(page, f"nummer-fehler{tag}")
    assert findings == []


def test_the_advisers_pages(page: Page, living_house: LivingHouse) -> None:
    page.goto(f"{living_house.url}/anmelden")
    submit_main_form(page)
    findings = look(page, "anmelden-fehler")
    sign_in(page, living_house, "adviser")
    findings += look(page, "meine-termine")
    assert findings == []


def test_forced_colours_and_large_text_keep_the_pages_whole(
    browser: Browser, living_house: LivingHouse
) -> None:
    with open_page(browser, 640, forced_colors="active") as page:
        book(page, living_house, "Frau K.", None)
        page.add_style_tag(
            content="html{font-size:200%}*{line-height:1.5!important;letter-spacing:.12em!important}"
        )
        no_sideways_scroll(page)
        screenshot(page, "gebucht-kontrast-gross")


def test_a_booking_by_keyboard_alone(browser: Browser, living_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        page.goto(f"{living_house.url}/")
        _tab_to(page, lambda: _focused(page).endswith("/hilfe/haus-und-energie"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/hilfe/*")
        _tab_to(page, lambda: _focused(page).endswith("/angebot/energieberatung"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/angebot/*")
        _tab_to(page, lambda: _focused(page).endswith("/termin/energieberatung"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/termin/*")
        _tab_to(page, lambda: page.locator("button.tp-slot:focus").count() == 1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/angaben")
        _tab_to(page, lambda: page.locator("#name:focus").count() == 1)
        page.keyboard.type("Frau T.")
        _tab_to(page, lambda: page.locator("[name=contact]:focus").count() == 1)
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**/pruefen")
        _tab_to(page, lambda: page.locator("main button[type=submit]:focus").count() == 1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/t/*")
        assert page.locator("h1").inner_text() == "Ihr Termin ist gebucht."


def _focused(page: Page) -> str:
    return (
        page.locator("a:focus").first.get_attribute("href") or "" if page.locator("a:focus").count() else ""
    )


def _tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
