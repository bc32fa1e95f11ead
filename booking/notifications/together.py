"""What happened together with an event: the others of the same change, so that one message can tell the whole."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.events import Event
from booking.outbox import EventRow, reacting_to

Kind = TypeVar("Kind", bound=Event)


def along_with(session: Session, kind: type[Kind]) -> list[Kind]:
    """The events of this kind that were recorded in the transaction of the event whose reactions run, in order."""
    cause = reacting_to(session)
    if cause is None or cause.change is None:
        return []
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.change == cause.change, EventRow.type == kind.__name__)
        .order_by(EventRow.id)
    )
    found = (Event.revive(row.type, row.payload) for row in rows)
    return [each for each in found if isinstance(each, kind)]
