"""The filters of the list of to-dos, as links that keep each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from booking.todos.listing import Filter, Which
from booking.todos.models import Kind
from booking.web.language import gettext as _
from booking.web.views.todo_words import kind_words


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    words: str
    url: str
    chosen: bool


def whose(wanted: Filter) -> list[Choice]:
    """All that wait, one's own, or what is done; of the kind that is chosen."""
    words = {Which.ALL: _("Alle, die warten"), Which.MINE: _("Nur meine"), Which.DONE: _("Erledigte")}
    return [
        Choice(text, address(replace(wanted, which=which, page=1)), which == wanted.which)
        for which, text in words.items()
    ]


def kinds(wanted: Filter) -> list[Choice]:
    """Each kind, or any."""
    known: list[tuple[Kind | None, str]] = [(None, _("Jede Art")), *kind_words().items()]
    return [
        Choice(text, address(replace(wanted, kind=kind, page=1)), kind == wanted.kind) for kind, text in known
    ]


def address(wanted: Filter) -> str:
    """The list, filtered so."""
    values = {
        "welche": str(wanted.which) if wanted.which != Which.ALL else "",
        "art": str(wanted.kind or ""),
        "seite": str(wanted.page) if wanted.page > 1 else "",
    }
    chosen = urlencode({name: value for name, value in values.items() if value})
    return f"/aufgaben?{chosen}" if chosen else "/aufgaben"
