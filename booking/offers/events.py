"""What happens to offers and concerns; ids and words of ours, nothing that somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class OfferChanged(Event):
    """An offer is another than before. `what`: added, facts, class, texts, text_dropped, retired, back."""

    about: ClassVar[str | None] = "offer_id"

    offer_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class ConcernsChanged(Event):
    """The concerns or topics of the house are others. `what`: added, changed, moved, texts, text_dropped, deleted."""

    what: str
