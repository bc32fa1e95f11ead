"""A mail that came back: seen by the house, told to the person, sent again once the address was right; and its history."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import book, sign_in, submit_main_form
from tests.journeys.test_resident import mails_to, wait_for_mail
from tests.notifications.returned import standard
from tests.servers.browser import open_page
from tests.servers.process import PROJECT, environment
from tests.servers.waiting import wait_until


def test_every_page_of_the_monitor_and_of_histories(page: Page, living_house: LivingHouse) -> None:
    findings: list[str] = []
    sign_in(page, living_house, "staff")
    page.goto(f"{living_house.url}/nachrichten")
    expect(page.locator("#liste")).to_be_visible()
    findings += look(page, "nachrichten")
    page.goto(f"{living_house.url}/nachrichten?stand=bounced")
    findings += look(page, "nachrichten-keine")
    page.goto(f"{living_house.url}/nachrichten?art=confirmation&stand=sent")
    code = page.locator("td a[href^='/verlauf']").first.get_attribute("href").partition("=")[2]
    page.locator("#liste + table th a").first.click()
    findings += look(page, "nachricht")
    page.get_by_role("link", name="Noch einmal senden").click()
    findings += look(page, "nachricht-noch-einmal")
    page.goto(f"{living_house.url}/verlauf?nummer=ZZZ")
    expect(page.locator("#fehler")).to_be_focused()
    findings += look(page, "verlauf-unbekannt")
    page.locator("#nummer").fill(code)
    submit_main_form(page)
    expect(page.locator(".tp-history > li").first).to_be_visible()
    findings += look(page, "verlauf-nummer")
    page.goto(f"{living_house.url}/reservierungen")
    page.locator("main a[href^='/reservierung/']").first.click()
    page.get_by_role("link", name=re.compile("Verlauf ansehen")).click()
    findings += look(page, "verlauf-reservierung")
    assert findings == []


def test_a_mail_comes_back_and_is_sent_again_once_the_address_is_right(
    browser: Browser, own_house: LivingHouse, tmp_path: Path
) -> None:
    with open_page(browser, 1280) as page:
        path = book(page, own_house, "Frau Rück", "kaputt@example.org")
        lost = wait_for_mail(own_house, "kaputt@example.org", "")
        report = tmp_path / "report.eml"
        report.write_bytes(standard(str(lost["Message-ID"])))
        take_in(own_house, report)

        with open_page(browser, 1280) as office:
            sign_in(office, own_house, "staff")
            office.goto(f"{own_house.url}/nachrichten?stand=bounced")
            expect(office.locator("#liste")).to_be_visible()
            expect(office.locator("main")).not_to_contain_text("kaputt@example.org")
            expect(office.locator("main")).to_contain_text("Dieses Postfach gibt es nicht. Meldung: 5.1.1.")
            office.locator("#liste + table th a").click()
            message = office.url
            _look_again_until(office, "Aufgabe angelegt")
            expect(office.get_by_role("link", name="Noch einmal senden")).to_have_count(0)
            expect(office.locator("main")).to_contain_text("Bitte zuerst die Adresse berichtigen lassen.")

            page.goto(f"{own_house.url}{path}/daten/aendern")
            page.locator("#email").fill("richtig@example.org")
            submit_main_form(page)
            wait_for_mail(own_house, "richtig@example.org", "")

            office.goto(message)  # the mail to the new address may still be under way
            _look_again_until(office, "Noch einmal senden")
            office.get_by_role("link", name="Noch einmal senden").focus()
            office.keyboard.press("Enter")
            expect(office.locator("h1")).to_have_text("Noch einmal senden?")
            office.get_by_role("button", name="Jetzt senden").focus()
            office.keyboard.press("Enter")
            expect(office.locator("#neu")).to_contain_text("Wir senden die Nachricht noch einmal.")
            expect(office.locator("#neu")).to_be_focused()
            wait_until(lambda: len(mails_to(own_house, "richtig@example.org")) == 2, 30, "the mail once more")
            office.get_by_role("link", name=re.compile("^Nummer")).click()
            for told in (
                "Die E-Mail-Adresse ist berichtigt.",
                "Jemand hat die Nachricht noch einmal senden lassen.",
            ):
                expect(office.locator(".tp-history")).to_contain_text(told)
            assert urlsplit(office.url).path == "/verlauf"
        assert len(mails_to(own_house, "kaputt@example.org")) == 1


def take_in(house: LivingHouse, report: Path) -> None:
    """What the operator's command does with a mail that came back."""
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "bounces", str(report)],
        cwd=PROJECT,
        env=environment({"DATA_DIR": str(house.data_dir)}),
        check=True,
        capture_output=True,
        timeout=60,
    )


def _look_again_until(page: Page, words: str) -> None:
    def there() -> bool:
        page.reload()
        return words in page.locator("main").inner_text()

    wait_until(there, 30, f"{words} on {page.url}")
