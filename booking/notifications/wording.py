"""The words of a mail: three templates per kind, in the person's language with German below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from booking.house.address import HouseFacts
from booking.house.opening_words import in_words
from booking.i18n import SOURCE, Language, language

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True)
class Wording:
    """A mail in words; `languages` are those of its versions, the person's first."""

    subject: str
    text: str
    html: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What every mail has besides what it tells: the house, its address in the web, and whether it is for real."""

    house: HouseFacts
    base_url: str
    demo: bool


def write(kind: str, spoken: Language, head: Letterhead, *, about: object) -> Wording:
    """The words of a mail of this kind; `about` is what its templates tell of."""
    versions = [spoken] if spoken.german else [spoken, language(SOURCE)]
    subject = " ".join(_render(f"{kind}/subject.txt", spoken, head, {"about": about}).split())

    def version(part: str, each: Language) -> str:
        return _render(f"{kind}/{part}", each, head, {"about": about})

    texts = [(each, _tidied(version("body.txt", each))) for each in versions]
    pages = [(each, Markup(version("body.html", each))) for each in versions]  # noqa: S704 (escaped by Jinja)
    return Wording(
        subject=subject,
        text=_tidied(_render("layout.txt", spoken, head, {"versions": texts})),
        html=_render("layout.html", spoken, head, {"versions": pages, "subject": subject}),
        languages=tuple(each.code for each in versions),
    )


def signature(spoken: Language, head: Letterhead) -> str:
    """How a mail to a resident ends: how to call, and who writes."""
    return _tidied(_render("signature.txt", spoken, head, {"about": None}))


def address_of(base_url: str, spoken: Language) -> Callable[[str], str]:
    """Makes an absolute address of a path, on the pages of this language."""
    prefix = "" if spoken.code == SOURCE else f"/{spoken.code}"
    return lambda path: f"{base_url}{prefix}{path}"


def _render(name: str, spoken: Language, head: Letterhead, values: Mapping[str, Any]) -> str:
    return _environment().get_template(f"mail/{name}").render(**_names(spoken, head), **values)


def _names(spoken: Language, head: Letterhead) -> dict[str, Any]:
    """What every template of a mail may use."""
    return {
        "_": spoken.gettext,
        "ngettext": spoken.ngettext,
        "fmt": spoken.formats,
        "language": spoken,
        "house": in_words(head.house, spoken),
        "demo": head.demo,
        "url": address_of(head.base_url, spoken),
    }


def _tidied(text: str) -> str:
    """One blank line where the templates left several, one line break at the end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return MANY_BLANK_LINES.sub("\n\n", lines).strip() + "\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
