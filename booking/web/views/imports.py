"""An import as its pages show it: the choice of files, the lines of one, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from booking.importing.findings import Becomes, Finding, Kind, tally
from booking.offers.spelling import words_of
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.import_words import becomes_words, remark_words

PER_PAGE = 50
STATES = {
    Becomes.NEW: "ok",
    Becomes.CHANGED: "later",
    Becomes.SAME: "past",
    Becomes.LEFT_OUT: "past",
    Becomes.FAULTY: "no",
}


@dataclass(frozen=True)
class LineView:
    """A line: its number, what it is called, what becomes of it, and everything to know about it."""

    number: int
    name: str
    state: str
    text: str
    remarks: Sequence[str]


@dataclass(frozen=True)
class Sight:
    """Which lines somebody wants to see."""

    becomes: Becomes | None = None
    words: str = ""
    page: int = 1

    def url(self, home: str, page: int) -> str:
        """The address of another page of these lines."""
        wanted = {
            "stand": self.becomes.value if self.becomes else "",
            "suche": self.words,
            "seite": str(page),
        }
        return f"{home}?{urlencode({name: value for name, value in wanted.items() if value})}"


@dataclass(frozen=True)
class Shown:
    """The lines of one page, of how many, on how many pages."""

    lines: Sequence[LineView]
    total: int
    page: int
    pages: int


def shown(findings: Sequence[Finding], sight: Sight) -> Shown:
    """The page of the lines that are wanted; behind the last comes the last again."""
    found = [each for each in findings if _is_wanted(each, sight)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(sight.page, pages)
    part = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Shown([line_view(each) for each in part], len(found), page, pages)


def line_view(finding: Finding) -> LineView:
    return LineView(
        number=finding.number,
        name=finding.name or "–",
        state=STATES[finding.becomes],
        text=becomes_words(finding.becomes, ", ".join(finding.changes)),
        remarks=[remark_words(each) for each in (*finding.faults, *finding.hints)],
    )


def tally_words(numbers: dict[Becomes, int]) -> list[str]:
    """How many lines become what, each as a few words; what no line becomes is left out."""
    words = {
        Becomes.NEW: ngettext(
            "%(num)s wird neu angelegt", "%(num)s werden neu angelegt", numbers[Becomes.NEW]
        ),
        Becomes.CHANGED: ngettext(
            "%(num)s wird geändert", "%(num)s werden geändert", numbers[Becomes.CHANGED]
        ),
        Becomes.SAME: ngettext("%(num)s gibt es schon", "%(num)s gibt es schon", numbers[Becomes.SAME]),
        Becomes.LEFT_OUT: ngettext(
            "%(num)s wird nicht eingelesen", "%(num)s werden nicht eingelesen", numbers[Becomes.LEFT_OUT]
        ),
        Becomes.FAULTY: ngettext("%(num)s hat einen Fehler", "%(num)s haben Fehler", numbers[Becomes.FAULTY]),
    }
    return [words[each] for each in words if numbers[each]]


def done_words(numbers: dict[str, int]) -> str:
    """What was saved, as a sentence."""
    saved = numbers.get(Becomes.NEW, 0) + numbers.get(Becomes.CHANGED, 0)
    if not saved:
        return _("Es gab nichts Neues. Im Haus ist alles, wie es war.")
    return ngettext("%(num)s Eintrag ist eingelesen.", "%(num)s Einträge sind eingelesen.", saved)


def save_words(findings: Sequence[Finding]) -> str:
    """The words of the button; "" when there is nothing to save."""
    numbers = tally(findings)
    saved = numbers[Becomes.NEW] + numbers[Becomes.CHANGED]
    if not saved:
        return ""
    if numbers[Becomes.FAULTY]:
        return ngettext(
            "%(num)s Eintrag ohne Fehler einlesen", "%(num)s Einträge ohne Fehler einlesen", saved
        )
    return ngettext("%(num)s Eintrag einlesen", "%(num)s Einträge einlesen", saved)


def kind_words() -> dict[Kind, str]:
    return {
        Kind.ROOMS: _("Räume (Tabelle, CSV)"),
        Kind.OFFERS: _("Angebote (Tabelle, CSV)"),
        Kind.RESERVATIONS: _("Reservierungen (Tabelle, CSV)"),
        Kind.CALENDAR: _("Reservierungen (Kalender, ICS)"),
    }


def becomes_options() -> list[tuple[str, str]]:
    """The states to choose from."""
    return [
        ("", _("Alle Zeilen")),
        (Becomes.FAULTY, _("Mit Fehler")),
        (Becomes.NEW, _("Neu")),
        (Becomes.CHANGED, _("Geändert")),
        (Becomes.SAME, _("Gibt es schon")),
        (Becomes.LEFT_OUT, _("Nicht eingelesen")),
    ]


def _is_wanted(finding: Finding, sight: Sight) -> bool:
    if sight.becomes is not None and finding.becomes != sight.becomes:
        return False
    known = words_of(finding.name)
    return all(any(word.startswith(typed) for word in known) for typed in words_of(sight.words))
