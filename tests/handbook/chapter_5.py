"""Chapter 5: a series with open doors, a feast in the hall, school holidays, and what hangs at the doors."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.handbook.walking import Walk

SERIES = "Dienstag 16.03.2027, 17 Uhr, 2 Stunden, 6 Personen, jede 2. Woche bis Juni"
FEAST = "Samstag 20.03.2027, 15 bis 18 Uhr, Saal, 60 Personen"


def walk(at: Walk) -> None:
    at.sign_in("lead")
    _series(at)
    _open_doors(at)
    _hall(at)
    at.sign_in("staff")
    _decide(at)
    _school_holidays(at)
    _print(at)


def _series(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Reservierungen und dann"):
        at.press("Reservierungen")
        at.press("Raum reservieren")
    with at.step("Schreiben Sie in In einem Satz"):
        at.fill("In einem Satz", SERIES)
        at.press("Felder ausfüllen")
        expect(page.locator("#day")).to_have_value("2027-03-16")
        at.picture(page.locator("h1"), page.locator("#end"))
    with at.step("Geben Sie der Reihe"):
        at.fill("Titel", "Offene Beratung")
        at.choose("fällt aus")
        at.press("Freie Räume zeigen")
    with at.step("Sie sehen die Räume"):
        expect(page.locator("h1")).to_have_text("Räume, die passen")
        at.picture(bottom=page.get_by_text("zu klein").first)
        at.press("Büro 1 wählen")
    with at.step("Prüfen Sie die Termine"):
        at.picture(bottom=page.get_by_role("button", name="Verbindlich reservieren"))
        at.press("Verbindlich reservieren")


def _open_doors(at: Walk) -> None:
    page = at.page
    with at.step("Sie sind noch auf der Seite"):
        at.press("Sprechstunde öffnen")
    with at.step("Wählen Sie bei Angebot"):
        at.select("Angebot", "Hochwasserhilfe")
        at.choose("offene Tür ohne Termin")
        at.picture(page.locator("h1"), page.get_by_role("button", name="Weiter: Vorschau ansehen"))
        at.press("Weiter: Vorschau ansehen")
    with at.step("Lesen Sie"):
        at.press("Sprechstunde öffnen")
        expect(page.locator("[role=status]").first).to_contain_text("Die Sprechstunde ist offen.")


def _hall(at: Walk) -> None:
    with at.step("Drücken Sie Reservierungen und Raum"):
        at.press("Reservierungen")
        at.press("Raum reservieren")
        at.fill("In einem Satz", FEAST)
        at.press("Felder ausfüllen")
        expect(at.page.locator("#day")).to_have_value("2027-03-20")
    with at.step("Schreiben Sie in Titel"):
        at.fill("Titel", "Frühlingsfest")
        at.press("Freie Räume zeigen")
        at.picture(bottom=at.page.get_by_role("button", name="Anfrage senden"))
        at.press("Anfrage senden")


def _decide(at: Walk) -> None:
    with at.step("Drücken Sie Anfragen"):
        at.press("Anfragen")
        at.press("Frühlingsfest")
        at.picture()
    with at.step("Passt es"):
        at.press("Ausgewählte zusagen")
        expect(at.page.locator("[role=status]").first).to_contain_text("1 Termin zugesagt")


def _school_holidays(at: Walk) -> None:
    day = date(2027, 5, 18)
    with at.step("Drücken Sie Schließungen und ganz unten"):
        at.press("Schließungen")
        at.press("Schulferien ansehen und ändern")
    with at.step("Füllen Sie Wie heißen"):
        at.fill("Wie heißen die Ferien?", "Pfingstferien")
        at.fill("Erster Ferientag", day)
        at.fill("Letzter Ferientag", day)
        at.picture()
        at.press("Weiter: Folgen ansehen")
    with at.step("Lesen Sie die Folgen"):
        at.press("Ferien speichern")
        expect(at.page.locator("main")).to_contain_text("Pfingstferien")


def _print(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Drucken"):
        at.press("Drucken")
        at.fill("Für welchen Tag?", date(2027, 3, 16))
        at.press("Tag wählen")
    with at.step("Drücken Sie unter"):
        address = page.locator("a[href*='/drucken/tuerschilder.pdf']").first.get_attribute("href") or ""
        answer = page.request.get(f"{at.house.url}{address}")
        assert answer.headers["content-type"].startswith("application/pdf")
        page.goto(f"{at.house.url}{address.replace('.pdf', '')}")
        sheet = page.locator("main section, main article").first
        at.picture(sheet, sheet)
    at.sign_in("lead")
    at.glance("/reservierungen")
