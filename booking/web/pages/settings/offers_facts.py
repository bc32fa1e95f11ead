"""An offer's facts: a new one with its German words, or other facts after a look at what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.managing import ProviderOver
from booking.accounts.models import Provider
from booking.i18n import SOURCE
from booking.offers.editing import add_offer, change_facts
from booking.offers.finding import all_concerns
from booking.offers.managing import offer_for_change, offer_managed, providers_for
from booking.offers.models import Offer, OfferClass
from booking.offers.sorting import all_topics
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.offer_facts import OfferForm, spoken_languages
from booking.web.forms.offer_text import TextForm
from booking.web.forms.reading import typed
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.offers import ID, MANAGE, NEWS
from booking.web.pages.settings.people import provider_over_words
from booking.web.views.managed_offers import (
    HOME,
    class_options,
    fact_labels,
    fact_words,
    managed_offer,
    mode_words,
    url_of,
)
from booking.web.views.offer_effects import effects, mode_fault
from booking.web.views.overtaken import Conflict, lines_of

LOOK, SAVE, BACK = "vorschau", "speichern", "angaben"

pages = Blueprint("settings_offer_facts", __name__)


@pages.get(f"{HOME}/neu")
@allow(*MANAGE)
def ask_for_new() -> Response:
    with runtime().database.reading() as database:
        return _new(database, OfferForm(), TextForm(), "")


@pages.post(f"{HOME}/neu")
@allow(*MANAGE)
def add() -> AnyResponse:
    form = OfferForm.typed(request.form)
    sensitive = form.offer_class == OfferClass.SENSITIVE
    text = TextForm.typed(request.form, sensitive=sensitive, code=SOURCE)
    slug = typed(request.form, "provider")["provider"]
    with runtime().database.writing() as database:
        provider = _provider(providers_for(database, signed_in()), slug)
        if provider is None:
            form = form.refused("provider", _("Bitte wählen Sie, wer das Angebot gibt."))
        if provider is None or form.errors or text.errors:
            return _new(database, form, text, slug)
        try:
            made = add_offer(database, provider.id, form.facts(), text.words(), now=runtime().clock.now())
        except ProviderOver:  # since the list was read
            form = form.refused("provider", provider_over_words())
            return _new(database, form, text, slug)
        url = url_of(made)
    session[NEWS] = _("Das Angebot ist angelegt. Prüfen Sie jetzt die Texte.")
    return see(url)


@pages.get(f"{HOME}/<{ID}:offer_id>/angaben")
@allow(*MANAGE)
def ask(offer_id: int) -> Response:
    with runtime().database.reading() as database:
        offer = offer_managed(database, signed_in(), offer_id)
        return _form(database, offer, OfferForm.showing(offer))


@pages.post(f"{HOME}/<{ID}:offer_id>/angaben")
@allow(*MANAGE)
def change(offer_id: int) -> AnyResponse:
    form, now, step = (
        OfferForm.typed(request.form),
        runtime().clock.now(),
        typed(request.form, "step")["step"],
    )
    with runtime().database.writing() as database:
        offer = offer_for_change(database, signed_in(), offer_id)
        if form.errors or step == BACK:
            return _form(database, offer, form)
        if seen_in(request.form) != _mark(offer) and form != OfferForm.showing(offer):
            return _both(database, offer, form)
        if fault := mode_fault(database, offer, form.facts(), now=now):
            return _form(database, offer, form.refused("mode", fault))
        follows = effects(database, offer, form.facts(), now=now)
        if follows and step != SAVE:
            return _preview(database, offer, form, follows)
        if form != OfferForm.showing(offer):
            change_facts(database, offer, form.facts(), now=now)
        url = url_of(offer)
    session[NEWS] = _("Die Angaben sind gespeichert.")
    return see(url)


def _new(database: Session, form: OfferForm, text: TextForm, provider: str) -> Response:
    providers = providers_for(database, signed_in())
    errors = {**form.errors, **text.errors}
    return page(
        "settings/offer_new.html",
        422 if errors else 200,
        form=form,
        text=text,
        errors=errors,
        provider=provider,
        providers=[(each.slug, each.name) for each in providers],
        **_choices(database),
    )


def _form(database: Session, offer: Offer, form: OfferForm) -> Response:
    return page(
        "settings/offer_facts.html",
        422 if form.errors else 200,
        offer=managed_offer(offer),
        form=form,
        errors=form.errors,
        hidden=travelling(request.form, _mark(offer)),
        **_choices(database),
    )


def _preview(database: Session, offer: Offer, form: OfferForm, follows: Sequence[str]) -> Response:
    before = fact_words(database, OfferForm.showing(offer))
    wanted = fact_words(database, form)
    lines = lines_of(fact_labels(), wanted, before)
    return page(
        "settings/offer_facts_preview.html",
        offer=managed_offer(offer),
        lines=[line for line in lines if line.differs],
        follows=follows,
        hidden={**form.values(), SEEN: _mark(offer)},
    )


def _both(database: Session, offer: Offer, form: OfferForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    lines = lines_of(
        fact_labels(), fact_words(database, form), fact_words(database, OfferForm.showing(offer))
    )
    title = _("Das Angebot hat sich inzwischen geändert.")
    url = f"{url_of(offer)}/angaben"
    hidden = {**form.values(), SEEN: _mark(offer)}
    return overtaken_page(
        database, Conflict(title, url, url, url_of(offer), lines, hidden, LOOK), f"offer:{offer.id}"
    )


def _choices(database: Session) -> Mapping[str, Any]:
    return {
        "classes": class_options(),
        "modes": [(each.value, words) for each, words in mode_words().items()],
        "spoken": list(spoken_languages().items()),
        "concerns": [(each.slug, each.title) for each in all_concerns(database)],
        "topics": [(each.slug, each.title) for each in all_topics(database)],
    }


def _provider(providers: Sequence[Provider], slug: str) -> Provider | None:
    """The chosen one; who has only one need not choose."""
    if len(providers) == 1 and not slug:
        return providers[0]
    return next((each for each in providers if each.slug == slug), None)


def _mark(offer: Offer) -> str:
    return mark_of(sorted(OfferForm.showing(offer).values().items()))
