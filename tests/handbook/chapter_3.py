"""Chapter 3: an adviser is ill; two residents answer a mail, one is called, and then she is well again."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.handbook.walking import Walk
from tests.journeys.disrupted import book_at, free_times
from tests.servers.waiting import wait_until

OFFER, FIRST, LAST = "beratung-1", date(2027, 3, 8), date(2027, 3, 9)
RESIDENTS = (
    ("Frau Nord", {"email": "frau.nord@example.org"}),
    ("Herr Süd", {"email": "herr.sued@example.org"}),
    ("Frau West", {"phone": "02175 000-130"}),
)


def walk(at: Walk) -> None:
    for start, (name, contact) in zip(free_times(at.house, OFFER, FIRST, 1), RESIDENTS, strict=False):
        book_at(at.house, OFFER, start, name, **contact)
    at.sign_in("staff")
    _declare(at)
    own = at.page.url
    _what_a_resident_gets(at)
    at.page.goto(own)
    wait_until(lambda: _has_call(at), 30, "the call")
    _call(at)
    _take_back(at)


def _declare(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie im Menü Abwesenheit"):
        at.press("Abwesenheit")
    with at.step("Wählen Sie bei Wer ist nicht da"):
        at.select("Wer ist nicht da?", "Cora Probe")
        at.fill("Erster Tag", FIRST)
        at.fill("Letzter Tag", LAST)
        at.picture(page.locator("h1"), page.get_by_role("button", name="Weiter: Sehen, wen es trifft"))
    with at.step("Drücken Sie Weiter: Sehen"):
        at.press("Weiter: Sehen, wen es trifft")
        expect(page.locator("main")).to_contain_text("3 Termine sind betroffen.")
        at.picture(bottom=page.locator("main select").first)
    with at.step("Bei jedem Termin"):
        pass
    with at.step("Drücken Sie Abwesenheit eintragen"):
        at.press("Abwesenheit eintragen")
        at.picture(bottom=page.get_by_text("Wir sagen Bescheid").last)


def _what_a_resident_gets(at: Walk) -> None:
    page = at.page
    with at.step("In der Demonstration"):
        at.press("Verschickte Mails ansehen")
        mail = page.locator("main a", has_text="Ihr Termin am 8. März kann nicht stattfinden")
        wait_until(lambda: page.reload() and mail.count() > 0, 30, "the mail")
        at.click(mail)
        at.picture(bottom=page.get_by_text("Guten Tag"))
    with at.step("Öffnen Sie den Link"):
        at.follow(page.locator("main a[href*='/t/']"))
        expect(page.get_by_role("button", name="Diesen Termin nehmen").first).to_be_visible()
        at.picture(bottom=page.get_by_role("button", name="Diesen Termin nehmen").last)
        at.press("Diesen Termin nehmen")


def _has_call(at: Walk) -> bool:
    at.page.reload()
    return at.page.get_by_role("link", name="Aufgabe öffnen").count() > 0


def _call(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Aufgaben"):
        at.press("Aufgaben")
        at.click(page.locator("main a[href^='/aufgabe/']", has_text="Anruf"))
    with at.step("Drücken Sie Ich mache das"):
        at.press("Ich mache das")
        at.press("Kontakt anzeigen")
        at.picture(bottom=page.get_by_text("Sagen Sie den zweiten Satz"))
    with at.step("Drücken Sie Andere Zeiten"):
        at.press("Andere Zeiten ansehen und Antwort eintragen")
        at.picture(bottom=page.get_by_role("button", name="Termin nehmen").last)
        at.press("Termin nehmen")


def _take_back(at: Walk) -> None:
    page = at.page
    with at.step("Drücken Sie Abwesenheit. Öffnen"):
        at.press("Abwesenheit")
        at.click(page.locator("main a[href^='/abwesenheit/']", has_text="Cora Probe"))
        at.press("Zurücknehmen")
    with at.step("Drücken Sie Abwesenheit zurücknehmen"):
        at.press("Abwesenheit zurücknehmen")
        expect(page.locator("main")).to_contain_text("Die Abwesenheit ist zurückgenommen.")
    at.glance("/nachrichten")
    at.see_as("adviser", "/ich")
