"""A concern or a topic as somebody typed it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.offers.models import Concern
from booking.offers.sorting import PICTOGRAMS, Said
from booking.web.forms.free_text import text_of
from booking.web.forms.offer_text import line_fault, long_fault
from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

LONGEST_TITLE = 80
LONGEST_EXAMPLE = 120
LONGEST_WORDS = 4000  # everyday words of six languages
NAMES = ("title", "example", "pictogram", "words")


@dataclass(frozen=True)
class ConcernForm:
    """The form as the page shows it again."""

    title: str = ""
    example: str = ""
    pictogram: str = PICTOGRAMS[0]
    words: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> ConcernForm:
        """What a browser sent, checked."""
        lines = typed(sent, "title", "example", "pictogram")
        words = " ".join(text_of(sent, "words").split())
        form = cls(lines["title"], lines["example"], lines["pictogram"], words)
        return replace(form, errors=form._faults())

    @classmethod
    def showing(cls, concern: Concern) -> ConcernForm:
        """A concern as it is."""
        said = Said.of(concern)
        return cls(said.title, said.example, said.pictogram, said.words)

    def said(self) -> Said:
        return Said(title=self.title, example=self.example, pictogram=self.pictogram, words=self.words)

    def values(self) -> dict[str, str]:
        """The fields, to travel with a page in between."""
        return {name: getattr(self, name) for name in NAMES}

    def _faults(self) -> dict[str, str]:
        found = {
            "title": line_fault(self.title, LONGEST_TITLE, _("Bitte schreiben Sie, wie das Anliegen heißt.")),
            "example": _(
                "Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=LONGEST_EXAMPLE
            )
            if has_unseen(self.example) or len(self.example) > LONGEST_EXAMPLE
            else None,
            "pictogram": None if self.pictogram in PICTOGRAMS else _("Bitte wählen Sie ein Bild."),
            "words": long_fault(self.words, LONGEST_WORDS),
        }
        return {name: fault for name, fault in found.items() if fault}


@dataclass(frozen=True)
class TopicForm:
    """The one field of a topic."""

    title: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> TopicForm:
        """What a browser sent, checked."""
        title = typed(sent, "title")["title"]
        fault = line_fault(title, LONGEST_TITLE, _("Bitte schreiben Sie, wie das Thema heißt."))
        return cls(title, {"title": fault} if fault else {})
