"""Chapter 4: a burst pipe, the lift, and the usual days."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.handbook.walking import Walk
from tests.journeys.disrupted import book_at, free_times

OFFER, PIPE, LIFT = "beratung-1", date(2027, 3, 19), date(2027, 3, 2)
SENTENCE = "Das lesen alle"
LOOK, SAVE = "Weiter: Sehen, wen es trifft", "Schließung eintragen"


def walk(at: Walk) -> None:
    first, second = free_times(at.house, OFFER, PIPE, 1)[:2]
    book_at(at.house, OFFER, first, "Frau Ost", email="frau.ost@example.org")
    book_at(at.house, OFFER, second, "Herr Berg", phone="02175 000-131")
    at.sign_in("staff")
    _pipe(at)
    _lift(at)
    _usual_days(at)


def _pipe(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Schließungen und dann"):
        at.press("Schließungen")
        at.press(SAVE)
    with at.step("Wählen Sie Das ganze Haus"):
        at.choose("Das ganze Haus")
        at.fill("Erster Tag", PIPE)
        at.fill(SENTENCE, "Rohrbruch: Das Haus bleibt zu.")
        at.picture()
    with at.step("Drücken Sie Weiter"):
        at.press(LOOK)
        expect(page.locator("main")).to_contain_text("erreichen wir per E-Mail")
        at.picture(bottom=page.locator("main select").first)
    with at.step("Drücken Sie Schließung eintragen"):
        at.press(SAVE)
        at.picture(bottom=page.get_by_text("ruht", exact=True).first)
    with at.step("Drücken Sie Planer"):
        at.press("Planer")
        at.press("Woche")
        for _ in range(2):
            at.press("Woche vor")
        expect(page.locator("main")).to_contain_text("Rohrbruch")
        at.picture(bottom=page.locator("main tbody tr").first)


def _lift(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Schließungen und dann"):
        at.press("Schließungen")
        at.press(SAVE)
        at.choose("Der Treppenlift")
        at.fill("Erster Tag", LIFT)
        at.fill(SENTENCE, "Der Treppenlift ist kaputt.")
    with at.step("Drücken Sie Weiter"):
        at.press(LOOK)
        at.press(SAVE)
        expect(page.locator("main")).to_contain_text("Die Schließung ist eingetragen.")
    with at.step("Drücken Sie ganz unten"):
        at.press("Anfahrt")
        at.picture(bottom=page.get_by_text("Rufen Sie uns an."))
    with at.step("Der Lift fährt wieder"):
        at.press("Schließungen")
        at.press("Treppenlift")
        at.press("Zurücknehmen")
    with at.step("Drücken Sie Schließung zurücknehmen"):
        at.press("Schließung zurücknehmen")


def _usual_days(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Schließungen. Unter"):
        at.press("Schließungen")
        heading = page.get_by_role("heading", name="Übliche Schließtage")
        at.picture(heading, page.get_by_role("link", name="Schulferien ansehen"))
        at.press("Übernehmen")
        at.press("Nichts eintragen")
