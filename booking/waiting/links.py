"""The links to one's own entry: as many as are told, as long as one may wait."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.accounts.models import Capability
from booking.scheduling.walltime import day_bounds
from booking.waiting.models import WaitingEntry

WAITING = "waiting"


def open_link(session: Session, entry: WaitingEntry, *, now: datetime) -> str:
    """A new token for the entry; told once, to whom just joined or by mail."""
    return capabilities.mint(
        session, purpose=WAITING, subject=entry.id, now=now, expires_at=end_of_links(entry)
    )


def end_of_links(entry: WaitingEntry) -> datetime:
    """Midnight after the last day; then the person is erased, too."""
    return day_bounds(entry.last_day).end


def keep_links(session: Session, entry: WaitingEntry) -> None:
    """All links to the entry live as long as it does now."""
    session.execute(
        update(Capability)
        .where(Capability.subject == entry.id, Capability.purpose == WAITING)
        .values(expires_at=end_of_links(entry))
    )
