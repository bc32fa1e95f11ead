"""Chapter 1: signing in, the menu, a password of one's own, a screen that is locked."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.handbook.walking import Walk

NEW = "drei-ruhige-neue-worte"


def walk(at: Walk) -> None:
    page, account = at.page, at.house.account("staff")
    page.goto(f"{at.house.url}/")
    with at.step("Öffnen Sie die Startseite"):
        at.press("Für Mitarbeitende")
    with at.step("Füllen Sie E-Mail-Adresse"):
        at.fill("E-Mail-Adresse", account["email"], secret=True)
        at.picture()
        at.fill("Passwort", account["password"], secret=True)
        at.press("Einloggen")
    with at.step("Sie sind drin"):
        expect(page.locator("h1")).to_have_text("Empfang")
        expect(page.locator(".tp-who")).to_contain_text("Toni Tresen")
        at.see_as("adviser", "/ich")
        at.see_as("caretaker", "/tagesliste")
        at.picture(page.locator(".tp-demo"), page.locator(".tp-help"))
    _menu(at, page)
    with at.step("Drücken Sie oben Mein Konto"):
        at.press("Mein Konto")
        at.press("Passwort ändern")
    with at.step("Füllen Sie Jetziges Passwort"):
        at.fill("Jetziges Passwort", account["password"], secret=True)
        at.picture()
        at.fill("Neues Passwort", NEW, secret=True)
        at.fill("Neues Passwort noch einmal", NEW, secret=True)
        at.press("Passwort ändern")
        expect(page.locator("main")).to_contain_text("Ihr neues Passwort gilt.")
        at.keep_password("staff", NEW)
    with at.step("Drücken Sie oben Bildschirm sperren"):
        at.press("Bildschirm sperren")
        expect(page.locator("#sperre-passwort")).to_be_visible()
        at.picture(page.get_by_text("Bildschirm gesperrt").last, page.locator("#sperre button").last)
    with at.step("Sie sind zurück"):
        page.locator("#sperre-passwort").fill(NEW)
        at.press("Entsperren")
        expect(page.locator("main")).to_be_visible()
    with at.step("Drücken Sie oben Ausloggen"):
        at.press("Ausloggen")
        expect(page).to_have_url(f"{at.house.url}/")


def _menu(at: Walk, page: Page) -> None:
    with at.step("Drücken Sie im Menü Planer"):
        at.press("Planer")
        at.picture(bottom=page.locator(".tp-time"))
    for name in ("Heute im Haus", "Aufgaben", "Drucken"):
        with at.step(f"Drücken Sie {name}"):
            at.press(name)
