"""How much a browser fetches: little for the first page, next to nothing for each further one, all of it from us."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask

from booking import demo
from booking.app import create_app
from tests.demo.conftest import runtime_for

FIRST, FURTHER = 100_000, 15_000
FURTHER_PAGES = [
    "/heute",
    "/hilfe/haus-und-energie",
    "/angebot/energieberatung",
    "/termin/energieberatung",
    "/code",
    "/leichte-sprache",
    "/barrierefreiheit",
    "/datenschutz",
]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
IN_A_FONT_OF_THE_BROWSER = {"uk", "ar"}  # on pages in other languages, as fonts.css says
RULE = re.compile(r"@font-face\s*{([^}]*)}")
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
ROOT = Path(__file__).resolve().parents[2]
URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
CLASS = re.compile(r"\bkern-[a-z][\w-]*[a-z]\b")


@pytest.fixture(scope="module")
def app(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration's pages: as many topics and offers as the house really has."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(migrated_file, folder / "treffpunkt.sqlite")
    runtime = runtime_for(f"sqlite:///{folder / 'treffpunkt.sqlite'}", folder)
    demo.load(runtime)
    yield create_app(runtime)
    runtime.database.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


class _Page(HTMLParser):
    """What a page makes a browser fetch, and the letters that it shows in our fonts."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []
        self.letters: set[str] = set()
        self._open: list[tuple[str, str]] = []  # tags, each with the language inside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("link", "use"):
            self.files.append(values["href"].partition("#")[0])
        elif "src" in values:
            self.files.append(values["src"])
        if tag not in VOID:
            self._open.append((tag, values.get("lang") or (self._open[-1][1] if self._open else "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open or "head" in (tag for tag, _ in self._open):
            return
        page, here = self._open[0][1], self._open[-1][1]
        if here == page or here not in IN_A_FONT_OF_THE_BROWSER:
            self.letters |= set(data)


@dataclass
class Browser:
    """Fetches a page with all that belongs to it, keeps the files, and adds up the bytes on the way."""

    app: Flask
    kept: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def open(self, path: str) -> int:
        """How many bytes it took."""
        body, weight = self._fetch(path)
        page = _Page()
        page.feed(body.decode())
        for file in page.files:
            weight += self._file(file, page.letters)
        return weight

    def _file(self, address: str, letters: set[str]) -> int:
        if address in self.kept:
            body, weight = self._fetch(address)[0], 0
        else:
            self.kept.add(address)
            body, weight = self._fetch(address)
        if ".css" not in address:
            return weight
        css = body.decode()
        needed = [face for face in RULE.findall(css) if letters & _letters(face)]
        for text in (RULE.sub("", css), *needed):
            for link in URL.findall(text):
                if not link.startswith("data:"):
                    weight += self._file(urljoin(address, link), letters)
        return weight

    def _fetch(self, address: str) -> tuple[bytes, int]:
        assert re.match(r"/(?!/)", address), f"{address} is not ours"
        with self.client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, address
            packed = answer.headers.get("Content-Encoding") == "gzip"
            return gzip.decompress(answer.data) if packed else answer.data, len(answer.data)


def _letters(face: str) -> set[str]:
    ranges = RANGE.findall(face.partition("unicode-range")[2])
    return {chr(each) for first, last in ranges for each in range(int(first, 16), int(last or first, 16) + 1)}


@pytest.mark.parametrize("prefix", ["", "/de-simple", "/en", "/uk", "/ar", "/tr"])
def test_first_page_and_further_pages(browser: Browser, prefix: str) -> None:
    assert 30_000 < browser.open(f"{prefix}/") < FIRST
    weights = {path: browser.open(prefix + path) for path in FURTHER_PAGES}
    assert not {path: weight for path, weight in weights.items() if weight > FURTHER}


def test_each_script_fetches_its_own_fonts_only(app: Flask) -> None:
    def fonts(path: str) -> set[str]:
        browser = Browser(app)
        browser.open(path)
        return {
            re.sub(r"-\d+\.woff2$", "", file.rpartition("/")[2]) for file in browser.kept if "woff2" in file
        }

    assert fonts("/") == {"fira-sans-latin"}
    assert fonts("/tr/") == {"fira-sans-latin"}
    assert fonts("/uk/") == {"fira-sans-latin", "fira-sans-cyrillic"}
    assert fonts("/ar/") == {"fira-sans-latin", "plex-arabic-arabic"}


def test_the_style_sheet_has_every_component_of_the_pages() -> None:
    whole = (ROOT / "node_modules/@kern-ux/native/dist/kern.min.css").read_text()
    served = (ROOT / "booking/web/static/vendor/kern.css").read_text()
    sources = [*(ROOT / "templates/web").rglob("*.html"), *(ROOT / "booking/web").rglob("*.py")]
    used = {f".{name}" for source in sources for name in CLASS.findall(source.read_text())}
    assert ".kern-btn" in used
    left_out = {name for name in used if _styles(whole, name) and not _styles(served, name)}
    assert not left_out, "name these components in scripts/style_sheet.py"


def _styles(sheet: str, name: str) -> bool:
    return re.search(rf"{re.escape(name)}(?![\w-])", sheet) is not None
