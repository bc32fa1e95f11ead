"""How long a history is told: events are kept for a year, then what is long over is nobody's business any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from booking.notifications.models import Delivery
from booking.outbox import EventRow, ParkedReaction

KEEP = timedelta(days=365)


def tidy(session: Session, *, now: datetime) -> None:
    """Delete the events of more than a year ago whose reactions have run; mails stay, without their cause.

    The last event stays however old it is: ids and positions are never given twice.
    """
    old = select(EventRow.id).where(_is_old(session, now))
    session.execute(update(Delivery).where(Delivery.event_id.in_(old)).values(event_id=None))
    session.execute(delete(EventRow).where(EventRow.id.in_(old)))


def _is_old(session: Session, now: datetime) -> ColumnElement[bool]:
    last_id, last_position = session.execute(select(func.max(EventRow.id), func.max(EventRow.position))).one()
    parked = select(ParkedReaction.id).where(ParkedReaction.event_id == EventRow.id)
    return and_(
        EventRow.occurred_at <= now - KEEP,
        EventRow.id < (last_id or 0),
        EventRow.position < (last_position or 0),
        ~parked.exists(),
    )
