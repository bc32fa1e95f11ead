"""Concerns and topics as the settings show them: how often they are used, and what residents read in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking.i18n import LANGUAGES, SOURCE, Told
from booking.offers.apart import TitleTaken
from booking.offers.models import Concern
from booking.offers.sorting import GUIDE, PICTOGRAMS
from booking.offers.wording import Heading, known_words, missing_languages, own_words, title_in
from booking.web.forms.concerns import EXAMPLE, PICTOGRAM, TITLE, WORDS, HeadingForm
from booking.web.language import gettext as _
from booking.web.views.managed_offers import TextState, language_word, missing_text, text_state
from booking.web.views.overtaken import Line, lines_of


@dataclass(frozen=True)
class HeadingRow:
    """A concern or topic in its list; `up` and `down`: whether there is one above it, or below."""

    heading: Heading
    url: str
    used: int
    missing_text: str
    stays: bool
    up: bool
    down: bool


@dataclass(frozen=True)
class LanguageRow:
    """What residents read in a language; `missing`: German."""

    state: TextState
    title: Told
    missing: bool


def heading_row(heading: Heading, url: str, order: Sequence[Heading], used: Mapping[int, int]) -> HeadingRow:
    """One of those in their order, with the number of offers under each."""
    return HeadingRow(
        heading,
        url,
        used.get(heading.id, 0),
        missing_text(missing_languages(heading)),
        stays=is_guide(heading),
        up=heading is not order[0],
        down=heading is not order[-1],
    )


def language_rows(heading: Heading, url: str) -> list[LanguageRow]:
    """Every other language of the house."""
    missing = missing_languages(heading)
    return [
        LanguageRow(
            text_state(code, url, there=own_words(heading, code) is not None),
            title_in(heading, code),
            code in missing,
        )
        for code in LANGUAGES
        if code != SOURCE
    ]


def is_guide(heading: Heading | None) -> bool:
    """Whether it is the concern for who knows none, which each house has."""
    return isinstance(heading, Concern) and heading.slug == GUIDE


def taken_words(taken: TitleTaken) -> str:
    """Which other one residents would take it for, and in which language."""
    language = language_word(taken.language)
    return _(
        "„%(title)s“ heißt in dieser Sprache dann genauso: %(language)s.",
        title=taken.other,
        language=language,
    )


def after_dropping(heading: Heading) -> str:
    """What residents read in a language that has no words of its own any more."""
    known = known_words(heading)
    if all(known):
        return _("Danach gilt wieder der mitgelieferte Text.")
    if any(known):
        return _("Danach gilt der mitgelieferte Text. Was er nicht hat, steht auf Deutsch da.")
    return _("Wer diese Sprache wählt, liest danach den deutschen Text.")


def pictogram_options() -> list[tuple[str, str]]:
    """Each picture there is, with what it shows."""
    words = (
        _("Sessel"), _("Haus mit Solardach"), _("Kinderwagen"), _("Rucksack"), _("Winkende Hand"), _("Waage"),
        _("Unterschrift"), _("Wellen"), _("Münzen"), _("Aktentasche"), _("Herz mit Puls"), _("Hand mit Herz"),
        _("Kaffeetasse"), _("Wegweiser"),
    )  # fmt: skip
    return list(zip(PICTOGRAMS, words, strict=True))


def both_states(fields: Sequence[str], mine: HeadingForm, now: HeadingForm) -> list[Line]:
    """What was typed beside what another one saved meanwhile."""
    labels = {
        TITLE: _("Name"),
        EXAMPLE: _("Beispiele"),
        WORDS: _("Wörter für die Suche"),
        PICTOGRAM: _("Bild"),
    }
    pictures = dict(pictogram_options())
    shown = [{**each.values(), PICTOGRAM: pictures.get(each.pictogram, "")} for each in (mine, now)]
    return lines_of({name: labels[name] for name in fields}, *shown)
