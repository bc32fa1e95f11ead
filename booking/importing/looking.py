"""The door to an import: look at a file as often as you like, then save what has no fault, all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.db import lock
from booking.errors import DomainError, Overlap
from booking.house.rooms import rooms_to_reserve
from booking.importing import calendar_entries, offer_table, reservation_table, room_table
from booking.importing.calendar_entries import Whose
from booking.importing.calendar_source import events_of
from booking.importing.entries import Known
from booking.importing.findings import Finding, Kind, Unreadable
from booking.importing.judging import Ahead, judge_entries, look_ahead
from booking.importing.tables import Column, Line, table_of
from booking.importing.taking_over import lock_rooms, take_over
from booking.importing.texts import text_of
from booking.runtime import Desk

IMPORT_LOCK = -51
COLUMNS: Mapping[Kind, Sequence[Column]] = {
    Kind.ROOMS: room_table.COLUMNS,
    Kind.OFFERS: offer_table.COLUMNS,
    Kind.RESERVATIONS: reservation_table.COLUMNS,
}


@dataclass(frozen=True)
class File:
    """What somebody sent. For a calendar: whose it is, and the room of what names none (0: it must be named)."""

    kind: Kind
    name: str
    data: bytes
    provider_id: int = 0
    room_id: int = 0


@dataclass(frozen=True)
class Look:
    """What becomes of each line if it is saved as things stand; `carry_out` saves it in the same transaction."""

    findings: Sequence[Finding]
    carry_out: Callable[[], None]

    @property
    def mark(self) -> str:
        """A short name of what is said: what somebody saw has another one once it is no longer so."""
        said = [
            (
                each.number,
                each.name,
                each.becomes.value,
                *each.changes,
                *(fault.code for fault in each.faults),
                *((hint.code, *sorted(hint.facts.items())) for hint in each.hints),
            )
            for each in self.findings
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:20]


class LooksDifferent(DomainError):
    """Something changed since the look that was shown; nothing was saved. `look` is the new one."""

    code = "looks-different"

    def __init__(self, look: Look) -> None:
        super().__init__("the preview is another one now")
        self.look = look


def look_at(session: Session, desk: Desk, file: File) -> Look:
    """What the file would do. Raises Unreadable."""
    return _judged(session, desk, _read(session, desk, file))


def save(session: Session, desk: Desk, file: File, *, seen: str) -> Look:
    """Save every line without a fault, under the locks of the forms; `seen` is the mark of the look that was shown.

    The file is read before the rooms are locked: who books waits only while it is judged and saved. The same file
    again saves nothing, for everything is there. Raises LooksDifferent when meanwhile something was taken or
    changed, Unreadable.
    """
    lock(session, [IMPORT_LOCK])
    if file.kind == Kind.OFFERS:
        offer_table.wait_for_turn(session)
    else:
        room_table.wait_for_turn(session)
    _hold_providers(session)
    read = _read(session, desk, file)
    if not isinstance(read, _Table):
        lock_rooms(session)
    look = _judged(session, desk, read)
    if look.mark != seen:
        raise LooksDifferent(look)
    try:
        look.carry_out()
    except Overlap as overlap:  # another program wrote past our locks
        raise LooksDifferent(look) from overlap
    return look


@dataclass(frozen=True)
class _Table:
    """The lines of rooms or offers, and the providers that may be named."""

    kind: Kind
    lines: Sequence[Line]
    known: Known


def _read(session: Session, desk: Desk, file: File) -> _Table | Ahead:
    """What stands in the file; the rooms and providers it names must stay what they are until it is saved."""
    text, known = text_of(file.data), _known(session)
    if file.kind == Kind.CALENDAR:
        entries = calendar_entries.entries_of(events_of(text), _whose(file, known, desk))
        return look_ahead(entries, desk.now)
    lines = table_of(text, COLUMNS[file.kind])
    if file.kind == Kind.RESERVATIONS:
        return look_ahead(reservation_table.entries_of(lines, known), desk.now)
    return _Table(file.kind, lines, known)


def _judged(session: Session, desk: Desk, read: _Table | Ahead) -> Look:
    if not isinstance(read, _Table):
        return _reservations(session, desk, read)
    if read.kind == Kind.ROOMS:
        rooms = room_table.judge_rooms(session, read.lines)
        return Look([each.finding for each in rooms], lambda: room_table.save_rooms(session, desk, rooms))
    offers = offer_table.judge_offers(session, read.lines, read.known.providers)
    return Look([each.finding for each in offers], lambda: offer_table.save_offers(session, desk, offers))


def _reservations(session: Session, desk: Desk, ahead: Ahead) -> Look:
    judged = judge_entries(session, desk, ahead)
    wanted = [each.taken_over for each in judged if each.taken_over is not None]
    return Look([each.finding for each in judged], lambda: take_over(session, desk, wanted))


def _known(session: Session) -> Known:
    providers = session.scalars(select(Provider).where(Provider.retired_at.is_(None)))
    return Known(
        rooms={room.name: room for room in rooms_to_reserve(session)},
        providers={provider.name: provider for provider in providers},
    )


def _whose(file: File, known: Known, desk: Desk) -> Whose:
    """Raises Unreadable when provider or room are not in use any more."""
    provider = next((each for each in known.providers.values() if each.id == file.provider_id), None)
    room = next((each for each in known.rooms.values() if each.id == file.room_id), None)
    if provider is None or (file.room_id and room is None):
        raise Unreadable("chosen_gone")
    return Whose(provider=provider, room=room, known=known, now=desk.now)


def _hold_providers(session: Session) -> None:
    """No provider ends before what is saved for it is there to be counted."""
    session.execute(
        select(Provider.id).order_by(Provider.id).with_for_update(read=True, key_share=True)
    ).all()
