"""Text of several lines that somebody wrote, and what can be wrong with it."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from booking.web.forms.reading import has_unseen
from booking.web.language import gettext as _

LONGEST_TEXT = 2000


def text_of(sent: MultiDict[str, str], name: str) -> str:
    """What was written, with plain line breaks and without unseen characters."""
    lines = (sent.get(name) or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_seen(line) for line in lines).strip()


def length_fault(text: str) -> str | None:
    """What is wrong with a text that is too long, or None."""
    if len(text) <= LONGEST_TEXT:
        return None
    return _(
        "Ihr Text hat %(long)s Zeichen. Bitte kürzen Sie ihn auf %(most)s.", long=len(text), most=LONGEST_TEXT
    )


def _seen(line: str) -> str:
    return "".join(each for each in line.replace("\t", " ") if not has_unseen(each)).rstrip()
