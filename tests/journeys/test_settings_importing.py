"""The admin reads a table of rooms: the form, its faults, the preview and what became of it, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.importing.scene import table
from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press

HOME = "/einstellungen/einlesen"


@pytest.fixture
def page(admins_page: Page) -> Page:
    return admins_page


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
