"""/einstellungen/anbieter/<id>/beenden: what a provider has still promised, and its end once that is nothing."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Provider, Role
from booking.accounts.providers import provider_by_id
from booking.offers.models import Offer
from booking.providers.ending import StillPromised, bring_provider_back, end_provider
from booking.providers.promises import MOST_NAMED, Promises, promises_of
from booking.reservations.models import IN_THE_CALENDAR, Reservation
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.providers import HOME, NEWS, PROVIDER
from booking.web.views.people import person_view
from booking.web.views.reservations import title_words
from booking.web.views.rules import moment_words

pages = Blueprint("settings_provider_ending", __name__)


@pages.get(f"{PROVIDER}/beenden")
@allow(Role.ADMIN)
def ask(provider_id: int) -> Response:
    with runtime().database.reading() as database:
        found = provider_by_id(database, provider_id)
        promises = promises_of(database, provider_id, now=runtime().clock.now())
        return _page(database, found, promises, 200)


@pages.post(f"{PROVIDER}/beenden")
@allow(Role.ADMIN)
def end(provider_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        try:
            end_provider(database, signed_in(), provider_id, now=runtime().clock.now())
        except StillPromised as still:
            return _page(database, provider_by_id(database, provider_id), still.promises, 409)
    session[NEWS] = _("Der Anbieter ist beendet.")
    return see(f"{HOME}/{provider_id}")


@pages.post(f"{PROVIDER}/zurueckholen")
@allow(Role.ADMIN)
def bring_back(provider_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        bring_provider_back(database, signed_in(), provider_id, now=runtime().clock.now())
    session[NEWS] = _("Der Anbieter ist zurückgeholt. Konten und Angebote öffnen Sie bitte einzeln.")
    return see(f"{HOME}/{provider_id}")


def _page(database: Session, found: Provider, promises: Promises, status: int) -> Response:
    offers = [database.get_one(Offer, each) for each in promises.offers[:MOST_NAMED]]
    now = runtime().clock.now()
    return page(
        "settings/provider_end.html",
        status,
        provider=found,
        url=f"{HOME}/{found.id}",
        promises=promises,
        reservations=[_reservation(each, now) for each in promises.reservations],
        offers=[each.text().title for each in offers],
        accounts=[person_view(each, now=now) for each in promises.accounts[:MOST_NAMED]],
    )


def _reservation(reservation: Reservation, now: datetime) -> tuple[str, str]:
    """Its address, and its title with the next date, so that no two read alike."""
    coming = [
        each for each in reservation.occurrences if each.ends_at > now and each.status in IN_THE_CALENDAR
    ]
    when = moment_words(min(each.starts_at for each in coming))
    title = title_words(reservation, signed_in())
    return f"/reservierung/{reservation.id}", _(
        "%(title)s, das nächste Mal: %(when)s", title=title, when=when
    )
