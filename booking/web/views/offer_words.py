"""What happened to offers, concerns and topics, as a history tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from booking.events import Event
from booking.offers.events import ConcernsChanged, OfferChanged
from booking.web.language import gettext as _


def _offer(event: OfferChanged) -> str:
    words = {
        "added": _("Das Angebot ist angelegt."),
        "class": _("Das Angebot ist anders vertraulich als vorher."),
        "texts": _("Texte des Angebots sind geändert."),
        "text_dropped": _("Texte des Angebots sind in einer Sprache gelöscht."),
        "retired": _("Das Angebot ist zurückgezogen."),
        "back": _("Das Angebot gibt es wieder."),
    }
    return words.get(event.what, _("Angaben des Angebots sind geändert."))


SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    OfferChanged: _offer,
    ConcernsChanged: lambda _event: _("An den Anliegen oder Themen hat sich etwas geändert."),
}
