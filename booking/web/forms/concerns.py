"""A concern or a topic as somebody typed it, in German or another language, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.i18n import SOURCE
from booking.offers.models import Concern
from booking.offers.sorting import PICTOGRAMS, Said
from booking.offers.wording import Heading, example_in, own_words, title_in
from booking.web.forms.free_text import text_of
from booking.web.forms.offer_text import line_fault, long_fault
from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

LONGEST_TITLE = 80
LONGEST_EXAMPLE = 120
LONGEST_WORDS = 4000  # everyday words of six languages
TITLE, EXAMPLE, WORDS, PICTOGRAM = FIELDS = ("title", "example", "words", "pictogram")


@dataclass(frozen=True)
class HeadingForm:
    """The form as the page shows it again; a field that it does not have stays empty."""

    title: str = ""
    example: str = ""
    words: str = ""
    pictogram: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], fields: Collection[str], *, untitled: str) -> HeadingForm:
        """What a browser sent in these fields, checked; `untitled` is said where the title is missing."""
        form = cls(**asdict(Said(**{name: _line(sent, name) for name in fields})))
        faults = form._faults(untitled)
        return replace(form, errors={name: fault for name in fields if (fault := faults[name])})

    @classmethod
    def showing(cls, heading: Heading, code: str) -> HeadingForm:
        """As it is in this language: as somebody wrote it, else as the service brought it along, else empty."""
        own = heading if code == SOURCE else own_words(heading, code)
        if own is not None:
            return cls(**asdict(Said.of(own)))
        example = example_in(heading, code).text_in(code) if isinstance(heading, Concern) else ""
        return cls(title=title_in(heading, code).text_in(code), example=example)

    def said(self) -> Said:
        return Said(title=self.title, example=self.example, words=self.words, pictogram=self.pictogram)

    def values(self) -> dict[str, str]:
        """The fields, to travel with a page in between."""
        return asdict(self.said())

    def refused(self, name: str, fault: str) -> HeadingForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})

    def _faults(self, untitled: str) -> dict[str, str | None]:
        too_long = has_unseen(self.example) or len(self.example) > LONGEST_EXAMPLE
        return {
            TITLE: line_fault(self.title, LONGEST_TITLE, untitled),
            EXAMPLE: _("Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=LONGEST_EXAMPLE)
            if too_long
            else None,
            WORDS: long_fault(self.words, LONGEST_WORDS),
            PICTOGRAM: None if self.pictogram in PICTOGRAMS else _("Bitte wählen Sie ein Bild."),
        }


def _line(sent: MultiDict[str, str], name: str) -> str:
    """As typed; the line breaks of a long field become blanks."""
    return " ".join(text_of(sent, name).split()) if name == WORDS else typed(sent, name)[name]
