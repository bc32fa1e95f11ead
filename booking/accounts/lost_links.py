"""Whose links somebody asks for: a note for a day, so that nothing of a mailbox stays among the events."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from booking.accounts.capabilities import LOST_LINK, mint
from booking.accounts.models import Capability
from booking.ids import token_hash

KEPT = timedelta(days=1)
KEY_LENGTH = 40  # of 64 hex digits: still 160 bits, and as many as the column holds


def note_down(session: Session, mailbox_key: str, *, now: datetime) -> str:
    """Note which mailbox (people.mailbox_key) is meant; the id of the note tells nothing of it."""
    token = mint(session, purpose=LOST_LINK, subject=mailbox_key[:KEY_LENGTH], now=now, expires_at=now + KEPT)
    return token_hash(token)


def take_note(session: Session, note_id: str, *, now: datetime) -> str | None:
    """How the key of the mailbox begins; the note is gone then. None when it was taken or is too old."""
    return session.scalar(
        delete(Capability)
        .where(Capability.token_hash == note_id, Capability.purpose == LOST_LINK)
        .where(Capability.expires_at > now)
        .returning(Capability.subject)
    )
