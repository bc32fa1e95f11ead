"""Fonts for the pages, cut by script, and for print, whole.

booking/web/static/fonts.css is the plan: each of its @font-face rules names a file and a unicode-range, and
that file is cut for that range out of the font of its family and weight. A browser fetches only the parts
whose letters a page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# What browsers use without being asked, and figures of one width. Hints for coarse screens stay out.
FEATURES = ["calt", "ccmp", "fina", "init", "isol", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig", "tnum"]
FACE = re.compile(r"@font-face\s*{([^}]*)}")
FAMILY = re.compile(r'font-family:\s*"([^"]+)"')
WEIGHT = re.compile(r"font-weight:\s*(\d+)")
FILE = re.compile(r'url\("vendor/([^"]+)"\)')
RANGE = re.compile(r"unicode-range:\s*([^;}]+)")


@dataclass(frozen=True)
class Face:
    """One @font-face rule."""

    family: str
    weight: int
    file: str
    letters: frozenset[int]


def faces(sheet: str) -> Iterator[Face]:
    """The rules of fonts.css; SystemExit when one of them lacks something."""
    for (rule,) in FACE.finditer(sheet), :
        pass
    for match in FACE.finditer(sheet):
        yield _face(match[1])
