"""Reading what a browser sent: one string for each field, whatever came; and days and times out of strings."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime

from werkzeug.datastructures import MultiDict

SENSIBLE_YEARS = range(2000, 2200)
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
JOINERS = frozenset("\u200c\u200d")


def typed(sent: MultiDict[str, str], *names: str) -> dict[str, str]:
    """The first value of each field, without blanks around it; a missing field is empty."""
    return {name: (sent.get(name) or "").strip(" \t\n\r") for name in names}


def has_unseen(text: str) -> bool:
    """Whether there are control characters, line breaks, direction marks or half characters in it."""
    return any(unicodedata.category(each) in UNSEEN and each not in JOINERS for each in text)


def slug_of(text: str) -> str:
    """The text if it can be the address of something, else nothing."""
    return text if SLUG.fullmatch(text) else ""


def day_of(text: str) -> date | None:
    """A day written 2026-11-24, of this time, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in SENSIBLE_YEARS else None


def instant_of(text: str) -> datetime | None:
    """An instant with an offset, of this time, in UTC; or None."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is None or instant.year not in SENSIBLE_YEARS:
        return None
    return instant.astimezone(UTC)


def local_path(text: str, *, otherwise: str) -> str:
    """The text if it is a path of our own site, else `otherwise`."""
    is_path = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if is_path and not has_unseen(text) and "\\" not in text else otherwise
