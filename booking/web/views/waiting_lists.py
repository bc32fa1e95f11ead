"""The waiting lists as staff see them: wishes without names for the provider, numbers for the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from booking.offers.models import Adviser, Offer
from booking.waiting.finding import Queue
from booking.waiting.models import State, WaitingEntry
from booking.web.language import gettext as _
from booking.web.views.waiting import wish_words


@dataclass(frozen=True)
class WaitingRow:
    """Somebody on the list, in their turn; never who it is."""

    id: str
    since: datetime
    wishes: str
    state: str
    state_text: str

    @classmethod
    def of(cls, entry: WaitingEntry, adviser: Adviser | None) -> WaitingRow:
        decides = entry.state == State.OFFERED
        return cls(
            id=entry.id,
            since=entry.created_at,
            wishes=" · ".join(wish_words(entry, adviser)),
            state="wait" if decides else "later",
            state_text=_("Entscheidet gerade") if decides else _("Wartet"),
        )


@dataclass(frozen=True)
class QueueView:
    """The list of one offer; without rows for those who see only how many they are."""

    id: str
    title: str
    provider_name: str
    people: int
    since: datetime
    rows: Sequence[WaitingRow] = field(default_factory=tuple)

    @classmethod
    def of(cls, offer: Offer, rows: Sequence[WaitingRow]) -> QueueView:
        return cls(offer.slug, offer.text().title, offer.provider.name, len(rows), rows[0].since, rows)

    @classmethod
    def counted(cls, queue: Queue) -> QueueView:
        offer = queue.offer
        return cls(offer.slug, offer.text().title, offer.provider.name, queue.people, queue.since)
