"""Looking at a page, wide and narrow: axe finds nothing, nothing sticks out, a picture is kept if wanted."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.servers.browser import axe, no_sideways_scroll, screenshot

WIDTHS = (1280, 320)


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page; a picture is kept if SCREENSHOTS names a folder."""
    page.wait_for_load_state()
    screenshot(page, f"{name}-{page.width}")
    page.wait_for_load_state()  # a click may still have been on its way
    no_sideways_scroll(page)
    return [f"{name}: {finding}" for finding in axe(page)]


def look_wide_and_narrow(page: Page, name: str) -> list[str]:
    """The same at both widths, one after the other."""
    findings = []
    for page.width in WIDTHS:
        page.set_viewport_size({"width": page.width, "height": 900})
        findings += look(page, name)
    return findings
