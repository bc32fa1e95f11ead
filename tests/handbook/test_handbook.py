"""The handbook says what is so: each chapter is walked step by step on the real demonstration."""

from __future__ import annotations

import time
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from booking.demo.accounts import INVITED
from booking.web.handbook import CHAPTERS, CONTENTS
from booking.web.pages.settings.sections import SECTIONS
from tests.handbook import chapter_1, chapter_2, chapter_3, chapter_4, chapter_5, chapter_6
from tests.handbook.reading import HANDBOOK, alternatives, read
from tests.handbook.walking import walking
from tests.journeys.living import LivingHouse
from tests.journeys.steps import sign_in
from tests.servers.browser import axe, no_sideways_scroll, open_page, screenshot

MOST_BYTES = 3_200_000
SHORTEST_ALTERNATIVE = 30
WALKS = dict(zip(CHAPTERS, (chapter_1, chapter_2, chapter_3, chapter_4, chapter_5, chapter_6), strict=True))


@pytest.mark.parametrize(("name", "chapter"), WALKS.items(), ids=list(WALKS))
def test_each_step_is_as_the_chapter_says(
    browser: Browser, tuesday_house: LivingHouse, pictures: Path, name: str, chapter: ModuleType
) -> None:
    began = time.monotonic()
    with walking(browser, tuesday_house, read(name), pictures) as at:
        chapter.walk(at)
        at.finish()
    print(f"{name}: {time.monotonic() - began:.1f} s")


@pytest.mark.parametrize("width", [1280, 320])
def test_it_reads_well_in_the_house(browser: Browser, tuesday_house: LivingHouse, width: int) -> None:
    with open_page(browser, width) as page:
        sign_in(page, tuesday_house, "caretaker")
        page.get_by_role("link", name="Handbuch", exact=True).first.click()
        page.get_by_role("link", name="3 Jemand ist krank").click()
        page.locator("main img").last.scroll_into_view_if_needed()
        no_sideways_scroll(page)
        screenshot(page, f"handbuch-{width}")
        assert axe(page) == []


def test_the_pictures_are_those_of_the_chapters() -> None:
    kept = {picture.name: picture.stat().st_size for picture in (HANDBOOK / "bilder").iterdir()}
    told = {name: words for chapter in CHAPTERS for name, words in alternatives(chapter).items()}
    assert set(kept) == set(told)
    assert all(len(words) >= SHORTEST_ALTERNATIVE for words in told.values())
    assert sum(kept.values()) < MOST_BYTES


def test_each_chapter_says_what_one_needs_and_how_one_sees_that_it_worked() -> None:
    for chapter in CHAPTERS:
        headings = [
            line.removeprefix("## ")
            for line in (HANDBOOK / f"{chapter}.md").read_text(encoding="utf-8").splitlines()
            if line.startswith("## ")
        ]
        assert headings[0] == "Das brauchen Sie", chapter
        assert headings[-1] == "So sehen Sie, dass es geklappt hat", chapter


def test_the_contents_name_every_chapter_and_every_account_of_the_demonstration() -> None:
    contents = (HANDBOOK / f"{CONTENTS}.md").read_text(encoding="utf-8")
    assert [chapter for chapter in CHAPTERS if f"]({chapter}.md)" not in contents] == []
    assert [each.email for each in INVITED if f"{each.name}, `{each.email}`" not in contents] == []


def test_the_contents_name_every_section_of_the_settings() -> None:
    contents = (HANDBOOK / f"{CONTENTS}.md").read_text(encoding="utf-8")
    assert [each.title for each in SECTIONS if f"- **{each.title}**:" not in contents] == []
