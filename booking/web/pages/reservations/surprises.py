"""Somebody was faster than who pressed the button: which errors say so, and in which words."""

from __future__ import annotations

from booking.appointments.guests import GuestsChanged
from booking.errors import DomainError, Overlap
from booking.idempotency import KeyReused
from booking.reservations.deciding import DatesTaken
from booking.web.language import gettext as _
from booking.web.views.rules import day_words, hours_words

SHOWN = 3


class ChangedMeanwhile(DomainError):
    """Somebody else changed the reservation since the preview was shown; nothing was saved."""

    code = "changed-meanwhile"


SURPRISES = (DatesTaken, GuestsChanged, ChangedMeanwhile, KeyReused, Overlap)


def surprise_words(surprise: Exception | None) -> str:
    """What happened meanwhile, as a sentence; nothing if nothing did."""
    if surprise is None:
        return ""
    if isinstance(surprise, GuestsChanged):
        return _("Jemand war schneller: Termine von Besucherinnen und Besuchern haben sich geändert.")
    if isinstance(surprise, DatesTaken) and surprise.conflicts:
        return _("Jemand war schneller: %(dates)s.", dates=_dates(surprise))
    return _("Jemand war schneller: Die Reservierung hat sich inzwischen geändert.")


def _dates(surprise: DatesTaken) -> str:
    """Di, 1. Dezember 2026, 14–16 Uhr; and at most two others, then how many more."""
    words = [
        f"{day_words(each.interval.start)}, {hours_words(each.interval.start, each.interval.end)}"
        for each in surprise.conflicts
    ]
    rest = len(words) - SHOWN
    return "; ".join(words[:SHOWN]) + (_(" und %(n)s weitere", n=rest) if rest > 0 else "")
