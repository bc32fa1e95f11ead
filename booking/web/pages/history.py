"""Who did what to a booking: at a reservation, an appointment, a Sprechstunde, a closure, an absence; by code at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from booking.accounts.models import Role
from booking.appointments.models import Appointment
from booking.disruptions.finding import absence_of_actor, closure_by_id
from booking.errors import NotFound
from booking.history.reading import history_of
from booking.history.seeing import appointment_at_the_desk, appointment_for
from booking.ids import readable_code
from booking.reservations import finding, seeing
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.monitor import page_number
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.hours.reaching import to_look
from booking.web.views.history import Reader, entry_views
from booking.web.views.reservations import title_words
from booking.web.views.rooms import place_text
from booking.web.views.rules import moment_words

INSIDE = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
NUMBER = "int(max=2147483647)"

pages = Blueprint("history", __name__)


@dataclass(frozen=True)
class Thing:
    """What a history is of: its subject, how the page calls it, and the way back."""

    subject: str
    words: str
    back: str
    back_words: str
    here: str
    knows_provider: bool = True


@pages.get("/reservierung/<token:reservation_id>/verlauf")
@allow(*INSIDE)
def of_reservation(reservation_id: str) -> Response:
    with runtime().database.reading() as database:
        found = seeing.must_see(signed_in(), finding.by_id(database, reservation_id))
        words, back = title_words(found, signed_in()), f"/reservierung/{found.id}"
        return history_page(
            database, Thing(f"reservation:{found.id}", words, back, _("Zur Reservierung"), "raeume")
        )


@pages.get(f"/sprechstunde/<{NUMBER}:hours_id>/verlauf")
@allow(*INSIDE)
def of_hours(hours_id: int) -> Response:
    with runtime().database.reading() as database:
        hours = to_look(database, signed_in(), hours_id).hours
        words = _("Sprechstunde, %(when)s", when=moment_words(hours.starts_at))
        back = f"/sprechstunde/{hours.id}"
        return history_page(
            database, Thing(f"hours:{hours.id}", words, back, _("Zur Sprechstunde"), "raeume")
        )


@pages.get("/ich/termin/<token:appointment_id>/verlauf")
@allow(Role.ADVISER, Role.LEAD)
def of_appointment(appointment_id: str) -> Response:
    with runtime().database.reading() as database:
        found = appointment_for(database, signed_in(), appointment_id)
        return history_page(
            database, Thing(f"appointment:{found.id}", _where(found), "/ich", _("Zu meinen Terminen"), "ich")
        )


@pages.get("/verlauf")
@allow(Role.STAFF, Role.ADMIN)
def at_the_desk() -> Response:
    code = typed(request.args, "nummer")["nummer"]
    with runtime().database.reading() as database:
        try:
            found = appointment_at_the_desk(database, signed_in(), code)
        except NotFound:
            return page("history/search.html", code=code, unknown=bool(code))
        thing = Thing(
            f"appointment:{found.id}", _when(found), "/verlauf", _("Andere Nummer"), "", knows_provider=False
        )
        return history_page(database, thing)


@pages.get(f"/schliessung/<{NUMBER}:closure_id>/verlauf")
@allow(Role.STAFF, Role.ADMIN)
def of_closure(closure_id: int) -> Response:
    with runtime().database.reading() as database:
        found = closure_by_id(database, closure_id)
        words, back = _("Schließung: %(reason)s", reason=found.reason), f"/schliessung/{found.id}"
        return history_page(database, Thing(found.cause, words, back, _("Zur Schließung"), ""))


@pages.get(f"/abwesenheit/<{NUMBER}:absence_id>/verlauf")
@allow(*INSIDE)
def of_absence(absence_id: int) -> Response:
    with runtime().database.reading() as database:
        found = absence_of_actor(database, signed_in(), absence_id)
        words = _("Abwesenheit ab %(when)s", when=moment_words(found.starts_at))
        return history_page(
            database, Thing(found.cause, words, f"/abwesenheit/{found.id}", _("Zur Abwesenheit"), "")
        )


def history_page(database: Session, thing: Thing) -> Response:
    """The page of this history; whoever calls has looked whether the reader may see the thing."""
    found = history_of(database, thing.subject, page=page_number(request.args))
    reader = Reader(signed_in(), thing.knows_provider)
    return page(
        "history/history.html",
        thing=thing,
        entries=entry_views(database, found.entries, reader),
        found=found,
        before=_address(found.number - 1) if found.number > 1 else "",
        after=_address(found.number + 1) if found.number < found.pages else "",
    )


def _where(appointment: Appointment) -> str:
    """The appointment as its provider reads it: its number, when and where."""
    place = appointment.room.name if appointment.room else place_text(appointment.channel)
    when = moment_words(appointment.starts_at)
    return _(
        "Nummer %(code)s: %(when)s, %(place)s", code=readable_code(appointment.code), when=when, place=place
    )


def _when(appointment: Appointment) -> str:
    """The appointment as the desk reads it: its number and when; a room would tell whose it is."""
    number = _("Nummer %(code)s", code=readable_code(appointment.code))
    return f"{number}: {moment_words(appointment.starts_at)}"


def _address(number: int) -> str:
    """The same history, at another of its pages."""
    code = typed(request.args, "nummer")["nummer"]
    return "?" + urlencode({**({"nummer": code} if code else {}), "seite": number})
