"""A PDF as a program reads it: its words, what it says of itself, and the words for its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Paper:
    text: str
    pages: int
    title: str
    language: str
    tagged: bool
    pictures: list[str]
    headings: list[str]


def read(content: bytes) -> Paper:
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    elements = list(_elements(root["/StructTreeRoot"]))
    return Paper(
        text="\n".join(page.extract_text() for page in reader.pages),
        pages=len(reader.pages),
        title=str(reader.metadata.title) if reader.metadata else "",
        language=str(root["/Lang"]),
        tagged=bool(root["/MarkInfo"]["/Marked"]),
        pictures=[str(each["/Alt"]) for each in elements if "/Alt" in each],
        headings=[str(each["/S"]) for each in elements if str(each.get("/S", "")).startswith("/H")],
    )


def _elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if not isinstance(node, dict):
        return
    yield node
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from _elements(kid)
