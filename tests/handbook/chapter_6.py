"""Chapter 6: nobody answers, no internet, a mail that came back, booked twice, a lost password, a locked screen."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from playwright.sync_api import expect

from tests.handbook.walking import Walk
from tests.journeys.disrupted import book_at, free_times
from tests.journeys.test_resident import wait_for_mail
from tests.notifications.returned import standard
from tests.servers.process import PROJECT, environment
from tests.servers.waiting import wait_until

OFFER, DAY = "beratung-1", date(2027, 3, 16)
BROKEN = "kaputt@example.org"
NEW = "noch-drei-neue-worte"


def walk(at: Walk) -> None:
    first, second = free_times(at.house, OFFER, DAY, 1)[:2]
    book_at(at.house, OFFER, first, "Frau Rück", email=BROKEN, phone="02175 000-132")
    twice = book_at(at.house, OFFER, second, "Herr Doppelt", phone="02175 000-133")
    _mail_comes_back(at)
    _asks_to_be_called(at)
    at.sign_in("staff")
    _not_reached(at)
    _no_internet(at)
    _returned(at)
    _booked_twice(at, twice["code"])
    at.sign_out()
    _lost_password(at)
    at.sign_in("staff")
    _locked(at)
    at.sign_in("staff")
    at.glance("/empfang")


def _mail_comes_back(at: Walk) -> None:
    """As the operator's command takes it from the mailbox."""
    lost = wait_for_mail(at.house, BROKEN, "")
    folder = at.house.data_dir
    report = folder / "report.eml"
    report.write_bytes(standard(str(lost["Message-ID"])))
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "bounces", str(report)],
        cwd=PROJECT,
        env=environment({"DATA_DIR": str(folder), "CLOCK_OFFSET_FILE": str(folder / "clock-offset")}),
        check=True,
        capture_output=True,
        timeout=60,
    )


def _asks_to_be_called(at: Walk) -> None:
    page = at.page
    page.goto(f"{at.house.url}/rueckruf")
    page.locator("#name").fill("Frau Feld")
    page.locator("#phone").fill("02175 000-134")
    at.click(page.locator("main form button.kern-btn--primary"))
    page.wait_for_url("**/rueckruf/fertig")


def _not_reached(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Aufgaben"):
        at.press("Aufgaben")
        at.click(page.locator("main a[href^='/aufgabe/']", has_text="Rückruf").last)
        own = page.url
        at.press("Kontakt anzeigen")
    with at.step("Niemand geht ans Telefon"):
        at.picture(bottom=page.get_by_role("button", name="Nicht erreicht, später noch einmal"))
        at.press("Nicht erreicht, später noch einmal")
    page.goto(own)
    at.click(page.get_by_role("button", name="Kontakt anzeigen"))
    with at.step("Steht bei der Aufgabe"):
        at.find("Weitergeben")


def _no_internet(at: Walk) -> None:
    page = at.page
    with at.step("Am Abend vorher"):
        at.press("Drucken")
        at.find("Als PDF öffnen")
        at.click(page.locator("main a[href^='/drucken/notfall']:not([href*='.pdf'])"))
        at.picture(bottom=page.locator("main table").nth(1))
    with at.step("Beim Ausfall"):
        pass
    page.go_back()


def _returned(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Nachrichten"):
        at.press("Nachrichten")
        at.select("Stand", "zurückgekommen")
        at.press("Anzeigen")
        expect(page.locator("main")).to_contain_text("Dieses Postfach gibt es nicht.")
        at.picture(page.locator("#liste"), page.locator("#liste + table"))
    with at.step("Sie müssen nichts suchen"):
        at.press("Aufgaben")
        task = page.locator("main a[href^='/aufgabe/']", has_text="E-Mail kam nicht an")
        wait_until(lambda: page.reload() and task.count() > 0, 30, "the to-do")
        at.click(task)
        at.picture(bottom=page.get_by_text("Sagen Sie den zweiten Satz"))


def _booked_twice(at: Walk, code: str) -> None:
    with at.step("Fragen Sie nach der Nummer"):
        at.press("Empfang")
        at.fill("Nummer oder Name", code, secret=True)
        at.press("Finden")
        expect(at.page.locator("h1")).to_have_text("Heute finden wir dazu keinen Termin")
    with at.step("Fragen Sie auch"):
        at.fill("Unter welchem Namen haben Sie gebucht?", "Herr Doppelt")
        at.press("Termin öffnen")
    with at.step("Lesen Sie Tag und Uhrzeit"):
        at.picture(bottom=at.page.get_by_role("link", name="Termin absagen"))
        at.press("Termin absagen")
    with at.step("Sie lesen"):
        at.press("Termin absagen")


def _lost_password(at: Walk) -> None:
    page, account = at.page, at.house.account("adviser")
    with at.step("Öffnen Sie die Seite"):
        at.press("Für Mitarbeitende")
        at.press("Passwort vergessen?")
    with at.step("Füllen Sie E-Mail-Adresse"):
        at.picture()
        at.fill("E-Mail-Adresse", account["email"], secret=True)
        at.press("Link schicken")
    page.goto(f"{at.house.url}/demo/mails")
    mail = page.locator("main a", has_text="Neues Passwort")
    wait_until(lambda: page.reload() and mail.count() > 0, 30, "the mail with the link")
    mail.first.click()
    at.follow(page.locator("main a[href*='/passwort-neu/']"))
    with at.step("Öffnen Sie den Link"):
        at.fill("Neues Passwort", NEW, secret=True)
        at.fill("Neues Passwort noch einmal", NEW, secret=True)
        at.press("Passwort festlegen")
    at.keep_password("adviser", NEW)


def _locked(at: Walk) -> None:
    page = at.page
    at.click(page.get_by_role("button", name="Bildschirm sperren"))
    with at.step("Hat eine Kollegin"):
        expect(page.locator("#sperre-passwort")).to_be_visible()
        at.picture(page.get_by_text("Bildschirm gesperrt").last, page.locator("#sperre button").last)
        at.press("Ausloggen und neu einloggen")
        expect(page).to_have_url(f"{at.house.url}/")
        at.press("Für Mitarbeitende")
