"""Somebody who does what the handbook says, and believes nothing that is not on the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, FloatRect, Locator, Page

from tests.handbook.reading import Chapter, Words
from tests.journeys.living import LivingHouse
from tests.servers.browser import open_page

WIDTH = 1280
# What people can press, choose or fill in, with the words they see of it; some more are for screen readers only.
PAGE = """() => {
  const words = element => {
    const copy = element.cloneNode(true)
    copy.querySelectorAll('.kern-sr-only, [hidden], select').forEach(each => each.remove())
    return copy.textContent.replace(/\\s+/g, ' ').replace(/ ?– freiwillig$/, '').trim()
  }
  const shown = element => element.tagName === 'OPTION' || element.checkVisibility()
  const names = [...document.querySelectorAll('a, button, label, summary, option, legend')].filter(shown)
  return {
    text: document.body.innerText.replace(/\\s+/g, ' '),
    names: names.map((element, place) => { element.dataset.place = place; return [place, element.tagName, words(element)] }),
  }
}"""
# What is between two things, with everything beside it, and some air around it; a picture is no poster.
CLIP = """(first, last) => {
  const [air, narrowest, tallest] = [20, 600, 1300]
  const start = first.getBoundingClientRect().top, end = last.getBoundingClientRect().bottom
  const around = [...document.querySelectorAll('body *')]
    .filter(each => each.checkVisibility() && !each.closest('.kern-sr-only') && (each.matches('input, select, img, svg')
      || [...each.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim())))
    .map(each => each.getBoundingClientRect())
    .filter(box => box.width > 1 && box.bottom > start && box.top < end)
  const left = Math.max(0, Math.min(...around.map(box => box.left)) - air)
  const right = Math.min(innerWidth, Math.max(left + narrowest, ...around.map(box => box.right + air)))
  const height = Math.min(end - start + 2 * air, tallest)
  return {x: left, y: Math.max(0, start + scrollY - air), width: right - left, height}
}"""
# Days and hours are drawn by the browser, and the one of tests may speak English only; people's do not.
IN_GERMAN = """() => document.querySelectorAll('main input:is([type=date], [type=time])').forEach(each => {
  const [year, month, day] = each.value.split('-')
  const written = each.type === 'time' ? each.value || '--:--' : each.value ? `${day}.${month}.${year}` : 'tt.mm.jjjj'
  Object.assign(each.dataset, {type: each.type, value: each.value})
  Object.assign(each, {type: 'text', value: written})
})"""
AS_BEFORE = """() => document.querySelectorAll('main input[data-type]').forEach(each => {
  Object.assign(each, {type: each.dataset.type, value: each.dataset.value})
  delete each.dataset.type
})"""


@dataclass
class Walk:
    """A reader in a browser, at a step of a chapter."""

    browser: Browser
    house: LivingHouse
    chapter: Chapter
    pictures: Path
    page: Page
    taken: list[str] = field(default_factory=list)
    done: int = 0
    here: Words = field(default_factory=Words)
    now: Words = field(default_factory=Words)
    ever: Words = field(default_factory=Words)

    @contextmanager
    def step(self, beginning: str) -> Iterator[Page]:
        """The next step, which begins with these words; afterwards everything it named has been there."""
        assert self.done < len(self.chapter.steps), f"{beginning}: the chapter is over"
        self.here = self.chapter.steps[self.done]
        self.now = Words()
        assert self.here.text.startswith(beginning), f"{self.here.text!r} does not begin with {beginning!r}"
        self.look()
        yield self.page
        self.look()
        _compare(self.here, self.now, f"step {self.done + 1}: {self.here.text[:60]}")
        missing = [name for name in self.here.pictures if name not in self.taken]
        assert not missing, f"pictures of this step that were not taken: {missing}"
        self.done += 1
        _add(self.ever, self.now)
        self.here = Words()

    def finish(self) -> None:
        """Every step was walked, and what the chapter says between the steps was true."""
        left = [step.text[:60] for step in self.chapter.steps[self.done :]]
        assert not left, f"not walked: {left}"
        around = replace(self.chapter.around, typed=set())  # there, `code` is a file or a command
        _compare(around, self.ever, "between the steps")
        assert sorted(self.taken) == sorted(self.chapter.pictures)

    def look(self) -> list[tuple[int, str, str]]:
        """Remember what is on the page, and return what can be pressed; a click may still lead away from it."""
        with suppress(Error):
            return self._look()
        return self._look()

    def _look(self) -> list[tuple[int, str, str]]:
        self.page.wait_for_load_state()
        there = self.page.evaluate(PAGE)
        names: list[tuple[int, str, str]] = there["names"]
        self.now.pressed |= {words for _, _, words in names}
        self.now.text += there["text"]
        return names

    def find(self, name: str, tags: str = "A BUTTON SUMMARY") -> Locator:
        """The first thing with this name."""
        assert name in self.here.pressed, f"the step does not name {name!r}: {self.here.text}"
        for place, tag, words in self.look():
            if words == name and tag in tags.split():
                return self.page.locator(f"[data-place='{place}']")
        raise AssertionError(f"no {name!r} on {self.page.url}")

    def press(self, name: str) -> None:
        """A link or a button."""
        self.find(name).click()

    def click(self, thing: Locator) -> None:
        """Something that is called otherwise each day."""
        self.look()
        thing.first.click()

    def choose(self, name: str) -> None:
        """A radio or a checkbox."""
        self.find(name, "LABEL").click()

    def fill(self, name: str, value: str | date, *, secret: bool = False) -> None:
        """Type into a field; dates as people write them, and what is no secret stands in the text."""
        typed = f"{value:%d.%m.%Y}" if isinstance(value, date) else value
        if not secret:
            self.says(typed)
        self._field(name).fill(str(value))

    def says(self, words: str) -> str:
        """These words, which the step tells to type."""
        assert words in self.here.typed, f"the step does not say to type {words!r}"
        self.now.typed.add(words)
        return words

    def select(self, name: str, option: str) -> None:
        """From a list, the first that begins so."""
        label = self._field(name).locator("option", has_text=self.says(option)).first.inner_text()
        self._field(name).select_option(label=label)

    def go(self, path: str) -> None:
        """Type an address; the step says which."""
        self.page.goto(f"{self.house.url}{self.says(path)}")
        self.look()

    def picture(self, top: Locator | None = None, bottom: Locator | None = None) -> None:
        """The step's next picture: from one thing to another (else all of `main`), as wide as what is there."""
        self.look()
        name = next(name for name in self.here.pictures if name not in self.taken)
        first = (top or self.page.locator("main > *")).first
        last = (bottom or self.page.locator("main > *").last).first
        clip: FloatRect = first.evaluate(CLIP, last.element_handle())
        self.page.evaluate(IN_GERMAN)
        self.page.screenshot(
            path=self.pictures / name, full_page=True, clip=clip, animations="disabled", scale="css"
        )
        self.page.evaluate(AS_BEFORE)
        self.taken.append(name)

    def follow(self, link: Locator) -> None:
        """A link in a mail, which names the address of the handbook and not the one of this run."""
        self.look()
        self.page.goto(self.house.url + urlsplit(link.first.get_attribute("href") or "").path)

    def sign_in(self, role: str) -> None:
        """As chapter 1 says, without its steps."""
        self.page.context.clear_cookies()
        account = self.house.account(role)
        self.page.goto(f"{self.house.url}/anmelden")
        self.page.locator("#email").fill(account["email"])
        self.page.locator("#password").fill(account["password"])
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def sign_out(self) -> None:
        """Back on the start page as nobody."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.house.url}/")

    def keep_password(self, role: str, password: str) -> None:
        """Whoever signs in after this knows the new one."""
        file = self.house.data_dir / "demo-accounts.json"
        accounts = json.loads(file.read_text())
        next(each for each in accounts if each["role"] == role)["password"] = password
        file.write_text(json.dumps(accounts))

    def glance(self, path: str) -> None:
        """Look somewhere for a sentence between the steps."""
        self.page.goto(f"{self.house.url}{path}")
        self.look()
        _add(self.ever, self.now)

    def see_as(self, role: str, path: str) -> None:
        """What somebody else sees there, for a sentence about them."""
        with open_page(self.browser, WIDTH) as other:
            mine, self.page = self.page, other
            self.sign_in(role)
            other.goto(f"{self.house.url}{path}")
            self.look()
            _add(self.ever, self.now)
            self.page = mine

    def _field(self, name: str) -> Locator:
        label = self.find(name, "LABEL")
        return self.page.locator(f"[id='{label.get_attribute('for')}']")


@contextmanager
def walking(browser: Browser, house: LivingHouse, chapter: Chapter, pictures: Path) -> Iterator[Walk]:
    """A reader at the chapter's beginning."""
    pictures.mkdir(parents=True, exist_ok=True)
    with open_page(browser, WIDTH) as page:
        yield Walk(browser, house, chapter, pictures, page)


def _compare(told: Words, found: Words, where: str) -> None:
    """AssertionError names what the text promises and no page had."""
    assert not (names := told.pressed - found.pressed), f"{where}: nothing to press is called {names}"
    assert not (typed := told.typed - found.typed), f"{where}: nobody typed {typed}"
    assert not (quoted := {each for each in told.seen if each not in found.text}), (
        f"{where}: no page says {quoted}"
    )


def _add(all_of_it: Words, more: Words) -> None:
    all_of_it.pressed |= more.pressed
    all_of_it.typed |= more.typed
    all_of_it.text += more.text
