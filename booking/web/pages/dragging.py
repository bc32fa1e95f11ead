"""Drag and drop on the plan, a twin of the move form: the same command, and ten seconds to undo it before mails leave."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from booking.appointments.dropping import UNDO_WITHIN, GuestsInside, PlaceBlocked, drop
from booking.appointments.guests import GuestsChanged
from booking.errors import NotAllowedNow, NotFound, Overlap
from booking.notifications.undoing import TooLateToUndo, undo
from booking.reservations.deciding import DatesTaken
from booking.reservations.plan import read_plan
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import day_of, typed
from booking.web.forms.seen import Overtaken, place_of
from booking.web.language import gettext as _
from booking.web.pages.reservations.changing import ROLES, by_house
from booking.web.pages.reservations.moves import Job, job_of
from booking.web.pages.reservations.refusing import FAULTS, check, fault_words
from booking.web.pages.reservations.seen import Shown
from booking.web.views.dragging import blocked_words, day_data, ways_out
from booking.web.views.overtaken import last_change
from booking.web.views.rules import day_words, hours_words

REFUSALS = (GuestsInside, GuestsChanged, DatesTaken, Overlap, NotAllowedNow, *FAULTS)

pages = Blueprint("dragging", __name__)


@pages.get("/planer/ziehen")
@allow(*ROLES)
def look() -> Response:
    now = runtime().clock.now()
    day = day_of(typed(request.args, "tag")["tag"]) or wall_day(now)
    with runtime().database.reading() as database:
        return jsonify(day_data(signed_in(), read_plan(database, day, 1, now=now)))


@pages.post("/reservierung/<token:reservation_id>/ziehen")
@allow(*ROLES)
def put(reservation_id: str) -> Response:
    try:
        with runtime().database.writing() as database:
            return _put(database, job_of(database, reservation_id))
    except PlaceBlocked as blocked:
        path, date_id = f"/reservierung/{reservation_id}", typed(request.form, "termin")["termin"]
        return _refused(blocked_words(blocked.plan), ways_out(date_id, path, blocked.plan))
    except Overtaken:
        return _refused(_meanwhile(reservation_id))
    except REFUSALS as refusal:
        return _refused(_why(refusal))


@pages.post("/planer/rueckgaengig/<token:change>")
@allow(*ROLES)
def take_back(change: str) -> Response:
    try:
        with runtime().database.writing() as database:
            undo(database, runtime().desk(), change, by=_me(), by_house=by_house())
    except (TooLateToUndo, NotFound) as late:
        why = late.why if isinstance(late, TooLateToUndo) else ""
        return _refused(_too_late(why))
    return jsonify(text=_("Der Termin ist wieder an seinem alten Platz."))


def _put(database: Session, job: Job) -> Response:
    picked = job.touched.picked
    if picked is None or job.form.errors:
        return _refused(" ".join(job.form.errors.values()) or _("Das lässt sich nicht mehr ändern."))
    job.touched.stretches()
    Shown(job.touched, place_of).check()
    check(job.touched.reservation, job.wanted, job.draft(database).plans, {})
    change = drop(
        database, runtime().desk(), job.touched.reservation, job.wanted, by=_me(), by_house=by_house()
    )
    when = f"{day_words(picked.starts_at)}, {hours_words(picked.starts_at, picked.ends_at)}"
    told = _("Verschoben: %(when)s, %(room)s.", when=when, room=picked.room.name)
    if len(job.touched.reservation.occurrences) > 1:
        told = f"{told} {_('Nur dieser Termin, die anderen bleiben.')}"
    return jsonify(text=told, change=change, seconds=UNDO_WITHIN.seconds if change else 0)


def _refused(text: str, ways: list[dict[str, str]] | None = None) -> Response:
    """409: nothing was saved, and where to go on."""
    told: dict[str, Any] = {"text": text, "ways": ways or []}
    answer = jsonify(**told)
    answer.status_code = 409
    return answer


def _why(refusal: Exception) -> str:
    if isinstance(refusal, GuestsInside | GuestsChanged):
        return _("In diesem Termin sind Menschen angemeldet. Bitte nutzen Sie das Formular.")
    if isinstance(refusal, DatesTaken | Overlap):
        return _("Jemand war schneller: Dieser Platz ist belegt.")
    if isinstance(refusal, NotAllowedNow):
        return _("Das lässt sich nicht mehr ändern.")
    return " ".join(fault_words(refusal).values())


def _meanwhile(reservation_id: str) -> str:
    """Who was faster, as far as the reader may know."""
    sentence = _("Die Reservierung hat sich inzwischen geändert.")
    with runtime().database.reading() as database:
        changer = last_change(database, signed_in(), f"reservation:{reservation_id}")
    if changer is None:
        return sentence
    return f"{sentence} {_('Zuletzt geändert von: %(who)s.', who=changer.who)}"


def _too_late(why: str) -> str:
    words = {
        "told": _("Zu spät: Die Nachricht ist schon verschickt."),
        "changed": _("Zu spät: Jemand hat den Termin inzwischen geändert."),
        "taken": _("Der alte Platz ist inzwischen belegt."),
    }
    return words.get(why, _("Das lässt sich nicht mehr rückgängig machen."))


def _me() -> str:
    return f"account:{signed_in().account_id}"
