"""The page for who would save over another change: both states, what was typed, and two ways on."""

from __future__ import annotations

from dataclasses import replace

from flask import Response
from sqlalchemy.orm import Session

from booking.web.access import signed_in
from booking.web.frame import page
from booking.web.views.overtaken import Conflict, last_change


def overtaken_page(database: Session, conflict: Conflict, *subjects: str) -> Response:
    """409; `subjects` are what was changed (`reservation:<id>`), so that it can be told who did it."""
    changer = last_change(database, signed_in(), *subjects) if subjects else None
    return page("layout/overtaken.html", 409, conflict=replace(conflict, changer=changer))
