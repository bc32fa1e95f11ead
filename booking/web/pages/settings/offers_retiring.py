"""Taking an offer out, after a look at what it still has, and bringing it back."""

from __future__ import annotations

from flask import Blueprint, Response, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.managing import ProviderOver
from booking.offers.editing import bring_back, retire
from booking.offers.managing import offer_for_change, offer_managed
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.offers import ID, MANAGE, NEWS
from booking.web.views.managed_offers import HOME, managed_offer, url_of
from booking.web.views.offer_effects import effects_of_retiring

pages = Blueprint("settings_offer_retiring", __name__)


@pages.get(f"{HOME}/<{ID}:offer_id>/zurueckziehen")
@allow(*MANAGE)
def ask(offer_id: int) -> Response:
    with runtime().database.reading() as database:
        offer = offer_managed(database, signed_in(), offer_id)
        return page(
            "settings/offer_retire.html",
            offer=managed_offer(offer),
            follows=effects_of_retiring(database, offer, now=runtime().clock.now()) if offer.is_given else [],
        )


@pages.post(f"{HOME}/<{ID}:offer_id>/zurueckziehen")
@allow(*MANAGE)
def take_out(offer_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        offer = offer_for_change(database, signed_in(), offer_id)
        retire(database, offer, now=runtime().clock.now())
        url = url_of(offer)
    session[NEWS] = _("Das Angebot ist zurückgezogen.")
    return see(url)


@pages.post(f"{HOME}/<{ID}:offer_id>/zurueckholen")
@allow(*MANAGE)
def take_back(offer_id: int) -> AnyResponse:
    try:
        with runtime().database.writing() as database:
            offer = offer_for_change(database, signed_in(), offer_id)
            bring_back(database, offer, now=runtime().clock.now())
            url = url_of(offer)
    except ProviderOver:
        return error_page(
            409,
            title=_("Diesen Anbieter gibt es nicht mehr"),
            text=_("Holen Sie bitte zuerst den Anbieter zurück."),
        )
    session[NEWS] = _("Das Angebot gibt es wieder. Die Adresse ist die alte.")
    return see(url)
