"""Words made safe for a calendar before the icalendar library sees them."""

from __future__ import annotations

import re
from typing import Final

from icalendar import vText

_SPECIAL: Final = re.compile(r"[\\;,]")
_BREAKS: Final = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Text(vText):
    r"""TEXT on one line (RFC 5545, 3.3.11); icalendar makes a line break of a backslash before an N."""

    def to_ical(self) -> bytes:
        """The value with a backslash before each special character."""
        return _SPECIAL.sub(r"\\\g<0>", str(self)).encode()


def plain(text: str) -> str:
    """The text on one line: breaks become a space, other controls and lone surrogates go."""
    return _CONTROLS.sub("", _BREAKS.sub(" ", text)).strip()


def plain_name(text: str) -> str:
    """`plain`, with apostrophes for double quotes, which few calendars read in a CN (RFC 6868)."""
    return plain(text).replace('"', "'")


def has_controls(text: str) -> bool:
    """Whether a control character, a line separator or a lone surrogate is in it."""
    return _CONTROLS.search(text) is not None
