"""The way back: whoever went from the desk to the page of somebody's appointment finds a link on it, and residents none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, request, session

from booking.accounts.access import HOUSE_ROLES
from booking.web.access import current_actor
from booking.web.language import gettext as _

BEHIND_A_LINK = "/t/"
FROM_DESK = "from_desk"

pages = Blueprint("desk_way_back", __name__)


@dataclass(frozen=True)
class WayBack:
    """A link for the people at the desk."""

    path: str
    words: str


@pages.app_context_processor
def desk_behind() -> dict[str, Callable[[], WayBack | None]]:
    """For layout/base.html."""
    return {"desk_behind": _desk_behind}


def leave_the_desk() -> None:
    """From now on the pages behind links know that this browser stands at a desk, while somebody is signed in."""
    session[FROM_DESK] = True


def _desk_behind() -> WayBack | None:
    """Where the desk of whoever is signed in is; None on every page of the desk's own, and for residents."""
    actor = current_actor()
    if actor is None or FROM_DESK not in session or not request.path.startswith(BEHIND_A_LINK):
        return None
    if actor.role in HOUSE_ROLES:
        return WayBack("/empfang", _("Zurück zum Empfang"))
    return WayBack("/ich", _("Zurück zu meinen Terminen"))
