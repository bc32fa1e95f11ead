"""R8 /warteliste/<offer>: wishes and how to reach somebody, on one page; twice is like once."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.slots import Wish, find_slots
from booking.appointments.terms import widest_span
from booking.errors import NotAllowedNow
from booking.offers.finding import offer_by_slug
from booking.offers.models import Offer
from booking.scheduling.walltime import wall_day
from booking.waiting.joining import is_open, join, joined_with
from booking.waiting.links import open_link
from booking.web.access import allow, runtime
from booking.web.caps import MailboxFull, PhoneFull, count_joining
from booking.web.forms.details import Details
from booking.web.forms.sent_once import FIELD, key_of
from booking.web.forms.waiting import WaitingForm
from booking.web.frame import page, see
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.pages.waiting.mine import JOINED, NEWS
from booking.web.views.waiting import advisers, choices, usual_wishes

CHANNELS = ("email", "phone")  # who has neither could not be told that a time is free

pages = Blueprint("waiting_joining", __name__)


@pages.get("/warteliste/<slug:slug>")
@allow()
def look(slug: str) -> Response:
    with runtime().database.reading() as database:
        offer = offer_by_slug(database, slug)
        if not is_open(offer):
            return _closed(offer, 200)
        form = WaitingForm.of(usual_wishes(database, offer, runtime().clock.now()))
        return _form(database, offer, form, Details.of(None, sensitive=offer.sensitive))


@pages.post("/warteliste/<slug:slug>")
@allow()
def send(slug: str) -> AnyResponse:
    desk, key = runtime().desk(), key_of(request.form)
    if (token := _joined_before(key)) is not None:
        return _go(token)
    today = wall_day(desk.now)
    form = WaitingForm.typed(request.form, today=today, joined=today)
    details = Details.typed(request.form, channels=CHANNELS)
    with runtime().database.reading() as database:
        offer = offer_by_slug(database, slug)
        if form.errors or details.errors:
            return _form(database, offer, form, details, status=422)
        try:
            count_joining(details.to_keep())
        except MailboxFull:
            return _form(database, offer, form, details, status=429, errors={"email": mailbox_full()})
        except PhoneFull:
            return _form(database, offer, form, details, status=429, errors={"phone": _phone_full()})
        known = {each.slug: each.id for each in advisers(database, offer, desk.now)}
    try:
        with runtime().database.writing() as database:
            offer = offer_by_slug(database, slug)
            entry = join(database, desk, offer, form.wishes(known), details.to_keep(), key=key)
            token = open_link(database, entry, now=desk.now)
    except NotAllowedNow:
        return _closed(offer, 409)
    return _go(token)


def _joined_before(key: str) -> str | None:
    """Another link to the entry that this very form has brought already, whatever has changed since."""
    with runtime().database.writing() as database:
        known = joined_with(database, key)
        if known is None or known.person is None:
            return None
        return open_link(database, known, now=runtime().clock.now())


def _go(token: str) -> AnyResponse:
    session[NEWS] = JOINED
    return see(f"/w/{token}")


def _form(
    database: Session,
    offer: Offer,
    form: WaitingForm,
    details: Details,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
) -> Response:
    now = runtime().clock.now()
    if not is_open(offer):
        return _closed(offer, 409)
    today = wall_day(now)
    return page(
        "waiting/join.html",
        status,
        offer=offer,
        title=offer.text(current_language().code).title,
        form=form,
        details=details,
        errors=errors or {**form.errors, **details.errors},
        choices=choices(database, offer, now=now, today=today, joined=today, chosen=form.until),
        channels=CHANNELS,
        something_is_free=_something_is_free(database, offer),
        hidden={FIELD: key_of(request.form)},
    )


def _closed(offer: Offer, status: int) -> Response:
    return page("waiting/closed.html", status, offer=offer, title=offer.text(current_language().code).title)


def _something_is_free(database: Session, offer: Offer) -> bool:
    now = runtime().clock.now()
    return bool(find_slots(database, Wish(offer), widest_span(database, offer, now), now=now))


def mailbox_full() -> str:
    """Why no mail goes to this address now, and what to do."""
    return _(
        "An diese Adresse haben wir gerade schon viele Mails geschickt. "
        "Bitte wählen Sie einen anderen Weg oder rufen Sie uns an."
    )


def _phone_full() -> str:
    return _(
        "Diese Telefonnummer steht heute schon oft auf der Warteliste. "
        "Bitte wählen Sie einen anderen Weg oder rufen Sie uns an."
    )
