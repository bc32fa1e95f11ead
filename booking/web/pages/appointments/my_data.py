"""What we know of a resident, behind the link of their appointment: to see, to take along, to correct."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Person
from booking.accounts.people import Contact, contact_of, mailbox_key
from booking.appointments.correcting import correct, still_fits
from booking.appointments.models import Appointment
from booking.errors import NotFound, Overlap, SlotTaken, SlotUnknown
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, count_correction, count_mail
from booking.web.forms.details import Details, is_called
from booking.web.forms.my_data import corrected
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.appointments.ended import link_gone
from booking.web.pages.appointments.manage import opened, ticket_of
from booking.web.views.my_data import my_data

CORRECTED = "corrected"
LATER = "3600"

pages = Blueprint("my_data", __name__)
pages.register_error_handler(NotFound, link_gone)


@pages.get("/t/<token:token>/daten")
@allow()
def look(token: str) -> Response:
    return _shown(token, "appointments/my_data.html")


@pages.get("/t/<token:token>/daten.html")
@allow()
def take_along(token: str) -> Response:
    """The same as a page that stands alone, to keep or to print."""
    response = _shown(token, "appointments/my_data_plain.html")
    response.headers["Content-Disposition"] = 'attachment; filename="meine-daten.html"'
    return response


@pages.get("/t/<token:token>/daten.json")
@allow()
def for_programs(token: str) -> Response:
    with runtime().database.reading() as database:
        appointment, person = known(database, token)
        told = my_data(database, runtime().vault, person, appointment).as_json()
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    response = Response(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return response


@pages.get("/t/<token:token>/daten/aendern")
@allow()
def form(token: str) -> Response:
    with runtime().database.reading() as database:
        appointment, person = known(database, token)
        kept = contact_of(person, runtime().vault)
        return _form(appointment, Details.of(kept, calls=is_called(appointment.channel)), token)


@pages.post("/t/<token:token>/daten/aendern")
@allow()
def change(token: str) -> AnyResponse:
    _renew(token)
    with runtime().database.reading() as database:
        appointment, person = known(database, token)
        details = Details.typed(request.form, calls=is_called(appointment.channel))
        contact = corrected(contact_of(person, runtime().vault), details)
        if details.errors:
            return _form(appointment, details, token)
        try:
            _count(person, contact)
        except MailboxFull:
            return _mailbox_full(appointment, details, token)
    try:
        with runtime().database.writing() as database:
            appointment, _person = known(database, token)
            correct(database, runtime().desk(), appointment, contact, token=token)
    except (SlotTaken, SlotUnknown, Overlap):
        return see(f"/t/{token}")  # it was not confirmed in time, and its page says so
    session[CORRECTED] = True
    return see(f"/t/{token}/daten")


def typed_before(token: str, details: Details) -> Response:
    """The form again under a new link, with what was sent when the old one had ended; nothing is saved yet."""
    with runtime().database.reading() as database:
        appointment, _person = known(database, token)
        notice = _("Was Sie geschrieben haben, ist noch da. Bitte speichern Sie es jetzt.")
        return _form(appointment, details, token, notice=notice)


def known(database: Session, token: str) -> tuple[Appointment, Person]:
    """The appointment and its resident. Raises NotFound, also when the person was erased."""
    appointment = opened(database, token)
    if appointment.person is None:
        raise NotFound("person")
    return appointment, appointment.person


def _shown(token: str, template: str) -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        appointment, person = known(database, token)
        data = my_data(database, runtime().vault, person, appointment)
        coming = appointment.is_coming and appointment.starts_at > now
        return page(
            template,
            data=data,
            details=Details.of(data.contact),
            appointment=ticket_of(appointment, token),
            coming=coming,
            misfit=coming and not still_fits(appointment, data.contact.needs),
            corrected=session.pop(CORRECTED, False),
        )


def _form(
    appointment: Appointment, details: Details, token: str, *, notice: str = "", status: int = 200
) -> Response:
    return page(
        "appointments/my_data_change.html",
        422 if details.errors else status,
        form=details,
        errors=details.errors,
        sensitive=appointment.offer.sensitive,
        provider=appointment.offer.provider.name,
        appointment=ticket_of(appointment, token),
        notice=notice,
    )


def _renew(token: str) -> None:
    """One more step, also when something typed has to be corrected first."""
    with runtime().database.writing() as database:
        opened(database, token, for_change=True)


def _count(person: Person, contact: Contact) -> None:
    """One more correction; another mailbox gets a mail, so it counts as a booking's."""
    count_correction(person.id)
    if contact.email and mailbox_key(runtime().vault, contact.email) != person.mailbox_key:
        count_mail(contact.email)


def _mailbox_full(appointment: Appointment, details: Details, token: str) -> Response:
    notice = _(
        "An diese E-Mail-Adresse ging gerade schon viel Post von uns. Versuchen Sie es später noch einmal."
    )
    response = _form(appointment, details, token, notice=notice, status=429)
    response.headers["Retry-After"] = LATER
    return response
