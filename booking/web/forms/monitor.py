"""What staff ask of the mail monitor; what is not known means all."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from booking.ids import typed_code
from booking.notifications.models import Fate
from booking.notifications.monitoring import Filter
from booking.web.forms.reading import day_of, typed
from booking.web.views.message_words import kind_words

LAST_PAGE = 9999
LONGEST_CODE = 40


def filter_of(sent: MultiDict[str, str]) -> Filter:
    """What the address of the monitor asks for."""
    values = typed(sent, "stand", "art", "tag", "nummer")
    return Filter(
        fate=Fate(values["stand"]) if values["stand"] in set(Fate) else None,
        kind=values["art"] if values["art"] in kind_words() else None,
        day=day_of(values["tag"]),
        code=typed_code(values["nummer"][:LONGEST_CODE]),
        page=page_number(sent),
    )


def page_number(sent: MultiDict[str, str]) -> int:
    """The page of a long list, from 1."""
    text = typed(sent, "seite")["seite"]
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE)) else 1
    return max(1, number)
