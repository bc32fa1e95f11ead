"""/einstellungen/raeume: the rooms of the house in their order, and each of them by itself."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.house.models import Room
from booking.house.rooms import every_room, room_by_id, rooms_and_parts
from booking.house.shaping import move_room, room_for_change
from booking.web.access import allow, runtime
from booking.web.forms.monitor import page_number
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.history import Thing, history_page
from booking.web.views.listing import listing, page_address
from booking.web.views.room_settings import HOME, room_facts, room_rows, told_of

ADMIN = Role.ADMIN
ROOM = f"{HOME}/<int(max=2147483647):room_id>"
NEWS = "room_news"
UP = "hoch"

pages = Blueprint("settings_rooms", __name__)


@pages.get(HOME)
@allow(ADMIN)
def look() -> Response:
    with runtime().database.reading() as database:
        rows = room_rows(rooms_and_parts(database))
    found = listing(rows, request.args, HOME, told_of)
    return page("settings/rooms.html", found=found, news=session.pop(NEWS, ""))


@pages.get(ROOM)
@allow(ADMIN)
def show(room_id: int) -> Response:
    with runtime().database.reading() as database:
        room = room_by_id(database, room_id)
        hall = database.get(Room, room.part_of_id) if room.part_of_id is not None else None
        return page(
            "settings/room.html",
            room=room,
            url=url_of(room),
            hall=hall,
            facts=room_facts(room),
            is_office=room.part_of_id is None and len(room.resource_ids) == 1,
            news=session.pop(NEWS, ""),
        )


@pages.get(f"{ROOM}/verlauf")
@allow(ADMIN)
def history(room_id: int) -> Response:
    with runtime().database.reading() as database:
        room = room_by_id(database, room_id)
        thing = Thing(f"room:{room.id}", room.name, url_of(room), _("Zum Raum"), "einstellungen")
        return history_page(database, thing)


@pages.post(f"{ROOM}/reihenfolge")
@allow(ADMIN)
def order(room_id: int) -> AnyResponse:
    up = typed(request.form, "richtung")["richtung"] == UP
    with runtime().database.writing() as database:
        room = room_for_change(database, room_id)
        if room in every_room(database):
            move_room(database, room, up=up, now=runtime().clock.now())
            session[NEWS] = _("Die Reihenfolge ist geändert: %(room)s.", room=room.name)
    return see(page_address(HOME, "", page_number(request.form)))


def url_of(room: Room) -> str:
    return f"{HOME}/{room.id}"
