"""The lobby board on the wall: it fills the screen, is readable at five metres, and says when it is old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from booking.scheduling.walltime import at_wall, wall_day
from tests.journeys.living import LivingHouse, a_living_house
from tests.journeys.steps import sign_in
from tests.servers.browser import axe, come_to_rest, no_sideways_scroll, open_page, screenshot

SCREENS = ((1920, 1080), (1280, 720))
LARGE = 32 / 1080  # of the height of the screen
# Each text with its size, its contrast to the board, and whether it is cut off at the bottom of the screen.
TEXTS = """() => {
  const light = c => { const [r, g, b] = c.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
  const ground = e => { for (; e; e = e.parentElement) {
    const {backgroundColor: c, backgroundImage: stripes} = getComputedStyle(e)
    if (stripes !== 'none') return stripes.match(/rgb\\([^)]+\\)/)?.[0] ?? c
    if (!/, 0\\)$/.test(c)) return c } return 'rgb(255,255,255)' }
  const found = [], walker = document.createTreeWalker(document.querySelector('.tp-board'), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement, style = getComputedStyle(e)
    if (!node.textContent.trim() || e.closest('.kern-sr-only, .tp-board__stale, svg') || !e.getClientRects().length) continue
    const [a, b] = [light(style.color), light(ground(e))].sort((x, y) => y - x), box = e.getBoundingClientRect()
    const part = e.closest('.tp-board__in > *')?.getBoundingClientRect().bottom ?? innerHeight
    found.push({text: node.textContent.trim(), size: parseFloat(style.fontSize), contrast: (a + 0.05) / (b + 0.05),
      cut: box.bottom > Math.min(part, innerHeight) + 1 || box.right > innerWidth + 1})
  }
  return found
}"""

# The board with so many rooms, each of them with the longest words; the house may be larger than the demonstration.
FULL = """rows => {
  const body = document.querySelector('tbody'), long = 'Leichlinger Stadtnetzwerkerinnen, Frühstück für alle Nachbarn'
  while (body.rows.length < rows) body.append(body.rows[6].cloneNode(true))
  document.querySelector('.tp-board').classList.toggle('tp-board--many', rows > 9)
  for (const row of body.rows) {
    row.cells[1].innerHTML = `<span class="what"><b>${long}</b> <span class="at">bis 12:30 Uhr</span></span>`
    row.cells[2].innerHTML = `<span class="lines"><span class="at">13:30 Uhr</span> Frühstück für alle Nachbarn</span>`
  }
  const note = '<li class="lines lines--two">Büro 5 ist heute geschlossen: Ein Wasserschaden muss getrocknet werden</li>'
  const door = '<li class="lines"><b>Leichlinger Stadtnetzwerkerinnen</b>, Büro 5, <span class="at">offen bis 12:30 Uhr</span>, Wartezeit etwa 25 Minuten</li>'
  const more = '<li class="quiet">und 2 weitere</li>', list = items => `<ul role="list">${items}</ul>`
  document.querySelector('.tp-board__side').innerHTML = `<section class="note"><h2>Bitte beachten</h2>${list(note + note + more)}</section>
    <section><h2>Heute ohne Termin</h2>${list(door + door + more)}</section><section><p>Fragen Sie gern am Empfang.</p></section>`
}"""


@pytest.fixture(scope="module")
def busy_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingHouse]:
    """The demonstration on the Tuesday after next Monday, at 9:42, when the house is full."""
    folder = tmp_path_factory.mktemp("busy-house")
    today = wall_day(datetime.now(UTC))
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    offset = Path(folder, "clock-offset")
    offset.write_text(str((at_wall(tuesday, 9, 42) - datetime.now(UTC)).total_seconds()))
    with a_living_house(folder, CLOCK_OFFSET_FILE=str(offset)) as house:
        yield house


@pytest.mark.parametrize(("width", "height"), SCREENS, ids=str)
def test_everything_is_on_the_screen_in_large_letters(
    browser: Browser, busy_house: LivingHouse, width: int, height: int
) -> None:
    with open_page(browser, width, height) as page:
        page.goto(f"{busy_house.url}/tafel")
        screenshot(page, f"tafel-{width}")
        texts = page.evaluate(TEXTS)
        assert len(texts) > 30
        assert [each for each in texts if each["size"] < LARGE * height] == []
        assert [each for each in texts if each["contrast"] < 7] == []
        assert [each for each in texts if each["cut"]] == []
        scrolls = "[document.documentElement.scrollHeight > innerHeight, document.documentElement.scrollWidth > innerWidth]"
        assert page.evaluate(scrolls) == [False, False]
        assert axe(page) == []


@pytest.mark.parametrize("state", ["busy", "free", "closed"])
def test_a_room_is_as_readable_in_each_state(browser: Browser, busy_house: LivingHouse, state: str) -> None:
    with open_page(browser, 1920, 1080) as page:
        page.goto(f"{busy_house.url}/tafel")
        page.evaluate(
            "state => document.querySelectorAll('tbody tr').forEach(row => row.className = state)",
            f"is-{state}",
        )
        come_to_rest(page)
        screenshot(page, f"tafel-{state}")
        assert [each for each in page.evaluate(TEXTS) if each["contrast"] < 7] == []


@pytest.mark.parametrize(("width", "height"), SCREENS, ids=str)
@pytest.mark.parametrize("rows", [9, 11])
def test_long_words_and_many_rooms_fit_too(
    browser: Browser, busy_house: LivingHouse, rows: int, width: int, height: int
) -> None:
    with open_page(browser, width, height) as page:
        page.goto(f"{busy_house.url}/tafel")
        page.evaluate(FULL, rows)
        screenshot(page, f"tafel-voll-{rows}-{width}")
        texts = page.evaluate(TEXTS)
        assert sum(each["text"].startswith("Leichlinger") for each in texts) == rows + 2
        assert [each for each in texts if each["size"] < LARGE * height or each["cut"]] == []


def test_on_a_phone_it_is_a_page_like_others(browser: Browser, busy_house: LivingHouse) -> None:
    with open_page(browser, 320) as page:
        for path in ("/tafel", "/ar/tafel"):
            page.goto(busy_house.url + path)
            screenshot(page, f"tafel-320{path[:3].replace('/', '-')}")
            no_sideways_scroll(page)
            assert axe(page) == []


@pytest.mark.parametrize("prefix", ["", "/en", "/uk", "/ar", "/tr", "/de-simple"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_readable_twin(browser: Browser, busy_house: LivingHouse, prefix: str, width: int) -> None:
    with open_page(browser, width) as page:
        page.goto(f"{busy_house.url}{prefix}/heute")
        if prefix in ("", "/ar"):
            screenshot(page, f"heute{prefix.replace('/', '-')}-{width}")
        no_sideways_scroll(page)
        assert axe(page) == []


def test_without_a_script_it_reloads_and_says_when_it_is_old(
    browser: Browser, busy_house: LivingHouse
) -> None:
    with open_page(browser, 1920, 1080, javascript=False) as page:
        page.goto(f"{busy_house.url}/tafel")
        assert page.locator("noscript meta[http-equiv=refresh], meta[http-equiv=refresh]").count() == 1
        assert stale(page).is_hidden()
        age(page, 599)
        assert stale(page).is_hidden()
        age(page, 601)
        expect(stale(page)).to_be_visible()
        screenshot(page, "tafel-alt")


def test_with_a_script_it_renews_itself_and_says_when_it_cannot(
    browser: Browser, busy_house: LivingHouse
) -> None:
    with open_page(browser, 1920, 1080, bypass_csp=False) as page:
        page.clock.install()
        page.goto(f"{busy_house.url}/tafel")
        page.evaluate("document.querySelector('.tp-board').id = 'old'")
        with page.expect_response("**/tafel"):
            page.clock.fast_forward("01:01")
        expect(page.locator("#old")).to_have_count(0)
        page.context.set_offline(True)
        page.clock.fast_forward("09:00")
        expect(stale(page)).to_be_hidden()
        page.clock.fast_forward("02:00")
        expect(page.locator(".tp-board")).to_have_class("tp-board is-stale")
        expect(stale(page)).to_be_visible()
        page.context.set_offline(False)
        page.clock.fast_forward("01:00")
        expect(stale(page)).to_be_hidden()


def stale(page: Page) -> Locator:
    return page.get_by_text("Bitte fragen Sie am Empfang.")


def age(page: Page, seconds: int) -> None:
    """The page has stood on the wall for so long."""
    page.evaluate("s => document.getAnimations().forEach(each => each.currentTime = s * 1000)", seconds)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", ["staff", "caretaker", "adviser"])
def test_the_pages_for_printing(browser: Browser, busy_house: LivingHouse, role: str, width: int) -> None:
    paths = {"drucken": "/drucken"}
    if role != "adviser":
        paths |= {"tagesliste": "/tagesliste", "tuerschilder": "/drucken/tuerschilder"}
    if role == "staff":
        paths["notfall"] = "/drucken/notfall"
    with open_page(browser, width) as page:
        sign_in(page, busy_house, role)
        if role == "caretaker":
            expect(page).to_have_url(f"{busy_house.url}/tagesliste")
        findings = []
        for name, path in paths.items():
            page.goto(busy_house.url + path)
            screenshot(page, f"{name}-{role}-{width}")
            no_sideways_scroll(page)
            findings += [f"{name}: {finding}" for finding in axe(page)]
        assert findings == []
