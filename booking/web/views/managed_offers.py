"""Offers as those who manage them read them: the list, the facts in words, the languages that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.i18n import LANGUAGES, SOURCE, language
from booking.offers.finding import all_concerns
from booking.offers.managing import missing_languages
from booking.offers.models import Offer, OfferClass, OfferMode
from booking.offers.sorting import all_topics
from booking.web.forms.offer_facts import OfferForm, spoken_languages
from booking.web.language import gettext as _

HOME = "/einstellungen/angebote"


@dataclass(frozen=True)
class ManagedOffer:
    """One offer of the list; `public_url` is its page for residents."""

    url: str
    public_url: str
    title: str
    provider: str
    class_text: str
    mode_text: str
    state: str
    state_text: str
    missing_text: str
    is_given: bool


@dataclass(frozen=True)
class TextState:
    """A language of the house, and whether there are words of one's own in it."""

    code: str
    name: str
    url: str
    there: bool
    german: bool


def managed_offer(offer: Offer) -> ManagedOffer:
    return ManagedOffer(
        url=url_of(offer),
        public_url=f"/angebot/{offer.slug}",
        title=offer.text().title,
        provider=offer.provider.name,
        class_text=class_words()[OfferClass(offer.offer_class)],
        mode_text=mode_words()[OfferMode(offer.mode)],
        state="ok" if offer.is_given else "past",
        state_text=_("aktiv") if offer.is_given else _("zurückgezogen"),
        missing_text=missing_text(missing_languages(offer)),
        is_given=offer.is_given,
    )


def url_of(offer: Offer) -> str:
    return f"{HOME}/{offer.id}"


def missing_text(missing: Sequence[str]) -> str:
    """Es fehlt: Arabisch, Türkisch. Empty when nothing does."""
    if not missing:
        return ""
    return _("Es fehlt: %(languages)s", languages=", ".join(language_word(code) for code in missing))


def language_word(code: str) -> str:
    """How the reader calls one of the house's languages."""
    if code == "de-simple":
        return LANGUAGES[code]
    spoken = language(code)
    return spoken.locale.get_language_name(SOURCE) or spoken.name


def text_states(offer: Offer) -> list[TextState]:
    """Every language of the house, German first."""
    there = set(LANGUAGES) - set(missing_languages(offer))
    return [text_state(code, url_of(offer), there=code in there) for code in LANGUAGES]


def text_state(code: str, url: str, *, there: bool) -> TextState:
    """A language, with the address of its words below that of what they are about."""
    return TextState(code, language_word(code), f"{url}/texte/{code}", there, code == SOURCE)


def class_words() -> Mapping[OfferClass, str]:
    return {
        OfferClass.MEETING: _("Treffen oder Information"),
        OfferClass.ADVICE: _("Beratung"),
        OfferClass.SENSITIVE: _("Sensible Beratung"),
    }


def class_options() -> list[tuple[str, str]]:
    """Each class with what follows from it."""
    words = class_words()
    follows = {
        OfferClass.MEETING: _("Der Name darf überall stehen."),
        OfferClass.ADVICE: _(
            "Der Name steht in E-Mail und Kalender. Auf der Tafel steht das öffentliche Wort."
        ),
        OfferClass.SENSITIVE: _("Nach außen steht nur „Beratung“, auch in der Adresse. Wir löschen früher."),
    }
    return [(each.value, f"{words[each]}: {follows[each]}") for each in OfferClass]


def mode_words() -> Mapping[OfferMode, str]:
    return {
        OfferMode.APPOINTMENT: _("Mit Termin: online, am Telefon und am Empfang"),
        OfferMode.OPEN: _("Ohne Termin: Man kommt zur offenen Sprechstunde"),
        OfferMode.REQUEST: _("Auf Anfrage: Man ruft an"),
        OfferMode.REGISTRATION: _("Mit Anmeldung: Man ruft an und kommt auf die Liste"),
    }


def fact_labels() -> dict[str, str]:
    """The fields of the form, in its order."""
    return {
        "offer_class": _("Wie vertraulich ist das Thema?"),
        "mode": _("Wie bekommt man einen Termin?"),
        "duration": _("Dauer eines Termins"),
        "buffer": _("Pause danach"),
        "notice": _("Vorlauf"),
        "horizon": _("Wie weit im Voraus?"),
        "cap": _("Höchstens am Tag"),
        "confidential": _("Nur vertrauliche Räume"),
        "confirm_by_mail": _("Bestätigung per E-Mail"),
        "languages": _("Sprachen der Beratung"),
        "concerns": _("Anliegen"),
        "topics": _("Themen im Programm"),
    }


def fact_words(session: Session, form: OfferForm) -> dict[str, str]:
    """What a form without errors says, in words, by field."""
    concerns = {each.slug: each.title for each in all_concerns(session)}
    topics = {each.slug: each.title for each in all_topics(session)}
    yes, no = _("ja"), _("nein")
    return {
        "offer_class": class_words()[OfferClass(form.offer_class)],
        "mode": mode_words()[OfferMode(form.mode)],
        "duration": _("%(n)s Minuten", n=form.duration),
        "buffer": _("%(n)s Minuten", n=form.buffer),
        "notice": _("%(n)s Stunden", n=form.notice),
        "horizon": _("%(n)s Tage", n=form.horizon),
        "cap": form.cap or _("so viele wie frei sind"),
        "confidential": yes if form.confidential else no,
        "confirm_by_mail": yes if form.confirm_by_mail else no,
        "languages": _named(form.languages, spoken_languages()),
        "concerns": _named(form.concerns, concerns),
        "topics": _named(form.topics, topics),
    }


def _named(chosen: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(name for key, name in names.items() if key in chosen) or "–"
