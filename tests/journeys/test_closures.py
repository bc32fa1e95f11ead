"""A closure declared and withdrawn, the lift out of order, usual days and school holidays: wide, narrow, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.journeys.disrupted import book_at, day_of, days_ahead, free_times
from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press, sign_in
from tests.journeys.test_resident import wait_for_mail
from tests.servers.browser import open_page

LOOK, SAVE = "Weiter: Sehen, wen es trifft", "Schließung eintragen"
UPSTAIRS = "beratung-4"  # in Büro 6, with the stair lift


def test_declared_and_withdrawn(page: Page, own_house: LivingHouse) -> None:
    wide = page.width == 1280
    start = free_times(own_house, "energieberatung", days_ahead(15 if wide else 29), 7)[0]
    address = f"zu-{page.width}@example.org"
    book_at(own_house, "energieberatung", start, "Frau Z.", email=address)
    sign_in(page, own_house, "staff")
    page.goto(f"{own_house.url}/schliessungen")
    findings = look(page, "schliessungen")
    page.get_by_role("link", name="Schließung eintragen").click()
    findings += look(page, "schliessung-neu")
    press(page, LOOK)
    findings += look(page, "schliessung-fehler")
    page.locator("#kind-house").check()
    page.locator("#first").fill(str(day_of(start)))
    page.locator("#reason").fill("Rohrbruch: Das Haus bleibt zu.")
    press(page, LOOK)
    expect(page.locator("main")).to_contain_text("erreichen wir per E-Mail")
    findings += look(page, "schliessung-vorschau")
    press(page, SAVE)
    expect(page.locator("main")).to_contain_text("Die Schließung ist eingetragen.")
    findings += look(page, "schliessung")
    wait_for_mail(own_house, address, "Ihr Termin am")
    page.goto(f"{own_house.url}/planer?tag={day_of(start)}")
    expect(page.locator("main")).to_contain_text("Rohrbruch")
    findings += look(page, "schliessung-planer")
    page.goto(f"{own_house.url}/schliessungen")
    page.get_by_role("link", name="Das ganze Haus").last.click()
    page.goto(f"{own_house.url}/schliessungen?suche=Rohrbruch")
    page.locator("main .tp-rows a").first.click()
    page.get_by_role("link", name="Zurücknehmen").click()
    findings += look(page, "schliessung-zuruecknehmen")
    press(page, "Schließung zurücknehmen")
    expect(page.locator("main")).to_contain_text("Die Schließung ist zurückgenommen.")
    expect(page.locator("main")).to_contain_text("findet doch statt")
    findings += look(page, "schliessung-zurueckgenommen")
    assert findings == []


def test_the_lift_fails_with_a_wheelchair_booked(page: Page, own_house: LivingHouse) -> None:
    """The caretaker says so; he reads numbers. Everybody reads it at the way to the house."""
    ahead = 2 if page.width == 1280 else 9
    starts = free_times(own_house, UPSTAIRS, days_ahead(ahead), 7)
    book_at(
        own_house, UPSTAIRS, starts[0], "Rolli", email=f"rolli{page.width}@example.org", needs=["wheelchair"]
    )
    sign_in(page, own_house, "caretaker")
    page.goto(f"{own_house.url}/schliessungen")
    findings = look(page, "hausmeister-schliessungen")
    page.get_by_role("link", name="Treppenlift steht").click()
    findings += look(page, "hausmeister-lift")
    press(page, LOOK)
    expect(page.locator("main")).to_contain_text("betroffen")
    expect(page.locator("main")).not_to_contain_text("Was soll werden?")
    expect(page.locator("main")).not_to_contain_text("Rolli")
    findings += look(page, "hausmeister-vorschau")
    press(page, SAVE)
    expect(page.locator("main")).to_contain_text("Die Schließung ist eingetragen.")
    findings += look(page, "hausmeister-eingetragen")
    own = page.url
    page.goto(f"{own_house.url}/anfahrt")
    expect(page.locator("main")).to_contain_text("Der Treppenlift ist außer Betrieb bis")
    findings += look(page, "anfahrt-ohne-lift")
    page.goto(f"{own_house.url}/angebot/{UPSTAIRS}")
    expect(page.locator("main")).to_contain_text("Der Treppenlift ist außer Betrieb bis")
    page.goto(own)
    page.get_by_role("link", name="Zurücknehmen").click()
    press(page, "Schließung zurücknehmen")
    page.goto(f"{own_house.url}/anfahrt")
    expect(page.locator("main")).not_to_contain_text("außer Betrieb")
    assert findings == []


def test_a_usual_day_by_keyboard_alone(browser: Browser, own_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, own_house, "staff")
        page.goto(f"{own_house.url}/schliessungen")
        _tab_to(page, lambda: "Rosenmontag" in page.locator(":focus").inner_text())
        page.keyboard.press("Enter")
        expect(page.locator("#reason")).to_have_value("Rosenmontag")
        _tab_to(page, lambda: page.locator("#first:focus").count() == 1)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Wen es trifft")
        _tab_to(page, lambda: page.locator("button[value=speichern]:focus").count() == 1)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Die Schließung ist eingetragen.")


def test_school_holidays(page: Page, own_house: LivingHouse) -> None:
    sign_in(page, own_house, "staff")
    page.goto(f"{own_house.url}/einstellungen/schulferien")
    findings = look(page, "schulferien")
    press(page, "Weiter: Folgen ansehen")
    findings += look(page, "schulferien-fehler")
    page.locator("#name").fill(f"Ferien {page.width}")
    year = days_ahead(400).year + (page.width == 320)
    page.locator("#first").fill(f"{year}-10-11")
    page.locator("#last").fill(f"{year}-10-23")
    press(page, "Weiter: Folgen ansehen")
    findings += look(page, "schulferien-vorschau")
    press(page, "Ferien speichern")
    expect(page.locator("main")).to_contain_text(f"Ferien {page.width}")
    page.locator("main .tp-rows li", has_text=f"Ferien {page.width}").get_by_role("link").first.click()
    findings += look(page, "schulferien-aendern")
    page.goto(f"{page.url}/loeschen")
    findings += look(page, "schulferien-loeschen")
    press(page, "Ferien löschen")
    expect(page.locator("main")).not_to_contain_text(f"Ferien {page.width}")
    assert findings == []


def _tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
