"""/empfang: today at a glance, for the people at the desk: who comes where, who waits, what has to be done."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.appointments.models import Appointment
from booking.desk import finding
from booking.desk.arrivals import arrivals_by_room, arrive
from booking.errors import NotAllowedNow, NotFound
from booking.ids import CODE_ALPHABET, CODE_LENGTH, readable_code, typed_code
from booking.scheduling.walltime import wall_day
from booking.todos.listing import Filter, count_open, find
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import local_path, typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.views.desk import arrival, arrivals_view, closures_today
from booking.web.views.open_doors import doors_of
from booking.web.views.progress import refused_jobs
from booking.web.views.rooms import place_text, room_view
from booking.web.views.todos import todo_rows

DESK = (Role.STAFF, Role.ADMIN)
NEWS = "desk_news"
TODOS_SHOWN = 5
LONGEST = 100

pages = Blueprint("desk_today", __name__)


@pages.get("/empfang")
@allow(*DESK)
def look() -> Response:
    return _page()


@pages.post("/empfang/suchen")
@allow(*DESK)
def search() -> AnyResponse:
    """By code among today's, by name among one's own; names stand in no address."""
    wanted = typed(request.form, "suche")["suche"][:LONGEST]
    if not wanted:
        return _page(422, error=_("Bitte schreiben Sie eine Nummer oder einen Namen."))
    actor, now, vault = signed_in(), runtime().clock.now(), runtime().vault
    with runtime().database.reading() as database:
        found = _by_code(database, wanted) or finding.by_name(database, vault, actor, wanted, now=now)
        if len(found) == 1:
            return see(f"/empfang/termin/{found[0].id}")
        if not found:
            code, name = (
                ("", wanted) if not _looks_like_a_code(wanted) else (readable_code(typed_code(wanted)), "")
            )
            return page("desk/not_found.html", 404, wanted=wanted, code=code, name=name)
        rows = [
            (arrival(each, actor, vault, now), room_view(each.room), place_text(each.channel))
            for each in found
        ]
        return page("desk/found.html", wanted=wanted, rows=rows)


@pages.post("/empfang/da/<token:appointment_id>")
@allow(*DESK)
def is_here(appointment_id: str) -> AnyResponse:
    """Somebody said their number and is there."""
    back = local_path(typed(request.form, "zurueck")["zurueck"], otherwise="/empfang")
    try:
        with runtime().database.writing() as database:
            code = arrive(database, appointment_id, now=runtime().clock.now()).code
    except NotAllowedNow:
        session[NEWS] = ("no", _("Das ging nicht: Der Termin hat sich gerade geändert."))
        return see(back)
    session[NEWS] = ("ok", _("Gespeichert: %(code)s ist da.", code=readable_code(code)))
    return see(back)


def _by_code(database: Session, wanted: str) -> list[Appointment]:
    """What has this code; nothing for what is no code we know, which may be a name."""
    if len(typed_code(wanted)) != CODE_LENGTH:
        return []
    try:
        return [finding.by_code(database, signed_in(), wanted, now=runtime().clock.now())]
    except NotFound:
        return []


def _looks_like_a_code(wanted: str) -> bool:
    """Six signs of ours with a digit, or in capitals: "Müller" and "Kramer" are names."""
    code = typed_code(wanted)
    ours = len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET)
    return ours and (any(sign.isdigit() for sign in wanted) or wanted == wanted.upper())


def _page(status: int = 200, *, error: str = "") -> Response:
    actor, now, vault = signed_in(), runtime().clock.now(), runtime().vault
    over = request.args.get("alle") == "ja"
    with runtime().database.reading() as database:
        today = arrivals_by_room(database, now, reader=actor.account_id, over=over)
        rooms = arrivals_view(today, actor, vault, now)
        return page(
            "desk/today.html",
            status,
            today_date=wall_day(now),
            now=now,
            rooms=rooms,
            expected=sum(each.status == "confirmed" for room in rooms for each in room.arrivals),
            over=over,
            doors=doors_of(database, actor, now),
            todos=todo_rows(find(database, actor, Filter()).todos[:TODOS_SHOWN], actor, now),
            open_todos=count_open(database, actor),
            closed=closures_today(database, now),
            jobs=refused_jobs(database, actor),
            errors={"suche": error} if error else {},
            news=session.pop(NEWS, None),
        )
