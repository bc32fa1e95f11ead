"""Taking a room out of service, once nothing is to come there, and bringing it back."""

from __future__ import annotations

from flask import Blueprint, Response, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.room_use import use_of
from booking.errors import NotFound
from booking.house.models import Room
from booking.house.retiring import RoomInUse, bring_back, retire
from booking.house.rooms import room_by_id
from booking.house.shaping import room_for_change
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.rooms import ADMIN, NEWS, ROOM, url_of
from booking.web.views.room_settings import HOME, closure_url, use_view

CONFLICT = 409

pages = Blueprint("settings_room_retiring", __name__)


@pages.get(f"{ROOM}/ausser-betrieb")
@allow(ADMIN)
def ask(room_id: int) -> AnyResponse:
    with runtime().database.reading() as database:
        room = _whole(room_by_id(database, room_id))
        if room.is_retired:
            return see(url_of(room))
        return _preview(database, room)


@pages.post(f"{ROOM}/ausser-betrieb")
@allow(ADMIN)
def take_out(room_id: int) -> AnyResponse:
    now = runtime().clock.now()
    with runtime().database.writing() as database:
        room = _whole(room_for_change(database, room_id))
        try:
            retire(database, room, now=now)
        except RoomInUse:
            return _preview(database, room, CONFLICT)
        session[NEWS] = _("%(room)s ist außer Betrieb.", room=room.name)
    return see(f"{HOME}/{room_id}")


@pages.post(f"{ROOM}/in-betrieb")
@allow(ADMIN)
def take_back(room_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        room = _whole(room_for_change(database, room_id))
        bring_back(database, room, now=runtime().clock.now())
        session[NEWS] = _("%(room)s ist wieder in Betrieb.", room=room.name)
    return see(f"{HOME}/{room_id}")


def _whole(room: Room) -> Room:
    """A part goes with its hall. Raises NotFound."""
    if room.part_of_id is not None:
        raise NotFound("room")
    return room


def _preview(database: Session, room: Room, status: int = 200) -> Response:
    use = use_of(database, room, now=runtime().clock.now())
    return page(
        "settings/room_retire.html",
        status,
        room=room,
        url=url_of(room),
        use=use_view(use, signed_in()),
        may_retire=use.is_asleep and status != CONFLICT,
        closure_url=closure_url(room),
    )
