"""What the page after a request says again as long as the browser is open: until when, and which way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import session

from booking.web.forms.reading import instant_of


@dataclass(frozen=True)
class Promise:
    """Until when somebody is answered, and how: a word of the form, nothing about the person."""

    due: datetime
    way: str


def promise(form: str, due: datetime, way: str) -> None:
    """Keep it for the page that follows."""
    session[form] = {"due": due.isoformat(), "way": way}


def promised(form: str) -> Promise | None:
    """What was promised last with this form; None for who sent nothing."""
    kept = session.get(form)
    if not isinstance(kept, dict):
        return None
    due = instant_of(str(kept.get("due", "")))
    return Promise(due, str(kept.get("way", ""))) if due else None
