"""A closure with many guests: the bar moves, the browser may be closed, and it ends at the closure by itself."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from booking.disruptions.holding import FEW
from tests.journeys.disrupted import book_at, day_of, days_ahead, free_times
from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import press, sign_in
from tests.servers.browser import open_page

OFFERS = ("energieberatung", "beratung-1", "beratung-3", "beratung-4", "beratung-6", "beratung-7")
GUESTS, DAYS = 20, 12
LATER = 60_000  # milliseconds, on a busy machine


def fully_booked(house: LivingHouse, ahead: int) -> str:
    """The day of the next dozen on which most can come; twenty do, if there is room for them."""
    first = days_ahead(ahead)
    times = [(offer, start) for offer in OFFERS for start in free_times(house, offer, first, DAYS)]
    day, _many = Counter(day_of(start) for _offer, start in times).most_common(1)[0]
    on_it = [each for each in times if day_of(each[1]) == day]
    for number, (offer, start) in enumerate(on_it[:: max(1, len(on_it) // GUESTS)]):
        with suppress(AssertionError):  # another offer's adviser or room may be the same
            book_at(house, offer, start, "Viele", email=f"viele{ahead}-{number}@example.org")
    return str(day)


def test_how_far_it_is(page: Page, own_house: LivingHouse) -> None:
    day = fully_booked(own_house, 15 if page.width == 1280 else 22)
    sign_in(page, own_house, "staff")
    _sees_whom_it_hits(page, own_house, day)
    page.route("**/progress.js*", _hold_still)
    press(page, "Schließung eintragen")
    expect(page.locator("h1")).to_have_text("Die Schließung wird eingetragen")
    findings = look(page, "wird-eingetragen")
    page.unroute("**/progress.js*", _hold_still)
    page.reload()
    expect(page.locator("main")).to_contain_text("Die Schließung ist eingetragen.", timeout=LATER)
    expect(page.locator("main")).to_contain_text("Termine waren betroffen.")
    assert findings == []


def test_without_javascript_the_page_loads_itself_again(browser: Browser, own_house: LivingHouse) -> None:
    day = fully_booked(own_house, 8)
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, own_house, "staff")
        _sees_whom_it_hits(page, own_house, day)
        press(page, "Schließung eintragen")
        expect(page.locator("h1")).to_have_text("Die Schließung wird eingetragen")
        expect(page.locator("main")).to_contain_text("Die Schließung ist eingetragen.", timeout=LATER)


def _sees_whom_it_hits(page: Page, house: LivingHouse, day: str) -> None:
    page.goto(f"{house.url}/schliessungen/neu")
    page.locator("#kind-house").check()
    page.locator("#first").fill(day)
    page.locator("#reason").fill("Betriebsausflug: Das Haus bleibt zu.")
    press(page, "Weiter: Sehen, wen es trifft")
    expect(page.locator("main")).to_contain_text("betroffen")
    if page.locator("select[name^=weg-]").count() <= FEW:
        pytest.fail("too few guests: nothing would be seen of it")


def _hold_still(route: Route) -> None:
    """Without its script the page stays as it is."""
    route.abort()
