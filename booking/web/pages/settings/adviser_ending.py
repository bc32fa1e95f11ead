"""/einstellungen/beratende/<id>/beenden: what an adviser is still expected to do, and the end once that is nothing."""

from __future__ import annotations

from flask import Blueprint, Response, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.managing import ProviderOver
from booking.offers.models import Adviser
from booking.providers.advisers import (
    StillExpected,
    adviser_by_id,
    bring_adviser_back,
    end_adviser,
)
from booking.providers.promises import AdviserPromises, promises_of_adviser
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.settings.advisers import ADVISER, HOME, NEWS, WHO
from booking.web.views.rules import moment_words

pages = Blueprint("settings_adviser_ending", __name__)


@pages.get(f"{ADVISER}/beenden")
@allow(*WHO)
def ask(adviser_id: int) -> Response:
    with runtime().database.reading() as database:
        adviser = adviser_by_id(database, signed_in(), adviser_id)
        promises = promises_of_adviser(database, adviser.id, now=runtime().clock.now())
        return _page(adviser, promises, 200)


@pages.post(f"{ADVISER}/beenden")
@allow(*WHO)
def end(adviser_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        adviser = adviser_by_id(database, signed_in(), adviser_id)
        try:
            end_adviser(database, signed_in(), adviser, now=runtime().clock.now())
        except StillExpected as still:
            return _page(adviser, still.promises, 409)
    session[NEWS] = _("Die Person berät ab jetzt nicht mehr.")
    return see(f"{HOME}/{adviser_id}")


@pages.post(f"{ADVISER}/zurueckholen")
@allow(*WHO)
def bring_back(adviser_id: int) -> AnyResponse:
    try:
        with runtime().database.writing() as database:
            adviser = adviser_by_id(database, signed_in(), adviser_id)
            bring_adviser_back(database, signed_in(), adviser, now=runtime().clock.now())
    except ProviderOver:
        return error_page(
            409,
            title=_("Diesen Anbieter gibt es nicht mehr"),
            text=_("Holen Sie bitte zuerst den Anbieter zurück."),
        )
    session[NEWS] = _("Die Person berät wieder.")
    return see(f"{HOME}/{adviser_id}")


def _page(adviser: Adviser, promises: AdviserPromises, status: int) -> Response:
    return page(
        "settings/adviser_end.html",
        status,
        adviser=adviser,
        url=f"{HOME}/{adviser.id}",
        promises=promises,
        hours=[(f"/sprechstunde/{each.id}", moment_words(each.starts_at)) for each in promises.hours],
    )
