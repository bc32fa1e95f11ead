"""An adviser is ill with seven appointments: one step by mouse or keyboard, and what the people do then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Browser, Page, expect

from tests.journeys.disrupted import book_at, day_of, days_ahead, free_times
from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press, sign_in
from tests.journeys.test_resident import wait_for_mail
from tests.servers.browser import open_page
from tests.servers.waiting import wait_until

OFFER = "energieberatung"
BY_MAIL, BY_PHONE = 5, 2


def seven(house: LivingHouse, tag: str, ahead: int) -> tuple[str, str]:
    """Seven residents of the same adviser, five with e-mail; the first and the last day on which they come."""
    starts = free_times(house, OFFER, days_ahead(ahead), 12)[: BY_MAIL + BY_PHONE]
    for number, start in enumerate(starts):
        if number < BY_MAIL:
            book_at(house, OFFER, start, f"Mail {number}", email=f"{tag}{number}@example.org")
        else:
            book_at(house, OFFER, start, f"Telefon {number}", phone=f"02175 12345{number}")
    return str(day_of(starts[0])), str(day_of(starts[-1]))


def test_seven_appointments(page: Page, browser: Browser, own_house: LivingHouse) -> None:
    tag = f"krank{page.width}-"
    first, last = seven(own_house, tag, 15 if page.width == 1280 else 29)
    sign_in(page, own_house, "adviser")
    page.goto(f"{own_house.url}/abwesenheit")
    findings = look(page, "abwesenheit")
    page.locator("#first").fill(last)
    page.locator("#last").fill(first)
    press(page, "Weiter: Sehen, wen es trifft")
    findings += look(page, "abwesenheit-fehler")
    page.locator("#first").fill(first)
    page.locator("#last").fill(last)
    press(page, "Weiter: Sehen, wen es trifft")
    expect(page.locator("main")).to_contain_text(
        "7 Termine sind betroffen. 5 erreichen wir per E-Mail, 2 bitte anrufen."
    )
    expect(page.locator("main")).to_contain_text("Mail 0")
    findings += look(page, "abwesenheit-vorschau")
    press(page, "Abwesenheit eintragen")
    expect(page.locator("main")).to_contain_text("Die Abwesenheit ist eingetragen.")
    expect(page.locator("main")).to_contain_text("7 warten noch auf Antwort.")
    own = page.url
    accept(browser, own_house, f"{tag}0@example.org")
    wait_until(lambda: calls(page, own) == BY_PHONE, 40, "two calls on the page")
    expect(page.locator("main")).to_contain_text("hat die neue Zeit genommen")
    expect(page.locator("main")).to_contain_text("6 warten noch auf Antwort.")
    findings += look(page, "abwesenheit-danach")
    page.get_by_role("link", name="Zurücknehmen").click()
    expect(page.locator("main")).to_contain_text("6 gebuchte Termine")
    findings += look(page, "abwesenheit-zuruecknehmen")
    press(page, "Abwesenheit zurücknehmen")
    expect(page.locator("main")).to_contain_text("Die Abwesenheit ist zurückgenommen.")
    findings += look(page, "abwesenheit-zurueckgenommen")
    wait_for_mail(own_house, f"{tag}1@example.org", "Ihr Termin am")
    assert findings == []


def test_by_keyboard_alone_for_who_phones_in(browser: Browser, own_house: LivingHouse) -> None:
    """The house, without JavaScript; it reads times and codes."""
    start = free_times(own_house, OFFER, days_ahead(36), 12)[0]
    made = book_at(own_house, OFFER, start, "Frau Geheim", email="geheim@example.org")
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, own_house, "staff")
        page.goto(f"{own_house.url}/abwesenheit")
        _tab_to(page, lambda: page.locator("#adviser:focus").count() == 1)
        page.keyboard.type("Ada")
        _tab_to(page, lambda: page.locator("#colleagues-ja:focus").count() == 1)
        page.keyboard.press("Space")
        _tab_to(page, lambda: page.locator("#first:focus").count() == 1)
        _type_day(page, day_of(start))
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Wen es trifft")
        expect(page.locator("main")).to_contain_text("springen nicht ein")
        expect(page.locator("main")).to_contain_text(f"{made['code'][:3]} {made['code'][3:]}")
        expect(page.locator("main")).not_to_contain_text("Frau Geheim")
        _tab_to(page, lambda: page.locator("button[value=speichern]:focus").count() == 1)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Die Abwesenheit ist eingetragen.")
        expect(page.locator("main")).not_to_contain_text("Frau Geheim")


def accept(browser: Browser, house: LivingHouse, address: str) -> None:
    """The resident follows the one link of the mail and takes the first time."""
    mail = wait_for_mail(house, address, "Ihr Termin am")
    wait_until(
        lambda: "kann nicht stattfinden" in str(wait_for_mail(house, address, "Ihr Termin am")["Subject"]),
        30,
        "the mail with other times",
    )
    mail = wait_for_mail(house, address, "Ihr Termin am")
    text = mail.get_body(("plain",)).get_content()
    link = next(word for word in text.split() if "/t/" in word)
    with open_page(browser, 320, javascript=False) as resident:
        resident.goto(link)
        resident.get_by_role("button", name="nehmen").first.click()
        expect(resident.locator("main")).not_to_contain_text("kann nicht stattfinden")


def calls(page: Page, address: str) -> int:
    page.goto(address)
    return page.get_by_role("link", name="Aufgabe öffnen").count()


def _type_day(page: Page, day: date) -> None:
    """Into the field with the focus, in whatever order this browser has day and month."""
    for written in (f"{day:%d%m%Y}", f"{day:%m%d%Y}"):
        for _segment in range(3):
            page.keyboard.press("ArrowLeft")
        page.keyboard.type(written)
        if page.locator(":focus").input_value() == day.isoformat():
            return
    raise AssertionError(page.locator(":focus").input_value())


def _tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if there():
            return
    raise AssertionError(f"no way there by keyboard on {page.url}")
