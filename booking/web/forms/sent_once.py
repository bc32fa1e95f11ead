"""A form with a key of its own: however often it is sent, it asks for one thing."""

from __future__ import annotations

import re

from werkzeug.datastructures import MultiDict

from booking.ids import random_id
from booking.web.forms.reading import typed

FIELD = "anfrage"
KEY = re.compile(r"[A-Za-z0-9_-]{16}")


def key_of(sent: MultiDict[str, str]) -> str:
    """The key that came with the form; without a readable one, a new one."""
    key = typed(sent, FIELD)[FIELD]
    return key if KEY.fullmatch(key) else random_id()
