"""A weekly series by keyboard alone, with one conflict that another room solves; axe looks at every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from booking.demo.house import HOUSE_DAYS
from booking.house.calendar import holidays_between
from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import sign_in

DATES = 4
# A season of its own for each width, so that the two stories do not meet.
WEEKS_AHEAD = {1280: 8, 320: 20}
TUESDAY = 1


def quiet_tuesday(weeks_ahead: int) -> date:
    """A Tuesday that far away, from which on the house is open on four Tuesdays in a row."""
    day = date.today() + timedelta(weeks=weeks_ahead)  # noqa: DTZ011 (a day on the wall is enough)
    while day.weekday() != TUESDAY or any(_is_closed(day + timedelta(weeks=week)) for week in range(DATES)):
        day += timedelta(days=1)
    return day


def _is_closed(day: date) -> bool:
    return bool(holidays_between(day, day)) or (day.month, day.day) in HOUSE_DAYS


def tab_to(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(120):
        if there():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way there by keyboard on {page.url}")


def press(page: Page, selector: str) -> None:
    """Go to a button by Tab and press it."""
    tab_to(page, lambda: page.locator(f"{selector}:focus").count() == 1)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def wish(page: Page, house: LivingHouse, sentence: str, title: str) -> None:
    """Say it in a sentence, check the fields, and ask for rooms."""
    page.goto(f"{house.url}/reservieren")
    tab_to(page, lambda: page.locator("#sentence:focus").count() == 1)
    page.keyboard.type(sentence)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Die Felder sind ausgefüllt.")
    tab_to(page, lambda: page.locator("#title:focus").count() == 1)
    page.keyboard.type(title)


def test_a_series_with_a_conflict(page: Page, living_house: LivingHouse) -> None:
    first = quiet_tuesday(WEEKS_AHEAD[page.width])
    third = first + timedelta(weeks=2)
    sign_in(page, living_house, "lead")
    page.goto(f"{living_house.url}/reservieren")
    assert look(page, "reservieren-wunsch") == []

    # Somebody has Büro 2 on the third Tuesday.
    wish(page, living_house, f"Büro 2 am {third:%d.%m.%Y} 19–20 Uhr", "Vorstand")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Termine prüfen")
    assert look(page, "reservieren-einzeltermin") == []
    press(page, "form[action='/reservieren'] button")
    page.wait_for_url("**/reservierung/*")

    wish(
        page,
        living_house,
        f"Di, {first:%d.%m.%Y}, 19–20 Uhr, 3 Personen, jede Woche, {DATES} mal, mit Musik",
        "Chor",
    )
    expect(page.locator("main")).to_contain_text("„Musik“")
    assert look(page, "reservieren-satz") == []
    page.locator("#until").evaluate("field => field.form.elements.count.value = ''")
    page.keyboard.press("Enter")
    expect(page.locator("#fehler")).to_be_focused()
    assert page.title().startswith("Fehler: ")
    assert look(page, "reservieren-fehler") == []
    tab_to(page, lambda: page.locator("#count:focus").count() == 1)
    page.keyboard.type(str(DATES))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Räume, die passen")
    expect(page.locator("main")).to_contain_text(f"an {DATES - 1} von {DATES} Terminen frei")
    assert look(page, "reservieren-raeume") == []

    press(page, "button[value='buero-2']")
    expect(page.get_by_role("status")).to_contain_text(
        f"{DATES - 1} von {DATES} Terminen sind frei. 1 ist belegt."
    )
    other = page.locator("label", has_text="anderer Raum:").first
    expect(page.locator("input[type=radio]:checked").first).to_have_id(other.get_attribute("for"))
    other_room = other.inner_text().removeprefix("anderer Raum: ").partition(",")[0]
    assert look(page, "reservieren-vorschau") == []
    press(page, "details summary")
    assert look(page, "reservieren-vorschau-alle") == []
    press(page, "form[action='/reservieren'] button")
    page.wait_for_url("**/reservierung/*")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Büro 2,")).to_have_count(DATES - 1)
    expect(rows.filter(has_text=f"{other_room},")).to_have_count(1)
