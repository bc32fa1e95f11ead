"""/w/<token>/angaben: correcting name, mailbox, phone, language and needs; the turn stays."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Person
from booking.accounts.people import Contact, contact_of, mailbox_key
from booking.errors import NotAllowedNow, NotFound
from booking.waiting.correcting import correct
from booking.waiting.models import WaitingEntry
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, count_correction, count_mail
from booking.web.forms.details import Details
from booking.web.forms.my_data import corrected
from booking.web.frame import page, see
from booking.web.pages.waiting import mine
from booking.web.pages.waiting.joining import CHANNELS, mailbox_full
from booking.web.pages.waiting.mine import CORRECTED, NEWS, opened

pages = Blueprint("waiting_correcting", __name__)


@pages.errorhandler(NotFound)
def unknown(error: NotFound) -> Response:
    return mine.unknown(error)


@pages.get("/w/<token:token>/angaben")
@allow()
def look(token: str) -> AnyResponse:
    with runtime().database.reading() as database:
        entry = opened(database, token)
        if entry.person is None or not entry.is_on_the_list:
            return see(f"/w/{token}")
        return _form(entry, token, Details.of(contact_of(entry.person, runtime().vault)))


@pages.post("/w/<token:token>/angaben")
@allow()
def change(token: str) -> AnyResponse:
    details = Details.typed(request.form, channels=CHANNELS)
    with runtime().database.reading() as database:
        entry = opened(database, token)
        if entry.person is None or not entry.is_on_the_list:
            return see(f"/w/{token}")
        if details.errors:
            return _form(entry, token, details, status=422)
        contact = corrected(contact_of(entry.person, runtime().vault), details)
        try:
            _count(entry.person, contact)
        except MailboxFull:
            return _form(entry, token, details, status=429, errors={"email": mailbox_full()})
    if _correct(token, contact):
        session[NEWS] = CORRECTED
    return see(f"/w/{token}")  # whoever is not on the list any more reads so there


def _correct(token: str, contact: Contact) -> bool:
    try:
        with runtime().database.writing() as database:
            entry = opened(database, token, for_change=True)
            correct(database, runtime().desk(), entry, contact, token=token)
    except NotAllowedNow:
        return False
    return True


def _count(person: Person, contact: Contact) -> None:
    """One more correction; another mailbox gets a mail, so it counts as a booking's."""
    count_correction(person.id)
    if contact.email and mailbox_key(runtime().vault, contact.email) != person.mailbox_key:
        count_mail(contact.email)


def _form(
    entry: WaitingEntry,
    token: str,
    details: Details,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
) -> Response:
    return page(
        "waiting/details.html",
        status,
        token=token,
        form=details,
        errors=errors or details.errors,
        channels=CHANNELS,
        sensitive=entry.offer.sensitive,
        provider=entry.offer.provider.name,
    )
