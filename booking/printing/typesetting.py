"""Templates and words become PDF/UA: tagged, with title and language, in our own fonts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONTS = ROOT / "booking" / "web" / "static" / "vendor" / "print"

# The compiler keeps what it read and set before, which makes the next document quick; it serves one at a time.
_turn = Lock()


def pdf(template: str, words: Mapping[str, Any], *, at: datetime) -> bytes:
    """The document made from templates/print/<template>; the words reach it as data, never as source."""
    with _turn:
        made = _compiler().compile(
            (TEMPLATES / template).read_bytes(),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"words": _in_our_fonts(json.dumps(words, ensure_ascii=False))},
            timestamp=at.replace(microsecond=0),
        )
    assert isinstance(made, bytes)
    return made


def _in_our_fonts(text: str) -> str:
    """Without the signs that no font of ours has, such as pictures of faces: PDF/UA refuses to leave gaps."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if ord(sign) in _letters() or unicodedata.category(sign) == "Cf")


@cache
def _letters() -> frozenset[int]:
    """Every sign that can be printed."""
    found: set[int] = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts)
