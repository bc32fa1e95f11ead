"""/empfang/termin/<id>: one appointment at the desk. Who took it down reads the name; everybody else proves it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import HOUSE_ROLES
from booking.accounts.people import Contact, contact_of
from booking.appointments.booking import open_link
from booking.appointments.links import open_short_link
from booking.appointments.models import Appointment
from booking.desk import finding
from booking.errors import NotFound
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import SEE_OTHER, page, see
from booking.web.language import localized
from booking.web.pages.desk.calling import BOOKED, WHO
from booking.web.pages.desk.today import NEWS
from booking.web.pages.desk.way_back import leave_the_desk
from booking.web.views.callers import repeat_words
from booking.web.views.desk import arrival
from booking.web.views.rooms import place_text, room_view

pages = Blueprint("desk_visiting", __name__)


@pages.get("/empfang/termin/<token:appointment_id>")
@allow(*WHO)
def look(appointment_id: str) -> Response:
    with runtime().database.reading() as database:
        return _page(_known(database, appointment_id), just_booked=_just_booked(appointment_id))


@pages.post("/empfang/termin/<token:appointment_id>/kontakt")
@allow(*WHO)
def contact(appointment_id: str) -> Response:
    """Phone and e-mail of whom one booked for; that it was read is written down."""
    now, vault = runtime().clock.now(), runtime().vault
    with runtime().database.writing() as database:
        appointment = _known(database, appointment_id)
        read = finding.own_contact(database, vault, signed_in(), appointment, now=now)
        return _page(appointment, contact=read)


@pages.post("/empfang/termin/<token:appointment_id>/zettel")
@allow(*WHO)
def slip(appointment_id: str) -> AnyResponse:
    """The slip in the language of who takes it along; its link lasts as long as the paper matters."""
    with runtime().database.writing() as database:
        token, code = _own_link(database, appointment_id)
    leave_the_desk()
    return redirect(localized(f"/t/{token}/zettel", code), SEE_OTHER)


@pages.post("/empfang/termin/<token:appointment_id>/aendern")
@allow(*WHO)
def change(appointment_id: str) -> AnyResponse:
    """To the pages where one moves or cancels what one took down; that it was read is written down."""
    now, vault = runtime().clock.now(), runtime().vault
    with runtime().database.writing() as database:
        appointment = _known(database, appointment_id)
        finding.own_contact(database, vault, signed_in(), appointment, now=now)
        token = open_short_link(database, appointment, now=now)
    leave_the_desk()
    return see(f"/t/{token}")


def _known(database: Session, appointment_id: str) -> Appointment:
    return finding.by_id(database, signed_in(), appointment_id, now=runtime().clock.now())


def _own_link(database: Session, appointment_id: str) -> tuple[str, str]:
    """A link to what one took down, and the language of its person. Raises NotFound for everybody else's."""
    appointment, now = _known(database, appointment_id), runtime().clock.now()
    if appointment.taken_by != signed_in().account_id or appointment.person is None:
        raise NotFound("appointment")
    spoken = contact_of(appointment.person, runtime().vault).language
    return open_link(database, appointment, now=now), spoken


def _just_booked(appointment_id: str) -> bool:
    if session.get(BOOKED) != appointment_id:
        return False
    session.pop(BOOKED)
    return True


def _page(appointment: Appointment, *, contact: Contact | None = None, just_booked: bool = False) -> Response:
    actor, now = signed_in(), runtime().clock.now()
    own, asleep = appointment.taken_by == actor.account_id, appointment.asleep_by is not None
    return page(
        "desk/visit.html",
        visit=arrival(appointment, actor, runtime().vault, now),
        room=room_view(appointment.room),
        place_text=place_text(appointment.channel),
        own=own and appointment.person is not None,
        coming=appointment.is_coming and (asleep or appointment.ends_at > now),
        at_desk=actor.role in HOUSE_ROLES,
        repeat=repeat_words(appointment) if own and appointment.is_coming and not asleep else [],
        contact=contact,
        just_booked=just_booked,
        news=session.pop(NEWS, None),
    )
