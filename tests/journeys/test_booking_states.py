"""Every state of a booking by keyboard alone: wishes, faults, a mistyped address, too little time, a lost hold, no time.

In German and Arabic, wide and narrow: axe finds nothing, nothing sticks out, and nobody is stuck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.living import LivingHouse
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot

OFFER = "/termin/beratung-1"
SENSITIVE = "/termin/beratung-7"
RUNS = [(prefix, width) for prefix in ("", "/ar") for width in (1280, 320)]


@dataclass
class Hands:
    """Somebody at a keyboard; `findings` is what is wrong with the pages they saw."""

    page: Page
    house: LivingHouse
    prefix: str
    width: int
    findings: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.house.url}{self.prefix}{path}")

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is on one of these."""
        self._tab(lambda: self.page.locator(f":focus:is({selector})").count() == 1, selector)

    def press(self, selector: str, key: str = "Enter") -> None:
        self.tab_to(selector)
        self.page.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Press Enter on a link or button, and wait for the page it leads to."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, group: str, value: str) -> None:
        """Arrow down through a group of radios."""
        self.tab_to(f"[name={group}]")
        self.page.keyboard.press("Space")
        for _ in range(5):
            if self.page.locator(f"#{group}-{value}").is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{group} has no {value}")

    def look(self, name: str) -> None:
        """Keep a picture, and note what is wrong with the page."""
        tag = self.prefix.strip("/") or "de"
        screenshot(self.page, f"buchen-{name}-{tag}-{self.width}")
        no_sideways_scroll(self.page)
        self.findings += [f"{name}: {finding}" for finding in axe(self.page)]

    def hold(self, offer: str = OFFER) -> None:
        """Take the last time in the house on the page, after which there is nothing that day."""
        self.open(f"{offer}?ort=vor-ort")
        self._take("button.tp-slot >> nth=-1")

    def hold_with_time_to_spare(self, offer: str) -> None:
        """Take the first time of a day that no other story touches."""
        self.open(offer)
        day = RUNS.index((self.prefix, self.width)) + 1
        self._take(f".tp-day:has(button) >> nth={day} >> button.tp-slot >> nth=0")

    def _take(self, slot: str) -> None:
        value = self.page.locator(slot).get_attribute("value")
        self.follow(f"button.tp-slot[value='{value}']")
        expect(self.page.locator("#name")).to_be_visible()

    def go_on(self) -> None:
        self.follow("main form .kern-btn--primary")

    def _tab(self, there: Callable[[], bool], what: str) -> None:
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if there():
                return
        raise AssertionError(f"no way to {what} by keyboard on {self.page.url}")


@pytest.fixture(params=RUNS, ids=str)
def hands(request: pytest.FixtureRequest, browser: Browser, own_house: LivingHouse) -> Iterator[Hands]:
    prefix, width = request.param
    (own_house.data_dir / "clock-offset").write_text("0")
    with open_page(browser, width) as page:
        yield Hands(page, own_house, prefix, width)


def later(hands: Hands, time: timedelta) -> None:
    (hands.house.data_dir / "clock-offset").write_text(str(time.total_seconds()))


def test_wishes_narrow_the_times_down_and_are_taken_off_again(hands: Hands) -> None:
    hands.open(OFFER)
    everything = hands.page.locator("button.tp-slot").count()
    hands.press("summary:has(.kern-title)")
    hands.choose("ort", "telefon")
    expect(hands.page).to_have_url(f"{hands.house.url}{hands.prefix}{OFFER}")
    hands.look("wuensche")
    hands.follow("details button[type=submit]")
    assert 0 < hands.page.locator("button.tp-slot").count() < everything
    hands.look("eingegrenzt")
    hands.choose("zeit", "nachmittag")
    hands.follow("details button[type=submit]")
    assert hands.page.locator("button.tp-slot").count() == 0
    hands.look("nichts-passt")
    hands.follow("main a.kern-btn--primary")
    assert hands.page.locator("button.tp-slot").count() == everything
    assert hands.findings == []


def test_faults_a_slip_and_a_language_are_mended_one_by_one(hands: Hands) -> None:
    hands.hold_with_time_to_spare(SENSITIVE)
    hands.go_on()
    expect(hands.page.locator("#fehler")).to_be_focused()
    hands.look("fehler")
    hands.write("#name", "Blaue Amsel")
    hands.choose("contact", "email")
    hands.write("#email", "amsel@gmial.com")
    hands.press("#needs-interpreter", "Space")
    hands.page.locator("#interpreting").select_option("")
    hands.go_on()
    hands.look("rueckfrage")
    hands.follow("button[name=take_email]")
    expect(hands.page.locator("#email")).to_have_value("amsel@gmail.com")
    hands.tab_to("#interpreting")
    hands.page.locator("#interpreting").select_option("ku")
    hands.page.keyboard.press("Tab")
    hands.go_on()
    assert hands.page.url.endswith("/pruefen")
    hands.look("pruefen-mit-hilfe")
    hands.follow("main form .kern-btn--primary")
    assert "/t/" in hands.page.url
    assert hands.findings == []


def test_enter_in_a_field_never_changes_the_address(hands: Hands) -> None:
    """The buttons of the question come before the one that goes on; Enter sends what stands there."""
    hands.hold()
    hands.write("#name", "Frau T.")
    hands.choose("contact", "email")
    hands.write("#email", "frau.t@gmial.com")
    hands.follow("#email")
    assert hands.page.url.endswith("/angaben")
    hands.follow("#email")
    assert hands.page.url.endswith("/pruefen")
    assert "frau.t@gmial.com" in hands.page.locator("main").inner_text()


def test_the_last_time_of_a_day_has_no_room_for_a_long_talk(hands: Hands) -> None:
    hands.hold()
    hands.write("#name", "Frau L.")
    hands.choose("contact", "none")
    hands.press("#needs-more_time", "Space")
    hands.go_on()
    expect(hands.page.locator("h1")).to_be_focused()
    hands.look("zu-kurz")
    assert hands.page.locator("button.tp-slot").count() > 0
    hands.follow("main p a[href$='/angaben']")
    expect(hands.page.locator("#needs-more_time")).to_be_checked()
    hands.press("#needs-more_time", "Space")
    hands.go_on()
    assert hands.page.url.endswith("/pruefen")
    assert hands.findings == []


def test_a_hold_that_ended_keeps_what_was_typed(hands: Hands) -> None:
    hands.hold()
    hands.write("#name", "Herr V.")
    hands.choose("contact", "phone")
    hands.write("#phone", "02175 123456")
    hands.choose("phone_hours", "morning")
    hands.go_on()
    hands.look("pruefen-telefon")
    later(hands, timedelta(hours=3))
    hands.page.reload()
    expect(hands.page.locator("h1")).to_be_focused()
    hands.look("zeit-verloren")
    hands.follow("button.tp-slot")
    assert hands.page.url.endswith("/pruefen")
    assert "02175 123456" in hands.page.locator("main").inner_text()
    hands.go_on()
    assert "/t/" in hands.page.url
    assert hands.findings == []


def test_no_time_leads_on(hands: Hands) -> None:
    later(hands, timedelta(days=200))
    hands.open(OFFER)
    assert hands.page.locator("button.tp-slot").count() == 0
    hands.look("keine-zeit")
    hands.tab_to("a[href$='/warteliste/beratung-1']")
    hands.follow("a[href*='/rueckruf?thema=']")
    assert "/rueckruf" in hands.page.url
    assert hands.findings == []
