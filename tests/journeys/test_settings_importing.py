"""The admin reads a table of rooms: the form, its faults, the preview and what became of it, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.importing.scene import table
from tests.journeys.conftest import LivingHouse
from tests.journeys.steps import sign_in, submit_main_form
from tests.journeys.test_absence import look, press
from tests.servers.browser import open_page

HOME = "/einstellungen/einlesen"


@pytest.fixture(scope="module")
def admin(browser: Browser, own_house: LivingHouse) -> Any:
    """The admin's cookies: a code of the app works once, so both widths share one sign-in."""
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


def test_rooms_from_a_file(page: Page, own_house: LivingHouse) -> None:
    new = {
        "Name": f"Werkraum {page.width}",
        "Nummer an der Tür": f"R{page.width}",
        "Stockwerk": "Erdgeschoss",
        "Zugang": "ohne Stufen",
        "Plätze an Tischen": "6",
    }
    bad = {
        **new,
        "Name": "Keller",
        "Nummer an der Tür": "K",
        "Zugang": "mit Aufzug",
        "Plätze an Tischen": "viele",
    }
    changed = {"Name": "Büro 5", "Stockwerk": f"Anbau {page.width}"}
    page.goto(f"{own_house.url}/einstellungen")
    page.locator("main").get_by_role("link", name="Dateien einlesen").click()
    findings = look(page, "einlesen")
    press(page, "Weiter: Vorschau ansehen")
    expect(page.locator("#fehler")).to_be_focused()
    findings += look(page, "einlesen-fehler")
    page.get_by_label("Räume (Tabelle, CSV)").check()
    data = table(new, changed, bad, {"Name": "Büro 1"})
    page.locator("#file").set_input_files([{"name": "raeume.csv", "mimeType": "text/csv", "buffer": data}])
    press(page, "Weiter: Vorschau ansehen")
    expect(page.locator("main")).to_contain_text("„mit Aufzug“ gibt es nicht. Gemeint: „mit Treppenlift“?")
    expect(page.locator("main")).to_contain_text("wird geändert: Stockwerk")
    findings += look(page, "einlesen-vorschau")
    press(page, "2 Einträge ohne Fehler einlesen")
    expect(page.locator("main")).to_contain_text("2 Einträge sind eingelesen.")
    findings += look(page, "einlesen-fertig")
    page.get_by_role("link", name="Ergebnis ansehen").click()
    expect(page.locator("main")).to_contain_text(f"Werkraum {page.width}")
    assert findings == []
