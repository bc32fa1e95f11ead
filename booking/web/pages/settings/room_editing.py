"""Adding a room and changing one; whoever would not fit any more is shown before anything is saved."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.room_use import RoomUse, misfitting
from booking.house.models import Room
from booking.house.rooms import FLOORS, room_by_id, rooms_and_parts
from booking.house.shaping import RoomFacts, RoomNameTaken, alone, change_room, open_room, room_for_change
from booking.reservations.setting_up import SEATING
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.forms.rooms import RoomForm, plans_of
from booking.web.forms.seen import SEEN, hit_mark, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.rooms import ADMIN, NEWS, ROOM, url_of
from booking.web.views.equipment import equipment_to_choose
from booking.web.views.overtaken import Conflict, lines_of
from booking.web.views.room_settings import HOME, access_choices, fact_words, labels_of, use_view

SAVE, ANYWAY, BACK = "speichern", "trotzdem", "angaben"
DOT = "."  # in the mark of the preview: the room before it, whom it hits behind it

pages = Blueprint("settings_room_editing", __name__)


@pages.get(f"{HOME}/neu")
@allow(ADMIN)
def ask() -> Response:
    with runtime().database.reading() as database:
        return _form(database, RoomForm.empty())


@pages.post(f"{HOME}/neu")
@allow(ADMIN)
def add() -> AnyResponse:
    with runtime().database.writing() as database:
        alone(database)
        form = _typed(database)
        if form.errors:
            return _form(database, form)
        try:
            room = open_room(database, form.facts, now=runtime().clock.now())
        except RoomNameTaken as taken:
            return _form(database, _refused(form, taken))
        url = url_of(room)
    session[NEWS] = _("Der Raum ist angelegt.")
    return see(url)


@pages.get(f"{ROOM}/aendern")
@allow(ADMIN)
def ask_what(room_id: int) -> Response:
    with runtime().database.reading() as database:
        room = room_by_id(database, room_id)
        return _form(database, RoomForm.showing(room), room)


@pages.post(f"{ROOM}/aendern")
@allow(ADMIN)
def change(room_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        room = room_for_change(database, room_id)
        form = _typed(database, room)
        if form.errors or _step() == BACK:
            return _form(database, form, room)
        seen, _dot, seen_hit = seen_in(request.form).partition(DOT)
        if seen != _mark(room) and form.facts != RoomFacts.of(room):
            return _both(database, room, form)
        hit = misfitting(database, runtime().desk(), room, form.facts)
        if not hit.is_empty and (_step() != ANYWAY or seen_hit != hit_mark(hit)):
            return _preview(room, form, hit, changed=_step() == ANYWAY)
        try:
            change_room(database, room, form.facts, now=runtime().clock.now())
        except RoomNameTaken as taken:
            return _form(database, _refused(form, taken), room)
    session[NEWS] = _("Der Raum ist geändert.")
    return see(f"{HOME}/{room_id}")


def _typed(database: Session, room: Room | None = None) -> RoomForm:
    if room is not None and room.part_of_id is not None:
        return RoomForm.typed_of_part(request.form, room)
    equipment = [value for value, _words in equipment_to_choose(rooms_and_parts(database))]
    plans = plans_of(room) if room is not None else list(SEATING)
    return RoomForm.typed(request.form, plans=plans, equipment=equipment)


def _form(database: Session, form: RoomForm, room: Room | None = None) -> Response:
    rooms = rooms_and_parts(database)
    return page(
        "settings/room_form.html",
        422 if form.errors else 200,
        room=room,
        action=f"{url_of(room)}/aendern" if room is not None else f"{HOME}/neu",
        back=url_of(room) if room is not None else HOME,
        is_part=room is not None and room.part_of_id is not None,
        form=form,
        errors=form.errors,
        plans=labels_of(form),
        access=access_choices(),
        floors=sorted({*FLOORS, *(each.floor for each in rooms)}),
        equipment=equipment_to_choose(rooms),
        hidden=travelling(request.form, _mark(room)) if room is not None else {},
    )


def _preview(room: Room, form: RoomForm, hit: RoomUse, *, changed: bool) -> Response:
    """Whom it hits; with 409 when these are others than those that were shown."""
    return page(
        "settings/room_preview.html",
        409 if changed else 200,
        changed=changed,
        room=room,
        action=f"{url_of(room)}/aendern",
        back=url_of(room),
        hit=use_view(hit, signed_in()),
        hidden={**form.fields(), SEEN: f"{_mark(room)}{DOT}{hit_mark(hit)}"},
    )


def _both(database: Session, room: Room, form: RoomForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    mine, now = fact_words(form.facts), fact_words(RoomFacts.of(room))
    lines = lines_of(
        {name: label for name, (label, _text) in now.items()},
        {name: text for name, (_label, text) in mine.items()},
        {name: text for name, (_label, text) in now.items()},
    )
    action, back = f"{url_of(room)}/aendern", url_of(room)
    title = _("Der Raum hat sich inzwischen geändert.")
    hidden = {**form.fields(), SEEN: _mark(room)}
    conflict = Conflict(title, action, action, back, lines, hidden, SAVE)
    return overtaken_page(database, conflict, f"room:{room.id}")


def _mark(room: Room) -> str:
    facts = RoomFacts.of(room)
    seating = sorted(facts.seating.items())
    return mark_of(
        facts.name, facts.number, facts.floor, facts.access, seating, facts.equipment, facts.confidential
    )


def _refused(form: RoomForm, taken: RoomNameTaken) -> RoomForm:
    words = {
        "name": _("Einen anderen Raum mit diesem Namen gibt es schon."),
        "number": _("Diese Nummer hat schon ein anderer Raum: %(room)s.", room=taken.other.name),
    }
    return form.refused(taken.field, words[taken.field])


def _step() -> str:
    return typed(request.form, "step")["step"]
