"""The staff handbook as pages: the Markdown of docs/handbuch/, which people also read where the source is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FOLDER = Path(__file__).parents[2] / "docs" / "handbuch"
PICTURES = "bilder/"
CONTENTS = "README"
CHAPTERS = (
    "1-erster-tag",
    "2-ein-normaler-tag",
    "3-jemand-ist-krank",
    "4-eine-schliessung",
    "5-der-programm-monat",
    "6-was-tun-wenn",
)
HEADINGS = {"h1": "kern-heading-large", "h2": "kern-heading-medium", "h3": "kern-heading-small"}
NO_LETTERS = re.compile(r"\W+")
PNG_SIZE = slice(16, 24)  # two numbers of four bytes, behind the signature and the name of the first chunk


@dataclass(frozen=True)
class Chapter:
    """A chapter to show: its heading without marks, and its page."""

    name: str
    title: str
    content: Markup


def read_contents() -> Chapter:
    """What the handbook has, and whom it is for; FileNotFoundError where this installation came without it."""
    return _read(CONTENTS)


def read_chapter(name: str) -> Chapter | None:
    """The chapter with this name, None for any other name; FileNotFoundError as above."""
    return _read(name) if name in CHAPTERS else None


def pictures() -> Mapping[str, Path]:
    """The files of all pictures by name: a name that somebody asks for is looked up here and never made a path."""
    return {picture.name: picture for picture in (FOLDER / PICTURES).glob("*.png")}


def neighbours(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after."""
    place = CHAPTERS.index(chapter.name)
    before, after = CHAPTERS[:place][-1:], CHAPTERS[place + 1 :][:1]
    return (_read(before[0]) if before else None, _read(after[0]) if after else None)


def _read(name: str) -> Chapter:
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            _dress_heading(token, tokens[number + 1].content)
        for part in token.children or ():
            _lead_here(part)
        token.children = [each for part in token.children or () for each in _opened_large(part)]
    title = next(after.content for token, after in pairwise(tokens) if token.tag == "h1")
    rendered = markdown.renderer.render(tokens, markdown.options, {})
    return Chapter(name, title, Markup(rendered))  # noqa: S704 (our own files, and HTML in them stays text)


def _dress_heading(token: Token, words: str) -> None:
    token.attrSet("class", HEADINGS[token.tag])
    token.attrSet("id", NO_LETTERS.sub("-", words.lower()).strip("-"))


def _lead_here(token: Token) -> None:
    """Links between the files lead to the pages; pictures say their size, so that nothing jumps."""
    if token.type == "link_open":
        target = str(token.attrGet("href"))
        if target.endswith(".md") and "/" not in target:
            name = target.removesuffix(".md")
            token.attrSet("href", "/handbuch" if name == CONTENTS else f"/handbuch/{name}")
    elif token.type == "image":
        source = str(token.attrGet("src"))
        token.attrSet("src", f"/handbuch/{source}")
        picture = pictures().get(source.removeprefix(PICTURES))
        if picture is not None:
            for name, pixels in _size_of(picture).items():
                token.attrSet(name, str(pixels))


def _opened_large(token: Token) -> list[Token]:
    """A picture leads to itself alone: on a phone its words are too small to read in the page."""
    if token.type != "image":
        return [token]
    opening = Token("link_open", "a", 1, attrs={"href": str(token.attrGet("src"))})
    return [opening, token, Token("link_close", "a", -1)]


def _size_of(picture: Path) -> dict[str, int]:
    with picture.open("rb") as file:
        head = file.read(PNG_SIZE.stop)[PNG_SIZE]
    return {"width": int.from_bytes(head[:4]), "height": int.from_bytes(head[4:])}
