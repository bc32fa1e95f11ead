"""The words of an offer in one language as somebody typed them, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.offers.facts import Words, neutral_word
from booking.offers.models import Offer
from booking.web.forms.free_text import text_of
from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

LONGEST_TITLE = 120
LONGEST_WORD = 60
LONGEST_SUMMARY = 600
LONGEST_MORE = 400


@dataclass(frozen=True)
class TextForm:
    """The form as the page shows it again. What a sensitive offer says outside cannot be chosen."""

    title: str = ""
    summary: str = ""
    for_whom: str = ""
    bring: str = ""
    public_word: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], *, sensitive: bool, code: str) -> TextForm:
        """What a browser sent, checked; line breaks become blanks, as the page shows one paragraph."""
        lines = typed(sent, "title", "public_word")
        form = cls(
            title=lines["title"],
            summary=_paragraph(sent, "summary"),
            for_whom=_paragraph(sent, "for_whom"),
            bring=_paragraph(sent, "bring"),
            public_word=neutral_word(code) if sensitive else lines["public_word"] or neutral_word(code),
        )
        return replace(form, errors=form._faults())

    @classmethod
    def showing(cls, offer: Offer, code: str) -> TextForm:
        """The words as they are; empty where the offer has none in this language."""
        words = words_in(offer, code)
        if words is None:
            return cls(public_word=neutral_word(code))
        return cls(words.title, words.summary, words.for_whom, words.bring, words.public_word)

    def words(self) -> Words:
        return Words(
            title=self.title,
            summary=self.summary,
            for_whom=self.for_whom,
            bring=self.bring,
            public_word=self.public_word,
        )

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {
            "title": self.title,
            "summary": self.summary,
            "for_whom": self.for_whom,
            "bring": self.bring,
            "public_word": self.public_word,
        }

    def _faults(self) -> dict[str, str]:
        found = {
            "title": line_fault(self.title, LONGEST_TITLE, _("Bitte schreiben Sie, wie das Angebot heißt.")),
            "summary": long_fault(self.summary, LONGEST_SUMMARY)
            or (
                None
                if _says_something(self.summary)
                else _("Bitte schreiben Sie in ein, zwei Sätzen, worum es geht.")
            ),
            "for_whom": long_fault(self.for_whom, LONGEST_MORE),
            "bring": long_fault(self.bring, LONGEST_MORE),
            "public_word": line_fault(
                self.public_word, LONGEST_WORD, _("Bitte schreiben Sie ein Wort für Tafel und Türschild.")
            ),
        }
        return {name: fault for name, fault in found.items() if fault}


def words_in(offer: Offer, code: str) -> Words | None:
    """The offer's own words in this language, if it has any."""
    return next((Words.of(text) for text in offer.texts if text.language == code), None)


def line_fault(text: str, most: int, missing: str) -> str | None:
    """What is wrong with one line that must say something."""
    if not _says_something(text):
        return missing
    if has_unseen(text) or len(text) > most:
        return _("Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=most)
    return None


def long_fault(text: str, most: int) -> str | None:
    """What is wrong with a text that is longer than that."""
    if len(text) <= most:
        return None
    return _("Ihr Text hat %(long)s Zeichen. Bitte kürzen Sie ihn auf %(most)s.", long=len(text), most=most)


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _paragraph(sent: MultiDict[str, str], name: str) -> str:
    return " ".join(text_of(sent, name).split())
