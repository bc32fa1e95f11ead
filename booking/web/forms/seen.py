"""What an edit form showed when it was opened, as a mark that travels with it: who saves over another change is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from booking.appointments.room_use import RoomUse
from booking.errors import DomainError
from booking.reservations.models import Occurrence
from booking.web.forms.reading import has_unseen, typed

SEEN = "gesehen"
NOT_TYPED = frozenset({"csrf_token", "step", "stand", "einmal", SEEN})


class Overtaken(DomainError):
    """Somebody changed what the form showed, after it was shown; nothing was saved."""

    code = "overtaken"


def mark_of(*facts: object) -> str:
    """A short name of a state: the same facts have the same one."""
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:20]


def place_of(date: Occurrence) -> Sequence[object]:
    """What a move or a cancellation starts from."""
    return date.id, date.starts_at, date.ends_at, date.room_id, date.status


def titles_of(date: Occurrence) -> Sequence[object]:
    """What another title takes the place of."""
    return date.id, date.title, date.public_title


def hit_mark(hit: RoomUse) -> str:
    """Whom a room would not suit any more, and why. A hold that is confirmed meanwhile is no other one."""
    uses = [[each.reservation.id, each.why, [date.id for date in each.dates]] for each in hit.uses]
    return mark_of(uses, [(each.id, each.starts_at) for each in hit.talks])


def seen_in(sent: MultiDict[str, str]) -> str:
    """The mark that came with a form; empty when none did, which is that of no state."""
    return typed(sent, SEEN)[SEEN]


def typed_in(sent: MultiDict[str, str]) -> dict[str, str]:
    """Everything that somebody chose and wrote, to be sent once more."""
    return {name: value for name, value in sent.items() if name not in NOT_TYPED and not has_unseen(value)}


def travelling(sent: MultiDict[str, str], current: str) -> dict[str, str]:
    """The hidden field: a form that comes back with a fault keeps its mark, a new one has that of what it shows."""
    return {SEEN: seen_in(sent) or current}
