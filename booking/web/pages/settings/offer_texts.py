"""An offer's words in one language: typed, looked at as residents will see them, saved or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.errors import NotFound
from booking.i18n import LANGUAGES, SOURCE, language
from booking.offers.editing import drop_text, write_text
from booking.offers.managing import offer_for_change, offer_managed
from booking.offers.models import Offer
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.offer_text import TextForm, words_in
from booking.web.forms.reading import typed
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import speaking
from booking.web.pages.offers import offer_context
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.offers import ID, MANAGE, NEWS
from booking.web.views.managed_offers import HOME, language_word, managed_offer, url_of
from booking.web.views.overtaken import Conflict, lines_of

LOOK, SAVE, BACK = "ansehen", "speichern", "texte"
ADDRESS = f"{HOME}/<{ID}:offer_id>/texte/<slug:code>"

pages = Blueprint("settings_offer_texts", __name__)


@pages.get(ADDRESS)
@allow(*MANAGE)
def ask(offer_id: int, code: str) -> Response:
    with runtime().database.reading() as database:
        offer = offer_managed(database, signed_in(), offer_id)
        return _form(offer, _known(code), TextForm.showing(offer, code))


@pages.post(ADDRESS)
@allow(*MANAGE)
def change(offer_id: int, code: str) -> AnyResponse:
    step = typed(request.form, "step")["step"]
    with runtime().database.writing() as database:
        offer = offer_for_change(database, signed_in(), offer_id)
        form = TextForm.typed(request.form, sensitive=offer.sensitive, code=_known(code))
        if form.errors or step == BACK:
            return _form(offer, code, form)
        if step == LOOK:
            return _as_resident(database, offer, code, form)
        if seen_in(request.form) != _mark(offer, code) and form != TextForm.showing(offer, code):
            return _both(database, offer, code, form)
        if form != TextForm.showing(offer, code):
            write_text(database, offer, code, form.words(), now=runtime().clock.now())
        url = url_of(offer)
    session[NEWS] = _("Die Texte sind gespeichert: %(language)s.", language=language_word(code))
    return see(url)


@pages.get(f"{ADDRESS}/loeschen")
@allow(*MANAGE)
def ask_to_drop(offer_id: int, code: str) -> Response:
    with runtime().database.reading() as database:
        offer = offer_managed(database, signed_in(), offer_id)
        if code == SOURCE or words_in(offer, _known(code)) is None:
            raise NotFound("offer_text")
        return page(
            "settings/text_delete.html",
            title=offer.text().title,
            language_name=language_word(code),
            action=f"{_url(offer, code)}/loeschen",
            back=url_of(offer),
        )


@pages.post(f"{ADDRESS}/loeschen")
@allow(*MANAGE)
def drop(offer_id: int, code: str) -> AnyResponse:
    with runtime().database.writing() as database:
        offer = offer_for_change(database, signed_in(), offer_id)
        drop_text(database, offer, _known(code), now=runtime().clock.now())
        url = url_of(offer)
    session[NEWS] = _("Die Texte sind gelöscht: %(language)s.", language=language_word(code))
    return see(url)


def _form(offer: Offer, code: str, form: TextForm) -> Response:
    return page(
        "settings/offer_text.html",
        422 if form.errors else 200,
        offer=managed_offer(offer),
        sensitive=offer.sensitive,
        form=form,
        errors=form.errors,
        written=language(code),
        language_name=language_word(code),
        german=None if code == SOURCE else words_in(offer, SOURCE),
        action=_url(offer, code),
        there=words_in(offer, code) is not None and code != SOURCE,
        hidden=travelling(request.form, _mark(offer, code)),
    )


def _as_resident(database: Session, offer: Offer, code: str, form: TextForm) -> Response:
    """The real page with what was typed; nothing is stored. The bar above it stays German."""
    bar = {
        "title": _("Vorschau: So sehen Ratsuchende die Seite."),
        "text": _("Noch ist nichts gespeichert."),
        "save": _("Texte speichern"),
        "back": _("Weiter schreiben"),
        "action": _url(offer, code),
        "hidden": {**form.values(), SEEN: seen_in(request.form) or _mark(offer, code)},
    }
    with speaking(code):
        context = offer_context(database, offer, now=runtime().clock.now())
        shown = replace(
            context["offer"], title=form.title, summary=form.summary, for_whom=form.for_whom, bring=form.bring
        )
        return page("offers/offer.html", **{**context, "offer": shown}, preview=bar)


def _both(database: Session, offer: Offer, code: str, form: TextForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    labels = {
        "title": _("Name"),
        "summary": _("Kurz gesagt"),
        "for_whom": _("Für wen"),
        "bring": _("Bitte mitbringen"),
        "public_word": _("Öffentliches Wort"),
    }
    lines = lines_of(labels, form.values(), TextForm.showing(offer, code).values())
    title, url = _("Die Texte haben sich inzwischen geändert."), _url(offer, code)
    hidden: Mapping[str, str] = {**form.values(), SEEN: _mark(offer, code)}
    conflict = Conflict(title, url, url, url_of(offer), lines, hidden, SAVE)
    return overtaken_page(database, conflict, f"offer:{offer.id}")


def _known(code: str) -> str:
    """A language of the house. Raises NotFound."""
    if code not in LANGUAGES:
        raise NotFound("language")
    return code


def _url(offer: Offer, code: str) -> str:
    return f"{url_of(offer)}/texte/{code}"


def _mark(offer: Offer, code: str) -> str:
    """The class belongs to it: who wrote for a harmless offer has not seen that it is sensitive now."""
    return mark_of(offer.offer_class, sorted(TextForm.showing(offer, code).values().items()))
