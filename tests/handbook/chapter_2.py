"""Chapter 2: somebody with an appointment, a caller, open doors, a call-back, the list for tomorrow, the adviser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.handbook.walking import Walk

CODE = re.compile(r"^\w{3} \w{3}$")


def walk(at: Walk) -> None:
    at.sign_in("staff")
    _arrivals(at)
    _a_caller(at)
    _another_time(at)
    _open_doors(at)
    _a_call_back(at)
    with at.step("Drücken Sie Drucken"):
        at.press("Drucken")
        at.picture(_heading(at, "Wenn das Internet ausfällt"))
        at.find("Als PDF öffnen")
    at.sign_in("adviser")
    page = at.page
    with at.step("Drücken Sie Meine Termine"):
        at.press("Meine Termine")
        at.picture(bottom=page.get_by_text("Liste für heute drucken"))
    with at.step("Das Gespräch ist zu Ende"):
        at.press("Erledigt")
        expect(page.locator("[role=status]").first).to_contain_text("Gespeichert")
        at.find("Doch nicht erledigt")
        at.press("Nicht gekommen")
        expect(page.get_by_role("button", name="Zurücknehmen").first).to_be_visible()
    at.see_as("lead", "/ich")
    _the_caretaker(at)


def _arrivals(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Empfang"):
        at.press("Empfang")
        at.picture(bottom=page.get_by_role("button", name="Ist da").nth(3))
    with at.step("Die Person nennt ihre Nummer"):
        number = page.locator("main a[href^='/empfang/termin/'] bdi").last.inner_text()
        at.press("Ist da")
        expect(page.locator("[role=status]").first).to_contain_text("ist da.")
    with at.step("Sie finden die Nummer nicht"):
        at.fill("Nummer oder Name", number, secret=True)
        at.press("Finden")
        expect(page.locator("main")).to_contain_text(number)


def _a_caller(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Empfang und dann Termin am Telefon"):
        at.press("Empfang")
        at.press("Termin am Telefon")
    with at.step("Fragen Sie: Worum geht es"):
        at.fill("In den Worten der Person", "Heizung kaputt")
        at.press("Suchen")
        expect(page.locator("[name=slot]").first).to_be_visible()
        at.picture(_heading(at, "1. Worum geht es?"), page.locator("button[value=halten]"))
    with at.step("Lesen Sie zwei oder drei Zeiten vor"):
        at.press("Zeit vormerken")
    with at.step("Fragen Sie nach Name und Telefon"):
        at.fill("Name", "Frau Beispiel")
        at.fill("Telefon", "02175 000-120")
        at.press("Weiter zum Vorlesen")
        expect(page.locator("#satz")).to_be_visible()
    with at.step("Lesen Sie den Satz vor"):
        at.picture(_heading(at, "4. Das lesen Sie vor"), page.locator("button[value=buchen]"))
        at.press("Buchen")
    with at.step("Oben steht"):
        at.press("Zettel drucken")
        at.picture(page.locator(".pr-slip"), page.locator(".pr-slip"))
    page.go_back()


def _another_time(at: Walk) -> None:
    page = at.page
    number = page.locator("main bdi", has_text=CODE).first.inner_text()
    with at.step("Fragen Sie nach der Nummer"):
        at.press("Empfang")
        at.fill("Nummer oder Name", number, secret=True)
        at.press("Finden")
        expect(page.locator("main")).to_contain_text(number)
    with at.step("Drücken Sie Verschieben oder absagen"):
        at.press("Verschieben oder absagen")
        at.press("Termin verschieben")
        at.click(page.get_by_role("button", name="Uhr nehmen"))
        expect(page.locator("main")).to_contain_text("Ihr Termin ist verschoben.")
        at.look()
        at.press("Zurück zum Empfang")


def _open_doors(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Empfang und dann Offene Tür"):
        at.press("Empfang")
        at.press("Offene Tür")
        at.picture(page.locator("h1"), page.locator("main section, main li").nth(3))
    with at.step("Drücken Sie an der richtigen Tür"):
        at.press("Nummer geben")
        at.press("Nummer drucken")
        page.go_back()
    with at.step("Die Tür ist frei"):
        at.press("Empfang")
        at.press("Offene Tür")
        at.click(page.get_by_role("button", name="aufrufen"))
        expect(page.locator("[role=status]").first).to_contain_text("ist an der Reihe.")
    with at.step("Das Gespräch ist zu Ende. Drücken Sie Fertig"):
        talking = page.get_by_role("button", name="Fertig")
        before = talking.count()
        at.press("Fertig")
        expect(talking).to_have_count(before - 1)


def _a_call_back(at: Walk) -> None:
    with at.step("Drücken Sie Aufgaben"):
        at.press("Aufgaben")
        at.click(at.page.locator("main a[href^='/aufgabe/']", has_text="Rückruf"))
    with at.step("Drücken Sie Ich mache das"):
        at.press("Ich mache das")
    with at.step("Drücken Sie Kontakt anzeigen"):
        at.press("Kontakt anzeigen")
        at.picture(bottom=at.page.get_by_role("button", name="Erreicht", exact=True))
    with at.step("Rufen Sie an"):
        at.press("Erreicht")
        expect(at.page.locator("#neu")).to_contain_text("Erledigt. Danke.")


def _the_caretaker(at: Walk) -> None:
    at.sign_in("caretaker")
    with at.step("Sie sehen gleich die Tagesliste"):
        expect(at.page.locator("h1")).to_contain_text("Tagesliste, Dienstag, 2. März 2027")
    with at.step("Drücken Sie Tag vor"):
        at.press("Tag vor")
        expect(at.page.locator("h1")).to_contain_text("Tagesliste, Mittwoch, 3. März 2027")


def _heading(at: Walk, words: str) -> Locator:
    return at.page.get_by_role("heading", name=words)
