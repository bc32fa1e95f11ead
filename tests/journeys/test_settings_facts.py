"""The house gets another number and shorter times: set on its page, seen by residents, with axe at both widths."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import WIDTHS, look_wide_and_narrow
from tests.journeys.steps import sign_in_as_admin, submit_main_form
from tests.servers.browser import open_page

NUMBER = "02175 000-999"


def test_another_number_and_shorter_times(browser: Browser, own_house: LivingHouse) -> None:
    with open_page(browser, WIDTHS[0]) as page:
        sign_in_as_admin(page, own_house)
        page.goto(f"{own_house.url}/einstellungen")
        second = page.locator("nav ul").nth(1).get_by_role("link")
        tops = {box["y"] + box["height"] for each in second.all() if (box := each.bounding_box())}
        assert len(tops) == 1, "the second row of the longest menu fits one line"
        page.locator("main").get_by_role("link", name="Das Haus").click()
        findings = look_wide_and_narrow(page, "haus")

        page.locator("main a[href$='/haus/telefon']").click()
        page.locator("#phone").fill("ruf an")
        page.locator("#bis_4").fill("")
        submit_main_form(page)
        expect(page.locator("#fehler")).to_contain_text("Bitte prüfen Sie 2 Angaben")
        findings += look_wide_and_narrow(page, "haus-telefon-fehler")
        page.locator("#phone").fill(NUMBER)
        page.locator("#bis_4").fill("11:30")
        submit_main_form(page)
        expect(page.locator("main")).to_contain_text("Mo–Do 9–12 Uhr; Fr 9–11:30 Uhr")
        findings += look_wide_and_narrow(page, "haus-telefon-vorschau")
        new = page.locator("main table strong").first.bounding_box()
        assert new is not None
        assert new["x"] + new["width"] <= page.width, "what is new is out of sight on a phone"
        page.get_by_role("button", name="Einstellung speichern").click()
        expect(page.locator("#neu")).to_contain_text("Gespeichert.")

        page.locator("main a[href$='/haus/loeschen']").click()
        page.locator("#other").fill("20")
        submit_main_form(page)
        page.locator("#auch").check()
        findings += look_wide_and_narrow(page, "haus-loeschen-vorschau")
        page.get_by_role("button", name="Einstellung speichern").click()
        expect(page.locator("#neu")).to_contain_text("löschen wir jetzt früher")
        findings += look_wide_and_narrow(page, "haus-gespeichert")

        page.goto(f"{own_house.url}/datenschutz")
        expect(page.locator("main")).to_contain_text("20 Tage nach dem Termin")
        page.goto(f"{own_house.url}/en/")
        expect(page.locator("body")).to_contain_text(NUMBER)
    assert findings == []
