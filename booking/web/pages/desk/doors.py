"""/empfang/offene-tuer: people without an appointment get a number, are called, and go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.desk import walk_ins
from booking.desk.models import CALLED, LEFT, SERVED
from booking.errors import NotAllowedNow
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.reading import local_path, typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.views.doors import door_word
from booking.web.views.open_doors import doors_of, shut_text
from booking.web.views.rooms import place_text, room_view

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
DOORS = "/empfang/offene-tuer"
NEWS, GIVEN = "doors_news", "doors_given"
KEY = re.compile(r"[A-Za-z0-9_-]{16}")
BACK, AGAIN = "zurueck", "again"
UNDONE = (CALLED, SERVED, LEFT)

pages = Blueprint("desk_doors", __name__)


@pages.app_context_processor
def door_news() -> dict[str, Callable[[], tuple[Any, Any]]]:
    """For desk/waiting.html, wherever it stands: what the last tap did, and the number that was given; told once."""
    return {"door_news": lambda: (_told_once(NEWS), _told_once(GIVEN))}


@pages.get(DOORS)
@allow(*WHO)
def look() -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        return page(
            "desk/open_doors.html",
            today_date=wall_day(now),
            now=now,
            doors=doors_of(database, signed_in(), now),
        )


@pages.post(DOORS + "/<int(max=2147483647):hours_id>/kommt")
@allow(*WHO)
def comes(hours_id: int) -> AnyResponse:
    """The next number, once for each form."""
    key = typed(request.form, "key")["key"]
    if not KEY.fullmatch(key):
        return error_page(400)
    try:
        with runtime().database.writing() as database:
            hours = walk_ins.hours_of_actor(database, signed_in(), hours_id)
            came = walk_ins.arrive(database, hours, key=key, now=runtime().clock.now())
            session[GIVEN] = {"id": came.id, "number": came.number}
    except NotAllowedNow as refused:
        session[NEWS] = (
            _("Bitte versuchen Sie es noch einmal.") if refused.status == "elsewhere" else shut_text()
        )
    return see(_back())


@pages.post(DOORS + "/<int(max=2147483647):hours_id>/weiter")
@allow(*WHO)
def call(hours_id: int) -> AnyResponse:
    """The next one's turn; pressing twice calls nobody more."""
    number = typed(request.form, "number")["number"]
    if not re.fullmatch(r"[0-9]{1,6}", number):
        return error_page(400)
    with runtime().database.writing() as database:
        hours = walk_ins.hours_of_actor(database, signed_in(), hours_id)
        called = walk_ins.call_next(database, hours, expected=int(number), now=runtime().clock.now())
    session[NEWS] = (
        _("Nummer %(number)s ist an der Reihe.", number=called.number)
        if called
        else _("Nummer %(number)s hat schon jemand aufgerufen.", number=number)
    )
    return see(_back())


@pages.post(DOORS + "/nummer/<token:walk_in_id>")
@allow(*WHO)
def go(walk_in_id: str) -> AnyResponse:
    """Served, gone before their turn, or the last tap taken back."""
    wanted = typed(request.form, "stand")["stand"]
    was = typed(request.form, "war")["war"]
    if wanted not in (*walk_ins.OUTCOMES, AGAIN) or (wanted == AGAIN and was not in UNDONE):
        return error_page(400)
    now = runtime().clock.now()
    try:
        with runtime().database.writing() as database:
            found = walk_ins.walk_in_of_actor(database, signed_in(), walk_in_id, now=now, for_change=True)
            if wanted == AGAIN:
                walk_ins.step_back(database, found, expected=was, now=now)
            else:
                walk_ins.end(database, found, wanted, now=now)
            session[NEWS] = _gone_words(wanted, found.number)
    except NotAllowedNow:
        session[NEWS] = _("Jemand anderes hat das gerade schon geändert.")
    return see(_back())


@pages.get(DOORS + "/nummer/<token:walk_in_id>")
@allow(*WHO)
def to_print(walk_in_id: str) -> Response:
    """The number on paper, with the door and nothing else."""
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        found = walk_ins.walk_in_of_actor(database, signed_in(), walk_in_id, now=now)
        return page(
            "desk/number.html",
            number=found.number,
            now=now,
            title=door_word(found.hours.offer),
            room=room_view(found.hours.room),
            place_text=place_text(found.hours.channel),
        )


def _told_once(name: str) -> Any:
    """What was noted under this name; a session without it stays as it was."""
    return session.pop(name) if name in session else None


def _gone_words(wanted: str, number: int) -> str:
    return {
        SERVED: _("Nummer %(number)s ist fertig.", number=number),
        LEFT: _("Nummer %(number)s ist gegangen.", number=number),
        AGAIN: _("Nummer %(number)s ist wieder da.", number=number),
    }[wanted]


def _back() -> str:
    return local_path(typed(request.form, BACK)[BACK], otherwise=DOORS)
