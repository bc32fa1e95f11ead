"""A real Chromium through Playwright: pages at a width, axe's findings, sideways scrolling, pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from weakref import WeakSet

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const outside = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 0.5)
  const names = outside.slice(0, 5).map(e => e.outerHTML.slice(0, 120))
  return [`${document.documentElement.scrollWidth} px of content in ${width} px`, ...names]
}"""

AT_REST = """() => Promise.all(document.getAnimations()
  .filter(each => each.effect.getComputedTiming().endTime < 2000).map(each => each.finished.catch(() => {})))"""

_silent: WeakSet[Page] = WeakSet()


@contextmanager
def launch() -> Iterator[Browser]:
    """A running browser: TEST_BROWSER, else a Chromium on the PATH."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def find() -> str:
    """The path of the browser's program."""
    for name in (os.environ.get("TEST_BROWSER"), *NAMES):
        program = shutil.which(name) if name else None
        if program:
            return program
    raise RuntimeError("No browser: set TEST_BROWSER to a Chromium or put one on the PATH.")


def open_page(
    browser: Browser,
    width: int,
    height: int = 900,
    *,
    javascript: bool = True,
    forced_colors: Literal["active", "none"] | None = None,
    lang: str = "de-DE",
    **context: Any,
) -> Page:
    """A blank page in a context of its own; closing it (or leaving `with`) closes both.

    The page's Content-Security-Policy is bypassed, so that axe can be brought in; a test of the policy
    itself passes `bypass_csp=False`.
    """
    page = browser.new_page(
        **{
            "viewport": {"width": width, "height": height},
            "java_script_enabled": javascript,
            "forced_colors": forced_colors,
            "locale": lang,
            "timezone_id": "Europe/Berlin",
            "bypass_csp": True,
            **context,
        }
    )
    if not javascript:
        _silent.add(page)
    return page


def come_to_rest(page: Page) -> None:
    """Wait until colours and sizes that change within two seconds are what they will be."""
    page.evaluate(AT_REST)


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and best practice, one sentence for each place; empty is good."""
    if page in _silent:
        raise ValueError("axe itself is JavaScript and would wait for ever; open the page with it.")
    come_to_rest(page)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, place['target']))}: {rule['help']}: {place['html']}"
        for rule in found
        for place in rule["nodes"]
    ]


def no_sideways_scroll(page: Page) -> bool:
    """True when the page fits its width; AssertionError names what sticks out."""
    outside = page.evaluate(STICKS_OUT)
    assert not outside, "\n".join([f"{page.url} scrolls sideways:", *outside])
    return True


def screenshot(page: Page, name: str) -> None:
    """Keep a picture of the full page, when SCREENSHOTS names a folder for them."""
    if "SCREENSHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["SCREENSHOTS"], f"{name}.png"), full_page=True)
