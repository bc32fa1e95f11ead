"""/einstellungen/angebote: the offers somebody manages, one of them, and what happened to it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.history.reading import history_of
from booking.offers.managing import OfferState, offer_managed, offers_managed
from booking.offers.models import Offer
from booking.offers.searching import LONGEST_SEARCH
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.monitor import page_number
from booking.web.forms.offer_facts import OfferForm
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.history import Thing
from booking.web.views.history import Reader, entry_views
from booking.web.views.managed_offers import (
    HOME,
    fact_labels,
    fact_words,
    managed_offer,
    text_states,
    url_of,
)

MANAGE = (Role.LEAD, Role.ADMIN)
ID = "int(max=2147483647)"
NEWS = "offer_news"

pages = Blueprint("settings_offers", __name__)


@pages.get(HOME)
@allow(*MANAGE)
def look() -> Response:
    asked = typed(request.args, "q", "stand")
    words = asked["q"][:LONGEST_SEARCH]
    state = OfferState(asked["stand"]) if asked["stand"] in set(OfferState) else None
    with runtime().database.reading() as database:
        found = offers_managed(
            database, signed_in(), words=words, state=state, page=page_number(request.args)
        )
        return page(
            "settings/offers.html",
            offers=[managed_offer(each) for each in found.offers],
            found=found,
            q=words,
            state=state.value if state else "",
            states=[("", _("alle")), *state_words().items()],
            filtered=bool(words or state),
            before=_address(words, state, found.number - 1) if found.number > 1 else "",
            after=_address(words, state, found.number + 1) if found.number < found.pages else "",
            news=session.pop(NEWS, ""),
        )


@pages.get(f"{HOME}/<{ID}:offer_id>")
@allow(*MANAGE)
def show(offer_id: int) -> Response:
    with runtime().database.reading() as database:
        return _one(database, offer_managed(database, signed_in(), offer_id))


@pages.get(f"{HOME}/<{ID}:offer_id>/verlauf")
@allow(*MANAGE)
def history(offer_id: int) -> Response:
    with runtime().database.reading() as database:
        offer = offer_managed(database, signed_in(), offer_id)
        found = history_of(database, f"offer:{offer.id}", page=page_number(request.args))
        words = _("Angebot: %(title)s", title=offer.text().title)
        thing = Thing(f"offer:{offer.id}", words, url_of(offer), _("Zum Angebot"), "einstellungen")
        return page(
            "history/history.html",
            thing=thing,
            entries=entry_views(database, found.entries, _reader(signed_in())),
            found=found,
            before=f"?seite={found.number - 1}" if found.number > 1 else "",
            after=f"?seite={found.number + 1}" if found.number < found.pages else "",
        )


def state_words() -> dict[str, str]:
    return {
        OfferState.ACTIVE.value: _("aktiv"),
        OfferState.RETIRED.value: _("zurückgezogen"),
        OfferState.UNTRANSLATED.value: _("Texte fehlen"),
    }


def _one(database: Session, offer: Offer) -> Response:
    words = fact_words(database, OfferForm.showing(offer))
    return page(
        "settings/offer.html",
        offer=managed_offer(offer),
        facts=[(label, words[name], None) for name, label in fact_labels().items()],
        texts=text_states(offer),
        news=session.pop(NEWS, ""),
    )


def _reader(actor: Actor) -> Reader:
    return Reader(actor, knows_provider=True)


def _address(words: str, state: OfferState | None, number: int) -> str:
    asked = {"q": words, "stand": state.value if state else "", "seite": str(number)}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
