"""/drucken: everything that can be printed, for a day or its week, as far as somebody may have it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES
from booking.accounts.models import Role
from booking.house.rooms import all_rooms
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page
from booking.web.pages.prints.asked import asked_day
from booking.web.views.rooms import room_view

pages = Blueprint("prints", __name__)


@pages.get("/drucken")
@allow(*Role)
def choose() -> Response:
    now, role = runtime().clock.now(), signed_in().role
    day = asked_day(now)
    with runtime().database.reading() as session:
        return page(
            "prints/choose.html",
            day=day,
            today=wall_day(now),
            before=day - timedelta(days=1),
            after=day + timedelta(days=1),
            rooms=[(room.slug, room_view(room)) for room in all_rooms(session)],
            has_names=role in PROVIDER_ROLES,
            has_codes=role in HOUSE_ROLES,
            has_rooms=role not in PROVIDER_ROLES,
        )
