"""Fonts for the pages, cut by script, and for print, whole.

booking/web/static/fonts.css is the plan: each of its @font-face rules names a file and a unicode-range, and
that file is cut for that range out of the font of its family and weight.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# A font's file by family and weight.
Fonts = Mapping[tuple[str, int], Path]

# What browsers use unasked, and figures of one width. Hints for coarse screens stay out.
FEATURES = [
    "calt",
    "ccmp",
    "fina",
    "init",
    "isol",
    "kern",
    "liga",
    "locl",
    "mark",
    "medi",
    "mkmk",
    "rlig",
    "tnum",
]
# Fira Sans 4.106 sets a flag that its version of a table does not know; no reader minds.
logging.getLogger("fontTools.ttLib.tables.O_S_2f_2").setLevel(logging.ERROR)

FACE = re.compile(r"@font-face\s*{([^}]*)}")
FAMILY = re.compile(r'font-family:\s*"([^"]+)"')
FILE = re.compile(r'url\("vendor/([^"]*-(\d+)\.woff2)"\)')
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


@dataclass(frozen=True)
class Face:
    """A rule of fonts.css; `file` is its place in the vendor folder and ends with the weight."""

    family: str
    weight: int
    file: str
    letters: frozenset[int]


def faces(sheet: str) -> Iterator[Face]:
    """The rules of the style sheet; SystemExit for one that lacks its family, file or range."""
    for rule in FACE.findall(sheet):
        family, file = FAMILY.search(rule), FILE.search(rule)
        letters = {
            letter
            for first, last in RANGE.findall(rule)
            for letter in range(int(first, 16), int(last or first, 16) + 1)
        }
        if family is None or file is None or not letters:
            message = f"fonts.css has a rule without family, file or range: {rule}"
            raise SystemExit(message)
        yield Face(family[1], int(file[2]), file[1], frozenset(letters))


def cut(face: Face, fonts: Fonts, target: Path) -> None:
    """Write the part of the font that the rule asks for, as WOFF2."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=FEATURES)
    with subset.load_font(str(fonts[face.family, face.weight]), options) as font:
        part = subset.Subsetter(options)
        part.populate(unicodes=face.letters)
        part.subset(font)
        subset.save_font(font, str(target), options)


def unpack(source: Path, target: Path) -> None:
    """Write the whole font as TrueType, which print programs read: the same font, not compressed."""
    with TTFont(source, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(target)
