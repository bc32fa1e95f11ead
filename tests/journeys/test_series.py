"""A series lives on: one date moves, then the rest, one is called off and stays so; and the house says yes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from playwright.sync_api import Browser, Page, expect

from booking.scheduling.walltime import BERLIN
from tests.journeys.living import LivingHouse
from tests.journeys.looking import WIDTHS, look
from tests.journeys.steps import book, sign_in
from tests.servers.browser import open_page

COUNT = 10
WEEK = timedelta(days=7)
# Far enough ahead, in the evening and at a weekend: nobody of the demonstration is there.
FIRST_WEEKS_AHEAD = 10


def reserve_series(page: Page, house: LivingHouse, first: date, room: str) -> str:
    """Ten dates from six to eight in the evening; says the address of the reservation."""
    query = f"raum={room}&tag={first}&zeit=18:00&bis=20:00"
    page.goto(f"{house.url}/reservieren?{query}")
    page.locator("#title").fill("Nähgruppe")
    page.locator("#repeat-week").check()
    page.locator("#ending-count").check()
    page.locator("#count").fill(str(COUNT))
    page.locator("#on_closure-keep").check()
    press(page, "Freie Räume zeigen")  # with a room in the address, straight on to its dates
    press(page, "Verbindlich reservieren")
    expect(page.locator("main")).to_contain_text("Ihre Reservierung gilt.")
    return page.url.partition("?")[0]


def press(page: Page, label: str) -> None:
    page.locator("main button", has_text=re.compile(f"^{label}$")).first.click()


def saturday() -> date:
    """A Saturday far ahead."""
    day = datetime.now(BERLIN).date() + FIRST_WEEKS_AHEAD * WEEK
    return day + timedelta(days=(5 - day.weekday()) % 7)


def states(page: Page) -> list[str]:
    """What each date to come says about itself, without the words for screen readers."""
    return page.locator("table").first.locator(".tp-status").all_inner_texts()


def test_a_series_is_edited_and_stays_itself(page: Page, own_house: LivingHouse) -> None:
    room = "buero-5" if page.width == WIDTHS[0] else "buero-6"
    first = saturday()
    sign_in(page, own_house, "adviser")
    own = reserve_series(page, own_house, first, room)
    findings = look(page, "reservierung-neu")
    assert states(page) == ["gilt"] * COUNT

    # One date goes to another hour.
    page.locator("a", has_text="Verschieben").nth(1).click()
    findings += look(page, "reihe-verschieben")
    page.locator("#start").fill("17:00")
    page.locator("#end").fill("19:00")
    press(page, "Weiter: Vorschau ansehen")
    expect(page.locator("h1")).to_have_text("Passt das so?")
    findings += look(page, "reihe-verschieben-vorschau")
    press(page, "Änderung speichern")
    expect(page.locator("main")).to_contain_text("Die neuen Zeiten gelten ab jetzt.")
    assert "17–19 Uhr" in page.locator("tbody tr").nth(1).inner_text()

    # Another one is called off.
    page.locator("tbody tr").nth(5).locator("a", has_text="Absagen").click()
    findings += look(page, "reihe-absagen")
    press(page, "Weiter: Folgen ansehen")
    expect(page.locator("h1")).to_contain_text("Möchten Sie")
    findings += look(page, "reihe-absagen-vorschau")
    press(page, "Ja, absagen")
    expect(page.locator("main")).to_contain_text("Abgesagt. Der Raum ist wieder frei.")
    assert states(page)[5] == "abgesagt"

    # The rest moves by a day; what was called off stays off, what was moved alone stays there.
    page.locator("tbody tr").nth(2).locator("a", has_text="Verschieben").click()
    page.locator("#scope-following").check()
    page.locator("#day").fill(f"{first + 2 * WEEK - timedelta(days=1)}")
    press(page, "Weiter: Vorschau ansehen")
    expect(page.locator("main")).to_contain_text("Alle 7 Termine sind frei.")
    findings += look(page, "reihe-ab-hier-vorschau")
    press(page, "Änderung speichern")
    expect(page.locator("main")).to_contain_text("Die neuen Zeiten gelten ab jetzt.")
    rows = page.locator("table").first.locator("tbody tr")
    assert rows.count() == COUNT
    assert states(page)[5] == "abgesagt"
    assert states(page).count("gilt") == COUNT - 1
    assert "Sa, " in rows.nth(0).inner_text()
    assert "17–19 Uhr" in rows.nth(1).inner_text()
    assert "Fr, " in rows.nth(2).inner_text()
    findings += look(page, "reservierung-bearbeitet")

    page.goto(f"{own}/absagen")
    press(page, "Weiter: Folgen ansehen")
    press(page, "Ja, absagen")
    expect(page.locator("main")).to_contain_text("Abgesagt. Der Raum ist wieder frei.")
    assert set(states(page)) == {"abgesagt"}
    assert findings == []


def test_mistakes_are_explained(page: Page, own_house: LivingHouse) -> None:
    room = "buero-3" if page.width == WIDTHS[0] else "buero-4"
    sign_in(page, own_house, "adviser")
    own = reserve_series(page, own_house, saturday(), room)
    page.goto(f"{own_house.url}/reservierungen")
    findings = look(page, "reservierungen")
    page.goto(f"{own}/umbenennen")
    page.locator("#title").fill("")
    press(page, "Titel speichern")
    expect(page.locator("#fehler")).to_be_visible()
    findings += look(page, "reihe-umbenennen-fehler")
    page.goto(f"{own}/verschieben")
    page.locator("#end").fill("08:00")
    press(page, "Weiter: Vorschau ansehen")
    expect(page.locator("#fehler")).to_be_visible()
    findings += look(page, "reihe-verschieben-fehler")
    assert findings == []


def test_who_calls_a_sprechstunde_off_decides_for_each_resident(page: Page, own_house: LivingHouse) -> None:
    book(page, own_house, "Frau Betroffen", None)
    sign_in(page, own_house, "adviser")
    page.goto(f"{own_house.url}/reservierungen")
    links = page.locator("main li a").evaluate_all("links => links.map(link => link.href)")
    found = [link for link in links if _touches_somebody(page, link)]
    assert len(found) >= 1
    page.goto(f"{found[0]}/absagen")
    press(page, "Weiter: Folgen ansehen")
    expect(page.locator("main")).to_contain_text("Frau Betroffen")
    expect(page.locator("main")).to_contain_text("vorgemerkt")
    assert look(page, "reihe-absagen-betroffen") == []


def _touches_somebody(page: Page, reservation: str) -> bool:
    page.goto(f"{reservation}/absagen")
    press(page, "Weiter: Folgen ansehen")
    expect(page.locator("h1")).to_contain_text("Möchten Sie")
    return "Frau Betroffen" in page.locator("main").inner_text()


def test_a_date_is_moved_by_keyboard_alone(browser: Browser, own_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, own_house, "adviser")
        own = reserve_series(page, own_house, saturday(), "buero-7")
        page.goto(own)
        tab_to(page, lambda: focused(page).startswith("Verschieben"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/verschieben?*")
        tab_to(page, lambda: page.locator("#scope-one:focus").count() == 1)
        page.keyboard.press("ArrowDown")
        assert page.locator("#scope-following").is_checked()
        page.keyboard.press("ArrowUp")
        tab_to(page, lambda: page.locator("#room:focus").count() == 1)
        page.keyboard.type("Büro 8")
        tab_to(page, lambda: focused(page) == "Weiter: Vorschau ansehen")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Passt das so?")
        tab_to(page, lambda: focused(page) == "Änderung speichern")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Die neuen Zeiten gelten ab jetzt.")
        assert "Büro 8" in page.locator("tbody tr").first.inner_text()


def test_the_house_answers_a_request(page: Page, own_house: LivingHouse) -> None:
    sign_in(page, own_house, "staff")
    page.goto(f"{own_house.url}/anfragen")
    findings = look(page, "anfragen")
    page.locator("main h2 a").first.click()
    page.wait_for_url("**/anfrage/*")
    findings += look(page, "anfrage")
    address = page.url
    press(page, "Alles ablehnen")
    expect(page.locator("#fehler")).to_be_visible()
    findings += look(page, "anfrage-fehler")
    assert page.title().startswith("Fehler: ")
    page.locator("#reason-key").check()
    press(page, "Alles ablehnen")
    expect(page.locator("main")).to_contain_text("abgelehnt.")
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Darüber ist schon entschieden.")
    findings += look(page, "anfrage-entschieden")
    assert findings == []


def focused(page: Page) -> str:
    found = page.locator("a:focus, button:focus")
    return found.first.inner_text() if found.count() else ""


def tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
