"""What staff choose in the list of to-dos and on one of them."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from booking.todos.listing import Filter, Which
from booking.todos.models import Kind
from booking.todos.reaching import Way
from booking.web.forms.free_text import length_fault, text_of
from booking.web.forms.reading import typed
from booking.web.language import gettext as _

LAST_PAGE = 500
REACHED = "reached"
OUTCOMES = {
    Kind.CALL_BACK: (REACHED, "not_needed"),
    Kind.CALL: (REACHED, "not_needed"),
    Kind.MAIL: (REACHED, "not_needed"),
    Kind.INTERPRETER: ("arranged", "not_found", "not_needed"),
}
CALLED = (Kind.CALL_BACK, Kind.CALL, Kind.MAIL)


def filter_of(sent: MultiDict[str, str]) -> Filter:
    """What the address of the list asks for; what is not known means all."""
    values = typed(sent, "art", "welche", "seite")
    return Filter(
        which=Which(values["welche"]) if values["welche"] in set(Which) else Which.ALL,
        kind=Kind(values["art"]) if values["art"] in set(Kind) else None,
        page=_page(values["seite"]),
    )


def outcomes(kind: Kind, way: Way, *, asks: bool = False) -> tuple[str, ...]:
    """How a to-do can end; a report and a data request need an answer first, where somebody waits for one.

    A call that `asks` which of the held times suits is not over because somebody was reached.
    """
    nobody_waits = kind == Kind.BARRIER and way == Way.NONE
    found = OUTCOMES.get(kind, ("fixed", "not_needed") if nobody_waits else ("not_needed",))
    return tuple(each for each in found if not (asks and each == REACHED))


def outcome_of(sent: MultiDict[str, str], kind: Kind, way: Way, *, asks: bool = False) -> str | None:
    """How it ended, if this one can end so."""
    outcome = typed(sent, "ausgang")["ausgang"]
    return outcome if outcome in outcomes(kind, way, asks=asks) else None


@dataclass(frozen=True)
class Answer:
    """The answer to a report, as typed, and what is wrong with it."""

    text: str
    error: str = ""

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Answer:
        text = text_of(sent, "antwort")
        if not text:
            return cls(text, _("Bitte schreiben Sie eine Antwort. Wir schicken sie so ab."))
        return cls(text, length_fault(text) or "")


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE)) else 1
    return number if 0 < number <= LAST_PAGE else 1
