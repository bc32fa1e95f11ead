"""The main menu: which pages whose role opens, the daily work first, then what is about the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.i18n import sentence

ADVISERS = frozenset({Role.ADVISER, Role.LEAD})
DESK = frozenset({Role.STAFF, Role.ADMIN})
SETTLES = frozenset({Role.LEAD, *DESK})
CARETAKER = frozenset({Role.CARETAKER})
WITH_GUESTS = ADVISERS | DESK
ALL = WITH_GUESTS | CARETAKER


@dataclass(frozen=True)
class Entry:
    """A link of the menu. `here` is what its pages call themselves; of pages for everybody there is one a language."""

    title: str
    path: str
    here: str
    roles: frozenset[Role] = frozenset()

    @property
    def for_everybody(self) -> bool:
        return not self.roles


DAILY = (
    Entry(sentence("Meine Termine"), "/ich", "ich", ADVISERS),
    Entry(sentence("Empfang"), "/empfang", "empfang", DESK),
    Entry(sentence("Tagesliste"), "/tagesliste", "tagesliste", CARETAKER),
    Entry(sentence("Planer"), "/planer", "planer", ALL),
    Entry(sentence("Aufgaben"), "/aufgaben", "aufgaben", WITH_GUESTS),
    Entry(sentence("Warteliste"), "/warteliste", "warteliste", WITH_GUESTS),
    Entry(sentence("Nachrichten"), "/nachrichten", "nachrichten", WITH_GUESTS),
    Entry(sentence("Termin"), "/", "termin"),
    Entry(sentence("Heute im Haus"), "/heute", "heute"),
)
HOUSE = (
    Entry(sentence("Reservierungen"), "/reservierungen", "raeume", WITH_GUESTS),
    Entry(sentence("Anfragen"), "/anfragen", "anfragen", DESK),
    Entry(sentence("Schließungen"), "/schliessungen", "schliessungen", DESK | CARETAKER),
    Entry(sentence("Abwesenheit"), "/abwesenheit", "abwesenheit", WITH_GUESTS),
    Entry(sentence("Drucken"), "/drucken", "drucken", ALL),
    Entry(sentence("Einstellungen"), "/einstellungen", "einstellungen", SETTLES),
    Entry(sentence("Handbuch"), "/handbuch", "handbuch", ALL),
)


def menu_of(actor: Actor | None) -> list[Sequence[Entry]]:
    """The rows of the menu: for residents one, for people who sign in a second one about the house."""
    rows = [[each for each in row if _sees(actor, each)] for row in (DAILY, HOUSE)]
    return [row for row in rows if row]


def _sees(actor: Actor | None, entry: Entry) -> bool:
    return entry.for_everybody or (actor is not None and actor.role in entry.roles)
