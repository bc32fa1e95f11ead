"""A chapter of the handbook as its reader goes through it: numbered steps, and what they name.

In a step **bold** is something to press, choose or fill in, „quoted“ is what stands on the page, and `code` is what
the reader types. Elsewhere in the chapter the same words must be true at any time of the walk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbuch"
QUOTED = re.compile("„([^“]+)“")


@dataclass
class Words:
    """What one step, or everything around the steps, names."""

    text: str = ""
    pressed: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    pictures: list[str] = field(default_factory=list)

    def add(self, inline: Token) -> None:
        """Take in a paragraph."""
        bold, plain = False, ""
        for part in inline.children or ():
            if part.type in ("strong_open", "strong_close"):
                bold = part.type == "strong_open"
            elif part.type == "image":
                self.pictures.append(str(part.attrGet("src")).removeprefix("bilder/"))
            elif part.type == "code_inline":
                self.typed.add(part.content)
            elif bold:
                self.pressed.add(part.content)
            plain += " " if part.type == "softbreak" else part.content if part.type != "image" else ""
        self.seen |= set(QUOTED.findall(plain))
        self.text += plain


@dataclass
class Chapter:
    """The steps in order, and the words around them."""

    name: str
    steps: list[Words]
    around: Words

    @property
    def pictures(self) -> list[str]:
        return [*(name for step in self.steps for name in step.pictures), *self.around.pictures]


def read(name: str) -> Chapter:
    """The chapter with this name."""
    return _chapter(name, (HANDBOOK / f"{name}.md").read_text(encoding="utf-8"))


def alternatives(name: str) -> dict[str, str]:
    """The chapter's pictures, each with what it says to those who do not see it."""
    return {
        str(part.attrGet("src")).removeprefix("bilder/"): part.content
        for token in MarkdownIt("commonmark").parse((HANDBOOK / f"{name}.md").read_text(encoding="utf-8"))
        for part in token.children or ()
        if part.type == "image"
    }


def _chapter(name: str, markdown: str) -> Chapter:
    chapter = Chapter(name, [], Words())
    for token, in_step, begins in _inline(MarkdownIt("commonmark").parse(markdown)):
        if begins:
            chapter.steps.append(Words())
        (chapter.steps[-1] if in_step else chapter.around).add(token)
    return chapter


def _inline(tokens: list[Token]) -> Iterator[tuple[Token, bool, bool]]:
    """Each paragraph with whether it belongs to a numbered step, and whether it is the step's first."""
    ordered, begins = 0, False
    for token in tokens:
        ordered += {"ordered_list_open": 1, "ordered_list_close": -1}.get(token.type, 0)
        begins = begins or (token.type == "list_item_open" and ordered == 1 and token.info.isdigit())
        if token.type == "inline":
            yield token, bool(ordered), begins
            begins = False
